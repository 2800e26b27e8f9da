"""POST /sign-out."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.accounts.conftest import SignIn, is_signed_in
from tests.people import ANN


def test_signing_out_ends_the_session(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(ANN.email, remember="y")
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (302, "/")
    assert not is_signed_in(client)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_link_to_signing_out_only_shows_a_button(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(ANN.email)
    page = client.get("/sign-out")
    assert (page.status_code, 'action="/sign-out"' in page.text) == (200, True)
    assert is_signed_in(client)


def test_a_stranger_may_sign_out_too(client: FlaskClient) -> None:
    assert client.post("/sign-out").location == "/"
