"""Staff of before rights came by letter: nobody showed that the address is theirs, so that comes before anything else."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.kernel.db import transaction
from tests.letters import letters_to
from tests.people import SAM


@pytest.fixture
def unconfirmed(session: Session, sam: FlaskClient) -> FlaskClient:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == SAM.email).values(confirmed_at=None))
    return sam


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/admin", "/admin/orders", "/admin/staff"])
def test_no_staff_page_opens_before_the_address_is_confirmed(path: str, unconfirmed: FlaskClient) -> None:
    answer = unconfirmed.get(path)
    assert (answer.status_code, answer.location) == (303, "/admin/address")
    assert SAM.email in unconfirmed.get("/admin/address").text


def test_the_link_in_the_letter_opens_them(unconfirmed: FlaskClient, engine: Engine) -> None:
    assert unconfirmed.post("/admin/address").location == "/admin/address"
    assert f"A link is on its way to {SAM.email}." in unconfirmed.get("/admin/address").text
    link = re.search(r"http://shop\.test(/confirm/\S+)", letters_to(engine, SAM)[-1].text)
    assert link is not None
    assert unconfirmed.post(link[1]).location == "/admin"
    assert unconfirmed.get("/admin").status_code == 200
    assert "is confirmed." in unconfirmed.get("/admin/address").text


@pytest.mark.any_database
def test_the_page_is_for_staff_alone(client: FlaskClient) -> None:
    assert client.get("/admin/address").location.startswith("/sign-in")
