"""`saas staff`, `saas sessions`, `saas export` and `saas events`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.accounts.second_factors.actions import set_up_for_development
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.kernel.letters import QueuedLetter
from saas.settings import Settings
from tests.cli.conftest import Command
from tests.people import ANN, BEA, CAL, PASSWORD, SAM, account_of
from tests.people import Person as SignedInAs


def link_in(output: str) -> str:
    match = re.search(r"http://shop\.test(/sign-in/link/\S+)", output)
    assert match is not None
    return match[1]


def test_support_removes_a_customers_keys_and_nobody_elses(
    saas: Command, session: Session, client: FlaskClient
) -> None:
    ann = session.scalars(select(Person).where(Person.email == ANN.email)).unique().one()
    set_up_for_development(session, ann)
    assert "signs in with the password or a link" in saas("remove-keys", ANN.email).output
    session.rollback()
    letter = session.scalars(select(QueuedLetter).order_by(QueuedLetter.id.desc()).limit(1)).one()
    assert letter.subject == "Your CareerCanopy second factor and passkeys were removed"
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD})
    assert client.get("/settings").status_code == 200
    assert "is staff" in saas("remove-keys", SAM.email).stderr
    assert "nobody with the address" in saas("remove-keys", "nobody@example.com").stderr


@pytest.mark.parametrize("email", [CAL.email, "new@example.com", "New@Example.com "])
def test_a_grant_sends_a_letter_and_prints_no_link(saas: Command, session: Session, email: str) -> None:
    done = saas("staff", "grant", email, "--role", "support")
    assert (done.exit_code, "http" in done.output) == (0, False)
    letter = session.scalars(select(QueuedLetter).where(QueuedLetter.kind == "staff_invitation")).one()
    assert (letter.address, letter.text) == (email.strip().lower(), "")
    person = session.scalars(select(Person).where(Person.email == letter.address)).unique().one()
    assert not person.is_staff


def test_in_development_a_link_and_a_code_open_the_staff_pages(saas: Command, client: FlaskClient) -> None:
    output = saas("staff", "grant", "new@example.com", "--at-once").output
    assert client.post(link_in(output)).headers["Location"] == "/admin"
    code = re.search(r"\b[0-9]{6}\b", output)
    assert code is not None
    assert client.post("/sign-in/second-factor", data={"code": code[0]}).headers["Location"] == "/admin"
    assert client.get("/admin").status_code == 200
    assert client.post(link_in(output)).status_code == 404


def test_the_next_code_is_printed_with_what_an_app_reads(saas: Command, client: FlaskClient) -> None:
    link = link_in(saas("staff", "grant", "new@example.com", "--at-once").output)
    code, uri = saas("staff", "code", "new@example.com").output.split()
    assert uri.startswith("otpauth://totp/CareerCanopy:new@example.com?")
    client.post(link)
    assert client.post("/sign-in/second-factor", data={"code": code}).status_code == 303


@pytest.mark.parametrize("command", [("grant", CAL.email, "--at-once"), ("code", SAM.email)])
def test_production_trusts_no_address_and_prints_no_code(
    saas: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(Settings, "is_production", True)
    done = saas("staff", *command)
    assert (done.exit_code, done.stderr.startswith("Error: Not in production: ")) == (1, True)


def test_staff_are_listed_and_revoked(saas: Command) -> None:
    saas("staff", "grant", "new@example.com", "--role", "editor")
    lines = saas("staff", "list").output.splitlines()
    assert lines[0] == "new@example.com  invited as editor  no second factor  has not signed in"
    assert lines[1].startswith(f"{SAM.email}  owner  no second factor  signed in 20")
    done = saas("staff", "revoke", SAM.email)
    assert (done.exit_code, "There is no owner now." in done.output) == (0, True)
    assert saas("staff", "list").output.splitlines() == lines[:1]
    assert saas("staff", "revoke", SAM.email).stderr == f"Error: {SAM.email} is not staff, and has no invitation.\n"


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
    saas("staff", "grant", CAL.email, "--at-once")
    lines = saas("events", "--account", CAL.email).output.splitlines()
    assert [("Sign-in link made" in line, "Staff rights given  program" in line) for line in lines] == [
        (True, False),
        (False, True),
    ]
    assert saas("events", "--kind", "refund_created").output == ""


def test_the_sessions_of_one_person_end(saas: Command, as_: Callable[[SignedInAs], FlaskClient]) -> None:
    assert saas("sessions", "end", "--email", "Ann@example.com").output == "1 session of Ann@example.com ended.\n"
    assert [as_(person).get("/settings").status_code for person in (ANN, BEA)] == [302, 200]
    assert saas("events", "--kind", "sessions_ended_by_staff").output.count(" count=1") == 1
    nobody = saas("sessions", "end", "--email", "nobody@example.com")
    assert (nobody.exit_code, nobody.stderr) == (1, "Error: Nobody has an account with this address.\n")


def test_the_sessions_of_everybody_end_and_links_to_begin_one(
    saas: Command, as_: Callable[[SignedInAs], FlaskClient], session: Session, client: FlaskClient
) -> None:
    link = f"/sign-in/link/{issue_sign_in_link(session, ANN.email)}"
    assert saas("sessions", "end", "--everybody").output == "4 sessions of everybody ended.\n"
    assert {as_(person).get("/settings").status_code for person in (ANN, BEA, CAL, SAM)} == {302}
    assert client.post(link).status_code == 404
    assert saas("events", "--kind", "all_sessions_ended").output.count("count=4") == 1


@pytest.mark.any_database
@pytest.mark.parametrize("options", [(), ("--everybody", "--email", ANN.email)])
def test_whose_sessions_is_said_in_one_way(saas: Command, options: tuple[str, ...]) -> None:
    assert saas("sessions", "end", *options).exit_code == 2
