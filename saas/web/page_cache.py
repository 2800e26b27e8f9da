"""Public pages kept in memory and answered below Flask.

A page marked `@public_page` is the same for everybody: it reads no cookie and no session. Its bytes are kept by path
until the library's version number changes, which each process reads from the database at most once a second.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from saas.web.compression import EncodedBody, encode_body

View = TypeVar("View", bound=Callable[..., Any])
log = structlog.get_logger()
VERSION_SECONDS = 1.0
MAX_PAGES = 2000
# Brotli's best costs as much as drawing the page a few times over; this is within a twentieth of it.
BROTLI_QUALITY = 5
# A browser with this cookie is answered by Flask, because its next page is for one person alone. A script reads it too.
PERSONAL_COOKIE = "next-page"
# Headers that belong to one response and are not kept with the page.
PER_RESPONSE_HEADERS = ("Content-Length", "X-Request-Id", "Set-Cookie")


def public_page(view: View) -> View:
    """Mark a view as the same for everybody, so that its page can be kept."""
    view.is_public_page = True  # type: ignore[attr-defined]
    return view


def has_public_address() -> bool:
    """Whether this request's address may be repeated on its page: that of a public page, or one without any part of its
    own. Others hold an id or a secret, and whatever was asked for by a wrong address may hold one too."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and (getattr(view, "is_public_page", False) or not request.view_args)


def is_public_page(endpoint: str | None) -> bool:
    """Whether the view of this endpoint is marked so. Browsers keep its page for some minutes and then do not ask."""
    return bool(getattr(current_app.view_functions.get(endpoint or ""), "is_public_page", False))


def keep_out_of_memory() -> None:
    """This response is for one person alone, whatever its view is marked as."""
    g.is_personal = True


@dataclass(frozen=True, slots=True)
class CachedPage:
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: EncodedBody


class PageCache:
    """WSGI middleware. `read_version` returns the library's version; it may be called from any thread."""

    def __init__(self, below: Callable[..., Iterable[bytes]], read_version: Callable[[], str]) -> None:
        self._below = below
        self._read_version = read_version
        self._pages: dict[str, CachedPage] = {}
        self._version = ""
        self._checked_at = 0.0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _can_be_public(environ):
            self.refresh()
            page = self._pages.get(environ["PATH_INFO"])
            if page is not None:
                return _send(page, environ, start_response)
        return self._below(environ, start_response)

    @property
    def version(self) -> str:
        return self._version

    def refresh(self) -> None:
        """Drop all pages if the version changed; reads it at most once in VERSION_SECONDS."""
        if time.monotonic() - self._checked_at < VERSION_SECONDS or not self._lock.acquire(blocking=False):
            return
        try:
            self._set_version(self._read_version())
        except SQLAlchemyError:
            log.warning("library version unknown, pages stay as they are")
        finally:
            self._checked_at = time.monotonic()
            self._lock.release()

    def _set_version(self, version: str) -> None:
        if version != self._version:
            self._pages = {}
            self._version = version

    def clear(self) -> None:
        """Drop all pages at once, and read the version again before the next one."""
        self._pages, self._checked_at = {}, 0.0

    def store(self, path: str, response: Response) -> None:
        """Keep the page, and give the response the headers that it will have from memory too."""
        body = response.get_data()
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
        response.headers["Vary"] = "Accept-Encoding"
        headers = tuple((name, value) for name, value in response.headers.items() if name not in PER_RESPONSE_HEADERS)
        if len(self._pages) < MAX_PAGES:
            encoded = encode_body(body, response.content_type, quality=BROTLI_QUALITY)
            self._pages[path] = CachedPage(etag, headers, encoded)


def _can_be_public(environ: dict[str, Any]) -> bool:
    is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ.get("QUERY_STRING")
    return is_read and f"{PERSONAL_COOKIE}=" not in environ.get("HTTP_COOKIE", "")


def _send(page: CachedPage, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    # Contained, because a proxy that compresses a page weakens its tag to W/"…".
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", list(page.headers))
        return [b""]
    encoding, body = page.body.choose(environ)
    headers = [*page.headers, ("Content-Length", str(len(body)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", headers)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_app(app: Flask, read_version: Callable[[], str], *, keeps_pages: bool = True) -> None:
    """Answer public pages from memory. Without `keeps_pages`, while templates are being written, none is kept here or
    in the browser; the library's version is still read."""
    cache = PageCache(app.wsgi_app, read_version)
    app.extensions["pages"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]

    app.jinja_env.globals["has_public_address"] = has_public_address

    @app.before_request
    def note_version() -> None:
        g.pages_version = cache.version

    def store_public_page(response: Response) -> Response:
        if is_public_page(request.endpoint) and response.status_code == 200 and not g.get("is_personal"):
            # The same for everybody: it sets no cookie and varies with none. In this order, because naming the session
            # marks it as accessed.
            session.modified = False
            session.accessed = False
            # A page drawn from the old library while the new one was noticed must not be kept as new.
            if keeps_pages and not request.query_string and g.get("pages_version") == cache.version:
                cache.store(request.path, response)
        return response

    # First in the list is called last: what is kept has its security headers on.
    app.after_request_funcs.setdefault(None, []).insert(0, store_public_page)
