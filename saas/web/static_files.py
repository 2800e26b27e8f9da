"""Static files, answered below Flask from memory: a bundle per layout, and icons.

The address of a file holds a hash of its content, so what it names never changes and is kept by browsers for a year.
`asset("site.css")` in a template gives the address. In development every use looks whether a file changed.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from flask import Flask

from saas.web.bundles import BundleError, join_script, join_stylesheet
from saas.web.compression import EncodedBody, encode_body

log = structlog.get_logger()
PREFIX = "/static/"
FOREVER = "public, max-age=31536000, immutable"
HASH_LENGTH = 12
# Parts of bundles; the bundles themselves lie beside these folders.
PART_FOLDERS = ("css", "js")
TEXT_TYPES = ("text/css", "text/javascript")


@dataclass(frozen=True, slots=True)
class StaticFile:
    content_type: str
    body: EncodedBody
    hash: str

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", self.content_type), ("ETag", f'"{self.hash}"'), ("Vary", "Accept-Encoding")]


class StaticFiles:
    """WSGI middleware. `headers` are sent with every file; `autoreload` is for development."""

    def __init__(
        self,
        below: Callable[..., Iterable[bytes]],
        folder: Path,
        headers: Mapping[str, str],
        *,
        autoreload: bool = False,
    ) -> None:
        self._below = below
        self._folder = folder
        self._headers = list(headers.items())
        self._autoreload = autoreload
        self._files = load_files(folder, _newest_change(folder) if autoreload else 0)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._below(environ, start_response)
        name, hash_ = _split_address(path.removeprefix(PREFIX))
        file = self.files.get(name)
        if file is None:
            return self._below(environ, start_response)
        # While a new version is rolled out, a page of the one version may ask the other for its files.
        lifetime = FOREVER if hash_ == file.hash else "no-cache"
        headers = [*file.headers, *self._headers, ("Cache-Control", lifetime)]
        if file.hash in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return [b""]
        encoding, body = file.body.choose(environ)
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def url(self, name: str) -> str:
        """ "site.css" → "/static/site.4f0c….css". Raises KeyError for a file that does not exist."""
        stem, dot, suffix = name.rpartition(".")
        return f"{PREFIX}{stem}.{self.files[name].hash}{dot}{suffix}"

    @property
    def files(self) -> Mapping[str, StaticFile]:
        """By name, such as "site.css" or "icons/favicon.svg"."""
        if self._autoreload:
            try:
                self._files = load_files(self._folder, _newest_change(self._folder))
            except BundleError as error:
                log.error("static files stay as they were", reason=str(error))  # noqa: TRY400  # the sentence says it all
        return self._files


@lru_cache(maxsize=4)  # tests make many apps of one folder
def load_files(folder: Path, _changed_at: float) -> Mapping[str, StaticFile]:
    """Read, join and encode everything that has an address. Raises BundleError."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder), path) for path in paths)
    return {name.as_posix(): _load(path) for name, path in named if name.parts[0] not in PART_FOLDERS}


def _load(path: Path) -> StaticFile:
    joined = {".css": join_stylesheet, ".js": join_script}.get(path.suffix)
    content = joined(path).encode() if joined else path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    content_type = f"{kind}; charset=utf-8" if kind in TEXT_TYPES else kind
    return StaticFile(
        content_type, encode_body(content, content_type), hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    )


def _split_address(path: str) -> tuple[str, str]:
    """ "site.4f0c….css" → ("site.css", "4f0c…"); the hash is empty where there is none."""
    stem, _, suffix = path.rpartition(".")
    name, _, hash_ = stem.rpartition(".")
    return (f"{name}.{suffix}", hash_) if len(hash_) == HASH_LENGTH else (path, "")


def _newest_change(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.rglob("*")), default=0)


def init_app(app: Flask, folder: Path, headers: Mapping[str, str], *, autoreload: bool) -> None:
    """Put the files below the app, whose templates then have `asset(name)`."""
    files = StaticFiles(app.wsgi_app, folder, headers, autoreload=autoreload)
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = files.url
