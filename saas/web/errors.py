"""Error pages: what happened, what is safe, what to do next. The one place that catches every exception."""

from __future__ import annotations

import structlog
from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from saas.kernel.errors import Refusal, Unavailable
from saas.kernel.formatting import pluralize
from saas.web import limits
from saas.web.security import body_limit
from saas.web.tracebacks import is_on_this_machine, traceback_response

log = structlog.get_logger()
PAGE_STATUSES = (404, 410, 503)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _show_refusal)
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(TooManyRequests, _show_too_many_requests)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_crash)


def _show_refusal(error: Refusal) -> ResponseReturnValue:
    if error.status == 404:
        return render_template("errors/404.html"), 404
    page = render_template(
        "errors/refusal.html", sentence=error.sentence, next_label=error.next_label, next_href=error.next_href
    )
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, Unavailable) else {}
    return page, error.status, headers


def _show_stale_form(error: CSRFError) -> ResponseReturnValue:
    _log_refusal("forgery protection", error.description or "")
    sentence = "This form was open for too long, so it was not sent. Nothing was changed. Open the page again and send it once more."
    return render_template(
        "errors/refusal.html", sentence=sentence, next_label="Open the page again", next_href=request.path
    ), 400


def _show_too_many_requests(error: TooManyRequests) -> ResponseReturnValue:
    _log_refusal("limit")
    seconds = limits.seconds_to_wait(error)
    page = render_template("errors/429.html", wait=_describe_wait(seconds))
    return page, 429, {"Retry-After": str(seconds)}


def _log_refusal(by: str, detail: str = "") -> None:
    """What may be an attempt to get round a protection. The request's own line has its status and its id."""
    log.warning("request refused", by=by, detail=detail, endpoint=request.endpoint)


def _describe_wait(seconds: int) -> str:
    """Never sooner than it is."""
    if seconds <= 90:
        return pluralize(seconds, "second")
    return pluralize(-(-seconds // 60), "minute") if seconds <= 5400 else pluralize(-(-seconds // 3600), "hour")


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code in PAGE_STATUSES:
        return render_template(f"errors/{error.code}.html"), error.code
    if error.code is None or error.code < 400:
        return error
    if error.code == 413 and (limit := body_limit()) is not None:
        return render_template(
            "errors/refusal.html",
            sentence=limit.sentence,
            next_label="Back to the page",
            next_href=request.full_path.rstrip("?"),
        ), 413
    sentence = (
        "That request does not fit this page, so nothing was changed. Go back and try again from the page itself."
    )
    return render_template(
        "errors/refusal.html", sentence=sentence, next_label="Go to the front page", next_href="/"
    ), error.code


def _show_crash(error: Exception) -> ResponseReturnValue:
    # Never the address: some hold a secret that opens something.
    log.exception("request failed", endpoint=request.endpoint, error=type(error).__name__)
    if current_app.extensions["settings"].saas_env == "development" and is_on_this_machine(request.environ):
        return traceback_response(error)
    return render_template("errors/500.html"), 500
