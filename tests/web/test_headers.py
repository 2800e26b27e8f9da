"""Security headers on every kind of answer."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from saas.app import create_app
from saas.settings import Settings, load_settings
from tests.people import ANN, SAM, Person

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
