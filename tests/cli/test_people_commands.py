"""`saas staff grant` and `saas export`."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from tests.cli.conftest import Command
from tests.people import ANN, BEA, CAL, account_of


def link_in(output: str) -> str:
    match = re.search(r"http://shop\.test(/sign-in/link/\S+)", output)
    assert match is not None
    return match[1]


@pytest.mark.parametrize("email", [CAL.email, "new@example.com", "New@Example.com "])
def test_the_link_opens_the_staffs_door_once(saas: Command, client: FlaskClient, email: str) -> None:
    link = link_in(saas("staff", "grant", email).output)
    assert client.post(link).headers["Location"] == "/admin"
    assert client.get("/admin").status_code == 200
    assert client.post(link).status_code == 404


def test_granting_twice_makes_one_person(saas: Command, session: Session) -> None:
    saas("staff", "grant", "new@example.com")
    saas("staff", "grant", "new@example.com")
    assert [
        role.name
        for role in session.scalars(select(Person).where(Person.email == "new@example.com")).unique().one().roles
    ] == ["staff"]


def test_opening_the_link_alone_uses_nothing_up(saas: Command, client: FlaskClient) -> None:
    link = link_in(saas("staff", "grant", CAL.email).output)
    client.get(link)
    assert client.post(link).headers["Location"] == "/admin"


def test_an_export_is_everything_about_one_account(saas: Command) -> None:
    kept = json.loads(saas("export", ANN.email).output)
    assert kept["people"][0]["email"] == ANN.email
    assert len(kept["orders"]) == len(kept["plans"]) == 1
    assert len(kept["answers"]) > 10
    assert len(kept["plan_steps"]) > 5


def test_an_export_holds_nothing_of_anybody_else(saas: Command) -> None:
    assert BEA.email not in saas("export", ANN.email).output


def test_an_export_shows_no_row_numbers_and_no_password(saas: Command, session: Session) -> None:
    output = saas("export", ANN.email).output
    stored = session.scalars(select(Person.password).where(Person.email == ANN.email)).one()
    assert '"id":' not in output
    assert '"password":' not in output
    assert stored and stored not in output and "$argon2" not in output


def test_an_account_may_be_named_by_its_public_id(saas: Command, session: Session) -> None:
    public_id = session.scalars(select(Account.public_id).where(Account.id == account_of(session, ANN))).one()
    first, second = (json.loads(saas("export", name).output) for name in (public_id, ANN.email))
    assert len(second.pop("security_events")) == len(first.pop("security_events")) + 1  # the first export is an event
    assert first == second


def test_an_account_that_is_none_is_said_so(saas: Command) -> None:
    done = saas("export", "nobody@example.com")
    assert done.exit_code == 1
    assert done.stderr == "Error: There is no account nobody@example.com.\n"


def test_the_log_is_listed_a_line_an_event(saas: Command) -> None:
    saas("staff", "grant", CAL.email)
    lines = saas("events", "--account", CAL.email).output.splitlines()
    assert [("Sign-in link made" in line, "Staff rights given  program" in line) for line in lines] == [
        (True, False),
        (False, True),
    ]
    assert saas("events", "--kind", "refund_created").output == ""
