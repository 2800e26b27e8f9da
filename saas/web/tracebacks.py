"""Tracebacks in the browser, for developers: as plain text, with nothing to press and no values of variables.

Never in production or in tests, and never to another machine: the address that was asked and the name it was asked by
must both be this machine's, so that no page elsewhere can read what a name pointing here answers.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Response, request

PLAIN_TEXT = "text/plain; charset=utf-8"
NOTE = "Shown in development alone, to a browser on this machine."


def is_on_this_machine(environ: Mapping[str, Any]) -> bool:
    """Whether the request of a WSGI environment came from this machine and names it by a name of its own."""
    try:
        name = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
        return ip_address(environ.get("REMOTE_ADDR", "")).is_loopback and (
            name == "localhost" or ip_address(name).is_loopback
        )
    except ValueError:
        return False


def traceback_response(error: Exception) -> Response:
    return Response(_text(error, f"{request.method} {request.path}"), 500, content_type=PLAIN_TEXT)


def broken_app(error: Exception) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """A WSGI application that answers everything with the error that kept the real one from being created."""
    text = _text(error, "The application could not be created.")

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = (text if is_on_this_machine(environ) else "Internal Server Error\n").encode()
        headers = [("Content-Type", PLAIN_TEXT), ("Content-Length", str(len(body)))]
        start_response("500 Internal Server Error", headers)
        return [body]

    return application


def _text(error: Exception, heading: str) -> str:
    summary = "".join(traceback.format_exception_only(error))
    return f"{summary}\n{heading}\n\n{''.join(traceback.format_exception(error))}\n{NOTE}\n"
