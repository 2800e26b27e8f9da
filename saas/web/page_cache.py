"""Public pages kept in memory and answered below Flask.

A page marked `@public_page` is the same for everybody: it reads no cookie and no session. Its bytes are kept by path
until the library's version number changes, which each process asks the database at most once a second.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

View = TypeVar("View", bound=Callable[..., Any])
log = structlog.get_logger()
VERSION_SECONDS = 1.0
ROOM = 2000
OF_ONE_ANSWER = ("Content-Length", "X-Request-Id", "Set-Cookie")


def public_page(view: View) -> View:
    """Mark a view as the same for everybody, so that it can be kept."""
    view.is_public_page = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True, slots=True)
class CachedPage:
    etag: str
    headers: tuple[tuple[str, str], ...]
    plain: bytes
    packed: bytes


class PageCache:
    """WSGI middleware. `read_version` returns the library's version; it may be called from any thread."""

    def __init__(self, below: Callable[..., Iterable[bytes]], read_version: Callable[[], str]) -> None:
        self._below = below
        self._read_version = read_version
        self._pages: dict[str, CachedPage] = {}
        self._version = ""
        self._checked = 0.0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ.get("QUERY_STRING"):
            self.refresh()
            kept = self._pages.get(environ["PATH_INFO"])
            if kept is not None:
                return _answer(kept, environ, start_response)
        return self._below(environ, start_response)

    def refresh(self) -> None:
        if time.monotonic() - self._checked < VERSION_SECONDS or not self._lock.acquire(blocking=False):
            return
        try:
            self._take(self._read_version())
        except SQLAlchemyError:
            log.warning("library version unknown, pages stay as they are")
        finally:
            self._checked = time.monotonic()
            self._lock.release()

    def _take(self, version: str) -> None:
        if version != self._version:
            self._pages = {}
            self._version = version

    def forget(self) -> None:
        """Empty the memory at once."""
        self._pages, self._checked = {}, 0.0

    @property
    def version(self) -> str:
        return self._version

    def keep(self, path: str, response: Response) -> None:
        body = response.get_data()
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
        response.headers["Vary"] = "Accept-Encoding"
        headers = tuple((name, value) for name, value in response.headers.items() if name not in OF_ONE_ANSWER)
        if len(self._pages) < ROOM:
            self._pages[path] = CachedPage(etag, headers, body, gzip.compress(body, 6, mtime=0))


def _answer(kept: CachedPage, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    # Contained, because a proxy that packs a page weakens its tag to W/"…".
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", list(kept.headers))
        return [b""]
    body, headers = kept.plain, list(kept.headers)
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = kept.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_app(app: Flask, read_version: Callable[[], str]) -> None:
    cache = PageCache(app.wsgi_app, read_version)
    app.extensions["pages"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]

    @app.before_request
    def note_version() -> None:
        g.pages_version = cache.version

    def keep(response: Response) -> Response:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "is_public_page", False) and response.status_code == 200:
            # The same for everybody: it sets no cookie and varies with none. In this order, because naming the session
            # marks it as accessed.
            session.modified = False
            session.accessed = False
            # A page drawn from the old library while the new one was noticed must not be kept as new.
            if not request.query_string and g.get("pages_version") == cache.version:
                cache.keep(request.path, response)
        return response

    # First in the list is called last: what is kept has its security headers on.
    app.after_request_funcs.setdefault(None, []).insert(0, keep)
