"""One structured log line per request: never what a person typed, never an address or a secret.

That holds by mechanism for everything that is logged, by us, by the job engine and by the server: errors are written by
`kernel/error_reports.py`, and addresses are taken out of every value. In development alone errors keep their messages.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from saas.kernel.error_reports import describe_error, format_error, scrub_text
from saas.kernel.ids import new_public_id
from saas.settings import Settings

log = structlog.get_logger()
REQUESTS = Counter("http_requests_total", "Requests that reached Flask", ["endpoint", "status"])
SECONDS = Histogram("http_request_seconds", "Time in Flask", ["endpoint"])
# What gunicorn logs with the request line after it, in which there may be a secret.
GUNICORN_QUOTES = ("Invalid request", "Error handling request")


# One list for good: a logger keeps the list that it was first used with.
_processors: list[Any] = []


def configure_logging(settings: Settings) -> None:
    """JSON lines in production, readable ones elsewhere."""
    is_development = settings.saas_env == "development"
    last: Any = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    _processors[:] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if is_development else remove_data,
        last,
    ]
    structlog.configure(
        processors=_processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.setLogRecordFactory(logging.LogRecord if is_development else CleanRecord)
    # Where a log cannot be written, `logging` would print the error with its message to stderr.
    logging.raiseExceptions = is_development
    if settings.is_production:
        sys.excepthook = lambda _type, error, _trace: _print_error(error)
        threading.excepthook = lambda failure: _print_error(failure.exc_value)


def remove_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor that writes errors without what they quote, and takes addresses out of every value."""
    exc_info = event.pop("exc_info", None)
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = format_error(error)
    for key, value in event.items():
        event[key] = _clean(value)
    return event


class CleanRecord(logging.LogRecord):
    """A record of the standard library's loggers, which the job engine and gunicorn use, cleaned when it is made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if isinstance(self.exc_info, tuple) and self.exc_info[1] is not None:
            self.exc_text, self.exc_info = format_error(self.exc_info[1]), None
        self.msg = _clean(self.msg)
        if isinstance(self.args, tuple):
            self.args = tuple(map(_clean, self.args))
        for start in GUNICORN_QUOTES:
            if self.name == "gunicorn.error" and str(self.msg).startswith(start):
                self.msg, self.args = start, ()


def _clean(value: Any) -> Any:
    if isinstance(value, BaseException):
        return describe_error(value)
    return scrub_text(value) if isinstance(value, str) else value


def _print_error(error: BaseException | None) -> None:
    if error is not None:
        sys.stderr.write(format_error(error) + "\n")


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
