"""`/healthz`: the process answers. `/readyz`: the database answers and is migrated; with `?deep=1` also every check of
workers, jobs, chores and letters. `/metrics` and the deep check need the token, or this machine outside production."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from saas.kernel import migrations as schema
from saas.kernel.monitoring import Check, Gauge, Report
from saas.kernel.tenancy import unscoped
from saas.settings import ROOT, Settings
from saas.web import metrics_files
from saas.web.session import staff_engine


def init_app(app: Flask, settings: Settings, checks: Sequence[Check] = ()) -> None:
    """`checks` are those of the kernel and of the features, listed in `saas/jobs.py`."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", lambda: readyz(settings, checks))
    app.add_url_rule("/metrics", "metrics", lambda: metrics(settings, checks))


def healthz() -> ResponseReturnValue:
    return {"process": "ok"}


def readyz(settings: Settings, checks: Sequence[Check]) -> ResponseReturnValue:
    """503 with the reasons while the schema is not the one this code was written for, or with `?deep=1` while any check
    reports a fault. Problems that wait for a person are listed under `waiting` and do not change the status."""
    faults, waiting = schema.schema_problems(staff_engine(), ROOT / "migrations"), []
    if request.args.get("deep"):
        _require_reader(settings)
        problems = [] if faults else [problem for report in _reports(checks) for problem in report.problems]
        faults += [problem.sentence for problem in problems if problem.is_fault]
        waiting = [problem.sentence for problem in problems if not problem.is_fault]
    if faults:
        return {"faults": faults, "waiting": waiting} if waiting else {"faults": faults}, 503
    ready: dict[str, object] = {"database": "ok", "migrations": "ok"}
    return ready | {"waiting": waiting} if waiting else ready


def metrics(settings: Settings, checks: Sequence[Check]) -> ResponseReturnValue:
    _require_reader(settings)
    machinery = CollectorRegistry()
    machinery.register(_Machinery(checks))
    return Response(
        generate_latest(metrics_files.registry()) + generate_latest(machinery), content_type=CONTENT_TYPE_LATEST
    )


class _Machinery(Collector):
    """The gauges of the checks, read at each scrape. Every process reads the same tables, so nothing is summed."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = checks

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            reports = _reports(self._checks)
        except SQLAlchemyError:
            reports = []
        yield GaugeMetricFamily("saas_checks_answered", "Whether the database answered the checks", bool(reports))
        yield from _families(gauge for report in reports for gauge in report.gauges)

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()


def _families(gauges: Iterable[Gauge]) -> Iterable[GaugeMetricFamily]:
    families: dict[str, GaugeMetricFamily] = {}
    for gauge in gauges:
        family = families.setdefault(
            gauge.name, GaugeMetricFamily(f"saas_{gauge.name}", gauge.help, labels=sorted(gauge.labels))
        )
        family.add_metric([gauge.labels[name] for name in sorted(gauge.labels)], gauge.value)
    return families.values()


def _reports(checks: Sequence[Check]) -> list[Report]:
    with unscoped(staff_engine(), "health: what is late, stuck or dead") as session:
        return [check(session) for check in checks]


def _require_reader(settings: Settings) -> None:
    """Raise NotFound without the token. If none is set, allow this machine outside production; behind a proxy every client
    may look local."""
    token = settings.metrics_token.get_secret_value()
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token or settings.is_production:
        is_reader = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    else:
        is_reader = ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104  # not a bind address
    if not is_reader:
        raise NotFound
