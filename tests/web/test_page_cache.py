"""Public pages are kept in memory until the library or the day changes."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.kernel.db import transaction
from saas.library.pieces import queries
from saas.library.pieces.models import Publication
from saas.web import page_cache
from saas.web.page_cache import PageCache
from tests.people import ANN

PUBLIC = [
    "/",
    "/roles",
    "/roles/accountant",
    "/pivots",
    "/pivots/clinical-to-non-clinical",
    "/pricing",
    "/refunds",
    "/scripts/severance-ask",
    "/faq",
    "/states/oh",
    "/tools/runway",
    "/shared/home.png",
    "/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
]


@pytest.fixture
def cache(app: Flask) -> PageCache:
    page_cache = app.extensions["pages"]
    assert isinstance(page_cache, PageCache)
    return page_cache


@pytest.fixture
def rendered_paths(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths that reached Flask."""
    rendered_paths: list[str] = []
    monkeypatch.setitem(
        app.before_request_funcs, None, [*app.before_request_funcs[None], lambda: rendered_paths.append(request.path)]
    )
    return rendered_paths


def publish(session: Session) -> None:
    with transaction(session):
        session.get_one(Publication, 1).version += 1


@pytest.mark.parametrize("path", PUBLIC)
def test_the_second_reader_is_answered_from_memory(client: FlaskClient, rendered_paths: list[str], path: str) -> None:
    first, second = client.get(path), client.get(path)
    assert first.data == second.data
    assert len(rendered_paths) == 1


@pytest.mark.parametrize("path", PUBLIC)
def test_memory_answers_with_the_same_headers(client: FlaskClient, path: str) -> None:
    first, second = client.get(path), client.get(path)
    of_one = {"Date", "X-Request-Id"}
    assert {*second.headers} == {*first.headers} - {("X-Request-Id", first.headers["X-Request-Id"])} - of_one


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("who", ["stranger", "ann"])
def test_a_public_page_sets_no_cookie_and_varies_with_none(client: FlaskClient, as_: Any, path: str, who: str) -> None:
    reader = as_(ANN) if who == "ann" else client
    for answer in (reader.get(path), reader.get(path)):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"].startswith("public")


def test_signed_in_readers_get_the_same_bytes(client: FlaskClient, as_: Any) -> None:
    assert as_(ANN).get("/pricing").data == client.get("/pricing").data


@pytest.mark.parametrize("given", ["{}", "W/{}", '"other", {}'])
def test_a_known_etag_is_answered_with_304(client: FlaskClient, given: str) -> None:
    tag = client.get("/pricing").headers["ETag"]
    answer = client.get("/pricing", headers={"If-None-Match": given.format(tag)})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag


def test_an_old_etag_gets_the_new_page(client: FlaskClient) -> None:
    client.get("/pricing")
    assert client.get("/pricing", headers={"If-None-Match": '"older"'}).status_code == 200


@pytest.mark.parametrize("times", [1, 2])
def test_a_head_has_the_headers_and_no_body(client: FlaskClient, times: int) -> None:
    answers = [client.head("/pricing") for _ in range(times)]
    assert answers[-1].data == b""
    assert answers[-1].headers["ETag"] == client.get("/pricing").headers["ETag"]


def test_a_page_is_compressed_with_gzip_for_who_accepts_it(client: FlaskClient) -> None:
    plain = client.get("/pricing").data
    packed = client.get("/pricing", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_an_address_with_a_query_is_neither_kept_nor_answered_from_memory(
    client: FlaskClient, rendered_paths: list[str], cache: PageCache
) -> None:
    client.get("/pricing?from=mail")
    client.get("/pricing?from=mail")
    assert len(rendered_paths) == 2
    client.get("/pricing")
    assert len(rendered_paths) == 3


@pytest.mark.parametrize("path", ["/roles/no-such-role", "/sign-in", "/start", "/nothing"])
def test_what_is_not_a_public_page_is_not_kept(client: FlaskClient, rendered_paths: list[str], path: str) -> None:
    client.get(path)
    client.get(path)
    assert len(rendered_paths) == 2


def test_a_post_is_never_answered_from_memory(client: FlaskClient) -> None:
    client.get("/pricing")
    assert client.post("/pricing").status_code == 405


def test_a_publication_is_seen_within_a_second(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch, rendered_paths: list[str]
) -> None:
    client.get("/pricing")
    publish(session)
    monkeypatch.setattr(page_cache, "VERSION_SECONDS", 0.0)
    client.get("/pricing")
    assert len(rendered_paths) == 2


def test_the_version_is_read_once_a_second_at_most(
    client: FlaskClient, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def version() -> str:
        reads.append("1")
        return "1"

    monkeypatch.setattr(cache, "_read_version", version)
    for _ in range(5):
        client.get("/pricing")
    assert len(reads) == 1


def test_pages_are_rendered_again_the_next_day(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, rendered_paths: list[str]
) -> None:
    client.get("/pricing")
    monkeypatch.setattr(page_cache, "VERSION_SECONDS", 0.0)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        client.get("/pricing")
    assert len(rendered_paths) == 2


def test_a_page_rendered_from_the_old_library_is_not_kept_as_new(
    client: FlaskClient, session: Session, cache: PageCache, monkeypatch: pytest.MonkeyPatch, rendered_paths: list[str]
) -> None:
    """Somebody publishes while the page is being rendered, and another request notices first."""

    def load_slowly(reading: Session) -> Any:
        old = read(reading)
        publish(session)
        cache.refresh()
        return old

    read = queries.load_library
    monkeypatch.setattr(page_cache, "VERSION_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(queries, "load_library", load_slowly)
        client.get("/roles")
    client.get("/roles")
    assert len(rendered_paths) == 2


def test_no_more_pages_are_kept_than_allowed(
    cache: PageCache, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, rendered_paths: list[str]
) -> None:
    monkeypatch.setattr(page_cache, "MAX_PAGES", 0)
    assert client.get("/pricing").status_code == 200
    assert client.get("/pricing").status_code == 200
    assert len(rendered_paths) == 2
