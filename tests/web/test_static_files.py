"""Static files: their address holds a hash, so what it names never changes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from saas.web.templating import static_version


def asset(app: Flask, path: str) -> str:
    return str(app.jinja_env.globals["asset"](path))  # type: ignore[operator]


@pytest.mark.parametrize("path", ["css/app.css", "js/enhance.js", "icons/favicon.svg"])
def test_a_file_is_kept_for_a_year(app: Flask, client: FlaskClient, path: str) -> None:
    answer = client.get(asset(app, path), buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_sets_no_cookie_and_is_what_it_says(app: Flask, client: FlaskClient) -> None:
    answer = client.get(asset(app, "css/app.css"), buffered=True)
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "Set-Cookie" not in answer.headers


def test_what_a_style_imports_lies_under_the_same_hash(app: Flask, client: FlaskClient) -> None:
    assert client.get(asset(app, "css/tokens.css"), buffered=True).status_code == 200


@pytest.mark.parametrize(
    "path", ["css/none.css", "../pyproject.toml", "..%2f..%2fpyproject.toml", "%2e%2e/saas/app.py"]
)
def test_nothing_else_lies_there(app: Flask, client: FlaskClient, path: str) -> None:
    assert client.get(asset(app, path), buffered=True).status_code == 404


def test_a_changed_file_has_a_new_address(tmp_path: Path) -> None:
    folders = [tmp_path / "before", tmp_path / "after"]
    for folder in folders:
        folder.mkdir()
        (folder / "app.css").write_text(f"/* {folder.name} */")
    assert static_version(folders[0]) != static_version(folders[1])


def test_a_page_packed_and_plain_is_one_page(client: FlaskClient) -> None:
    packed = [client.get("/roles", headers={"Accept-Encoding": "gzip"}) for _ in range(2)][1]
    assert gzip.decompress(packed.data) == client.get("/roles").data
