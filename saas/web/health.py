"""`/healthz`: the process answers. `/readyz`: the database answers and is migrated. `/metrics`: for us alone."""

from __future__ import annotations

import hmac
import os
from ipaddress import ip_address

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client import REGISTRY as PROCESS
from werkzeug.exceptions import NotFound

from saas.kernel import migrations as schema
from saas.settings import ROOT, Settings
from saas.web.security import limiter
from saas.web.session import engine


def init_app(app: Flask, settings: Settings) -> None:
    app.add_url_rule("/healthz", "healthz", limiter.exempt(healthz))
    app.add_url_rule("/readyz", "readyz", limiter.exempt(readyz))
    app.add_url_rule("/metrics", "metrics", limiter.exempt(lambda: _metrics(settings)))


def healthz() -> ResponseReturnValue:
    return {"process": "ok"}


def readyz() -> ResponseReturnValue:
    """503 with the reason until the schema is the one this code was written for."""
    faults = schema.schema_problems(engine(), ROOT / "migrations")
    return ({"faults": faults}, 503) if faults else {"database": "ok", "migrations": "ok"}


def _metrics(settings: Settings) -> ResponseReturnValue:
    if not _may_read(settings.metrics_token.get_secret_value(), is_production=settings.is_production):
        raise NotFound
    registry = PROCESS
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(token: str, *, is_production: bool) -> bool:
    """With the token. Without one only outside production, from this machine: behind a proxy everybody may seem near."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token or is_production:
        return bool(token) and hmac.compare_digest(given.encode(), token.encode())
    return ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104  # not a bind address
