"""Static files: one stylesheet and one script per layout, under an address that changes with their content."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from saas.settings import ROOT
from saas.web.static_files import StaticFiles, load_files

NAMES = ["site.css", "site.js", "admin.css", "question.js", "icons/favicon.svg"]


def asset(app: Flask, name: str) -> str:
    return str(app.jinja_env.globals["asset"](name))  # type: ignore[operator]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "part.css").write_text("b { color: red; }\n")
    (tmp_path / "site.css").write_text('@import url("css/part.css");\n')
    return tmp_path


def static_files(folder: Path, *, autoreload: bool) -> StaticFiles:
    return StaticFiles(lambda _environ, _start: [b"Flask"], folder, {}, autoreload=autoreload)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_for_a_year(app: Flask, client: FlaskClient, name: str) -> None:
    response = client.get(asset(app, name))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("site.css", "text/css; charset=utf-8"),
        ("site.js", "text/javascript; charset=utf-8"),
        ("icons/favicon.svg", "image/svg+xml"),
    ],
)
def test_a_file_says_what_it_is(app: Flask, client: FlaskClient, name: str, content_type: str) -> None:
    assert client.get(asset(app, name)).headers["Content-Type"] == content_type


@pytest.mark.parametrize("name", NAMES)
def test_a_file_carries_the_security_headers_of_a_page(app: Flask, client: FlaskClient, name: str) -> None:
    page, file = dict(client.get("/sign-in").headers), dict(client.get(asset(app, name)).headers)
    of_one_page = {"Content-Type", "Content-Length", "Cache-Control", "Vary", "X-Request-Id", "Set-Cookie"}
    shared = page.keys() - of_one_page
    assert "Content-Security-Policy" in shared
    assert {header: file.get(header) for header in shared} == {header: page[header] for header in shared}


def test_a_file_is_not_offered_to_other_sites_and_sets_no_cookie(app: Flask, client: FlaskClient) -> None:
    headers = client.get(asset(app, "site.css")).headers
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("name", ["site.css", "site.js"])
def test_a_file_is_sent_as_small_as_the_browser_can_take(app: Flask, client: FlaskClient, name: str) -> None:
    address = asset(app, name)
    plain = client.get(address)
    by_gzip = client.get(address, headers={"Accept-Encoding": "gzip, deflate"})
    by_brotli = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert gzip.decompress(by_gzip.data) == brotli.decompress(by_brotli.data) == plain.data
    assert len(by_brotli.data) < len(by_gzip.data) < len(plain.data) / 2
    assert [response.headers.get("Content-Encoding") for response in (plain, by_gzip, by_brotli)] == [
        None,
        "gzip",
        "br",
    ]
    assert int(by_brotli.headers["Content-Length"]) == len(by_brotli.data)
    assert by_brotli.headers["Vary"] == "Accept-Encoding"


def test_a_stylesheet_has_its_parts_inside_and_names_no_other(app: Flask, client: FlaskClient) -> None:
    text = client.get(asset(app, "site.css")).text
    assert "@import" not in text
    assert "--color-ink" in text
    assert "@layer pages {" in text


def test_an_address_of_another_version_gets_this_one_and_is_not_kept(app: Flask, client: FlaskClient) -> None:
    address = asset(app, "site.css")
    other = address.replace(address.split(".")[-2], "0123456789ab")
    response = client.get(other)
    assert response.data == client.get(address).data
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get(other, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_head_has_the_headers_and_no_body(app: Flask, client: FlaskClient) -> None:
    address = asset(app, "site.css")
    response = client.head(address)
    assert response.data == b""
    assert response.headers["Content-Length"] == client.get(address).headers["Content-Length"]


@pytest.mark.parametrize(
    "path",
    [
        "none.css",
        "css/tokens.css",
        "../pyproject.toml",
        "..%2f..%2fpyproject.toml",
        "%2e%2e/saas/app.py",
        "",
        "css",
        "site",
    ],
)
def test_nothing_else_has_an_address(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_a_template_that_names_no_file_fails(app: Flask) -> None:
    with pytest.raises(KeyError):
        asset(app, "none.css")


def test_a_changed_part_changes_the_address_in_development(folder: Path) -> None:
    files = static_files(folder, autoreload=True)
    before = files.url("site.css")
    (folder / "css" / "part.css").write_text("b { color: blue; }\n")
    (folder / "css" / "other.css").touch()
    assert files.url("site.css") != before


def test_a_broken_part_leaves_the_files_as_they_were_in_development(folder: Path) -> None:
    files = static_files(folder, autoreload=True)
    before = files.url("site.css")
    (folder / "site.css").write_text('@import url("css/missing.css");\n')
    (folder / "css" / "other.css").touch()
    assert files.url("site.css") == before


def test_files_are_read_once_elsewhere(folder: Path) -> None:
    files = static_files(folder, autoreload=False)
    before = files.url("site.css")
    (folder / "css" / "part.css").write_text("b { color: blue; }\n")
    assert files.url("site.css") == before


def test_apps_of_one_folder_share_their_files() -> None:
    assert load_files(ROOT / "static", 0) is load_files(ROOT / "static", 0)
