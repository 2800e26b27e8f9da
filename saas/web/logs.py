"""One structured log line per request: never what a person typed, never an address or a secret."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from saas.kernel.ids import new_public_id
from saas.settings import Settings

log = structlog.get_logger()
REQUESTS = Counter("http_requests_total", "Requests that reached Flask", ["endpoint", "status"])
SECONDS = Histogram("http_request_seconds", "Time in Flask", ["endpoint"])


def configure_logging(settings: Settings) -> None:
    """JSON lines in production, readable ones elsewhere."""
    last: Any = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def init_app(app: Flask, settings: Settings) -> None:
    configure_logging(settings)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = new_public_id()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    endpoint = request.endpoint or "none"
    REQUESTS.labels(endpoint, response.status_code).inc()
    SECONDS.labels(endpoint).observe(seconds)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    log.info(
        "answered", method=request.method, endpoint=endpoint, status=response.status_code, ms=round(seconds * 1000, 1)
    )
    return response
