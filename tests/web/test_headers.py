"""Security headers on every kind of answer."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr, ValidationError

from saas.app import create_app
from saas.library.kinds.parts import ReadNext, SourceNote
from saas.settings import Settings, load_settings
from saas.web.security import cookie_name, security_headers
from tests.apps import make_settings
from tests.people import ANN, PASSWORD, SAM, Person

KINDS: dict[str, tuple[Person | None, str, int]] = {
    "a public page": (None, "/pricing", 200),
    "a page with a form": (None, "/sign-in", 200),
    "a page of an account": (ANN, "/plan", 200),
    "a page of staff": (SAM, "/admin", 200),
    "a redirect": (None, "/dashboard", 302),
    "a missing page": (None, "/nothing", 404),
    "the sitemap": (None, "/sitemap.xml", 200),
    "health": (None, "/healthz", 200),
}
kinds = pytest.mark.parametrize(("person", "path", "status"), KINDS.values(), ids=KINDS)


@kinds
@pytest.mark.parametrize("time", ["first", "again"])
def test_every_response_has_the_security_headers(
    client: FlaskClient, as_: Any, person: Person | None, path: str, status: int, time: str
) -> None:
    reader = as_(person) if person else client
    answer = [reader.get(path) for _ in range(1 if time == "first" else 2)][-1]
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@kinds
def test_the_content_security_policy_allows_nothing_inline(
    client: FlaskClient, as_: Any, person: Person | None, path: str, status: int
) -> None:
    policy = (as_(person) if person else client).get(path).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(("person", "path"), [(None, "/sign-in"), (ANN, "/plan"), (ANN, "/dashboard"), (SAM, "/admin")])
def test_private_pages_are_not_stored_anywhere(client: FlaskClient, as_: Any, person: Person | None, path: str) -> None:
    assert (as_(person) if person else client).get(path).headers["Cache-Control"] == "private, no-store"


def test_a_form_may_lead_to_the_checkout_and_nowhere_else(app: Flask) -> None:
    policy = production().test_client().get("/healthz", base_url="https://shop.test").headers["Content-Security-Policy"]
    assert "form-action 'self' https://checkout.stripe.com" in policy


def production() -> Flask:
    return create_app(in_production())


def in_production() -> Settings:
    secrets = {
        "secret_key": "s" * 40,
        "data_keys": "d" * 40,
        "password_peppers": "p" * 40,
        "stripe_secret_key": "sk_live_x",
        "stripe_webhook_secret": "whsec_x",
    }
    return load_settings(
        saas_env="production", base_url="https://shop.test", database_url="sqlite:////nonexistent/x.db", smtp_url="smtp://mail.test",
        mail_sender="a@shop.test", support_email="b@shop.test", stripe_livemode=True, mail_dir=None,
        **{name: SecretStr(value) for name, value in secrets.items()},
    )  # fmt: skip


def test_production_sends_strict_transport_security() -> None:
    answer = production().test_client().get("/healthz", base_url="https://shop.test")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_production_cookies_are_secure() -> None:
    config = production().config
    assert config["SESSION_COOKIE_SECURE"]
    assert config["REMEMBER_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize("host", ["evil.example", "shop.test.evil.example"])
def test_an_untrusted_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/sign-in", base_url=f"http://{host}").status_code == 400


ANSWERS_OF_EVERY_KIND: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("GET", "/static/site.css", {}, 200),
    ("GET", "/static/site.css", {"If-None-Match": "*own*"}, 304),
    ("GET", "/static/nothing.css", {}, 404),
    ("GET", "/fs-static/js/webauthn.js", {}, 404),
    ("GET", "/pricing", {"If-None-Match": "*own*"}, 304),
    ("POST", "/pricing", {}, 405),
    ("GET", "/a%00b", {}, 404),
    ("GET", "/search?q=%00", {}, 404),
    ("POST", "/webhooks/stripe", {}, 400),
    ("POST", "/sign-in", {"Content-Type": "application/json"}, 415),
    ("GET", "/sign-in", {"Host": "evil.example"}, 400),
    ("GET", "/feed.xml", {}, 200),
    ("GET", "/robots.txt", {}, 200),
)


def test_headers_are_on_every_answer(client: FlaskClient) -> None:
    """Static files, pages from memory, errors and what is below Flask included."""
    expected = security_headers(make_settings())
    assert {"Cross-Origin-Resource-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"} <= set(expected)
    for method, path, headers, status in ANSWERS_OF_EVERY_KIND:
        if headers.get("If-None-Match"):
            headers = {"If-None-Match": client.get(path).headers["ETag"]}
        answer = client.open(path, method=method, headers=headers)
        assert (path, answer.status_code) == (path, status)
        assert {name: answer.headers.getlist(name) for name in expected} == {
            name: [value] for name, value in expected.items()
        }, path
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_other_sites_may_show_the_pictures_of_shared_links_alone(client: FlaskClient) -> None:
    assert client.get("/shared/home.png").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_production_cookies_belong_to_this_host_alone() -> None:
    app = production()
    names = app.config["SESSION_COOKIE_NAME"], app.config["REMEMBER_COOKIE_NAME"], cookie_name("start", in_production())
    assert names == ("__Host-session", "__Host-remember_token", "__Host-start")
    assert not app.config["SESSION_COOKIE_DOMAIN"] and not app.config.get("REMEMBER_COOKIE_DOMAIN")


def test_the_page_about_cookies_counts_those_that_are_set(client: FlaskClient, app: Flask) -> None:
    client.post("/start/role", data={"role": "registered nurse"})
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD, "remember": "y"})
    assert {cookie.key for cookie in (client._cookies or {}).values()} == {"session", "remember_token", "start"}
    assert "Three cookies, all needed" in client.get("/privacy").text


@pytest.mark.parametrize("path", ["/claim/a-secret", "/reset/a-secret", "/sign-in/link/a-secret", "/claim/a-secret/x"])
def test_a_secret_of_an_address_is_repeated_nowhere_in_its_head(client: FlaskClient, path: str) -> None:
    head = client.get(path, follow_redirects=False).text.partition("</head>")[0]
    assert "a-secret" not in head


def test_a_link_field_takes_no_address_of_another_site_in_disguise() -> None:
    for href in (
        "//evil.example",
        "/\\evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        "http://x.example",
    ):
        with pytest.raises(ValidationError):
            SourceNote(name="n", url=href, checked_on=date(2026, 1, 1))
        with pytest.raises(ValidationError):
            ReadNext(href=href, why="w")
    for url in ("https://www.bls.gov/ooh/", "/states/ny", "/"):
        assert SourceNote(name="n", url=url, checked_on=date(2026, 1, 1)).url == url


def test_the_token_of_forms_is_another_one_after_signing_in(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    field = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

    def read_token(path: str) -> tuple[str, str]:
        """As it stands in a form, and the secret behind it."""
        match = field.search(client.get(path).text)
        with client.session_transaction() as cookie:
            return match[1] if match else "", cookie["csrf_token"]

    old, old_secret = read_token("/sign-in")
    answer = client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD, "csrf_token": old})
    assert answer.status_code == 302
    assert read_token("/settings/deletion")[1] != old_secret
    assert client.post("/sign-out", data={"csrf_token": old}).status_code == 400
