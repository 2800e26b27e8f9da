"""Brotli and gzip: bodies kept in memory in every encoding, and private pages packed as they are sent.

Compressing a page that holds a secret beside words a stranger chose tells the stranger, by its length, whether the two
are alike (BREACH). The stranger's own page has to ask for it with the reader's cookies, and browsers say where a request
comes from: `Sec-Fetch-Site` cannot be set by a script. So private pages are packed only when one of our own pages, or
the reader's address bar, asked for them. A request without the header (an older browser) is answered plain.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import brotli
from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

# Below this a header and a checksum weigh as much as what is saved.
MIN_BYTES = 500
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
OWN_REQUESTS = ("same-origin", "none")
BROTLI_KEPT, BROTLI_ONCE, GZIP_KEPT, GZIP_ONCE = 9, 1, 9, 1
# log2 of how far brotli looks back. Nothing of ours is longer, and its own choice of 4 MB would cost a worker 8 MB.
BROTLI_WINDOW = 18


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """A body and its encodings, by the name that stands in Content-Encoding; the body itself under ""."""

    by_encoding: Mapping[str, bytes]

    def choose(self, environ: Mapping[str, Any]) -> tuple[str, bytes]:
        """The encoding to name and the bytes to send to whoever sent this request."""
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.by_encoding.get(encoding)
        return (encoding, body) if body is not None else ("", self.by_encoding[""])


def encode_body(body: bytes, content_type: str, *, quality: int = BROTLI_KEPT) -> EncodedBody:
    """Every encoding of a body that is kept and sent many times."""
    if not is_compressible(body, content_type):
        return EncodedBody({"": body})
    packed = {
        "br": brotli.compress(body, quality=quality, lgwin=BROTLI_WINDOW),
        "gzip": gzip.compress(body, GZIP_KEPT, mtime=0),
    }
    return EncodedBody({"": body, **packed})


def is_compressible(body: bytes, content_type: str) -> bool:
    return len(body) >= MIN_BYTES and content_type.startswith(COMPRESSIBLE)


@lru_cache(maxsize=256)  # browsers send a handful of different headers
def choose_encoding(accept_encoding: str) -> str:
    """ "br", "gzip" or "" for an Accept-Encoding header."""
    quality_by_name = dict(parse_accept_header(accept_encoding))
    return next((name for name in ("br", "gzip") if quality_by_name.get(name, 0) > 0), "")


def init_app(app: Flask) -> None:
    # First in the list is called last: what the page cache keeps is not packed yet.
    app.after_request_funcs.setdefault(None, []).insert(0, _compress)


def _compress(response: Response) -> Response:
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    is_public = response.cache_control.public
    if (
        not encoding
        or not (is_public or request.headers.get("Sec-Fetch-Site") in OWN_REQUESTS)
        or response.is_streamed
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not is_compressible(response.get_data(), response.content_type)
    ):
        return response
    body = response.get_data()
    if encoding == "br":
        packed = brotli.compress(body, quality=BROTLI_ONCE, lgwin=BROTLI_WINDOW)
    else:
        packed = gzip.compress(body, GZIP_ONCE, mtime=0)
    response.set_data(packed)
    response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response
