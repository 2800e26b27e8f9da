"""Compression: public pages for everybody, private ones only where our own page or the reader asked for them."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from saas.web.compression import choose_encoding, encode_body
from tests.people import ANN

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.mark.parametrize(
    ("accept_encoding", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("", ""),
        ("xbr, gzipped", ""),
    ],
)
def test_the_smallest_encoding_that_is_accepted(accept_encoding: str, encoding: str) -> None:
    assert choose_encoding(accept_encoding) == encoding


@pytest.mark.parametrize("site", ["same-origin", "none"])
@pytest.mark.parametrize(("accept", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_private_page_is_compressed_for_its_reader(as_: Any, site: str, accept: str, unpack: Any) -> None:
    ann = as_(ANN)
    plain = ann.get("/settings")
    packed = ann.get("/settings", headers={"Accept-Encoding": accept, "Sec-Fetch-Site": site})
    assert packed.headers["Content-Encoding"] == accept
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert b"<h1>" in unpack(packed.data)


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_a_private_page_that_another_site_asks_for_is_not_compressed(as_: Any, site: str | None) -> None:
    headers = BROWSER | ({"Sec-Fetch-Site": site} if site else {})
    response = as_(ANN).get("/settings", headers=headers)
    assert "Content-Encoding" not in response.headers
    assert "<h1>" in response.text


@pytest.mark.parametrize("path", ["/roles", "/search?q=nurse"])
def test_a_public_page_is_compressed_for_everybody(client: FlaskClient, path: str) -> None:
    answers = [client.get(path, headers=BROWSER) for _ in range(2)]
    assert [answer.headers["Content-Encoding"] for answer in answers] == ["br", "br"]
    assert [brotli.decompress(answer.data) for answer in answers] == [client.get(path).data] * 2


def test_what_is_small_or_packed_already_is_sent_as_it_is() -> None:
    assert set(encode_body(b"x" * 100, "text/html; charset=utf-8").by_encoding) == {""}
    assert set(encode_body(b"x" * 10_000, "image/png").by_encoding) == {""}
    assert set(encode_body(b"x" * 10_000, "text/html; charset=utf-8").by_encoding) == {"", "br", "gzip"}
