"""`grant_staff`, and the one check of /admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.accounts.actions import grant_staff
from saas.accounts.models import STAFF_ROLE, Account, Role
from saas.kernel.errors import Refusal
from tests.accounts.conftest import FindPerson, SignIn, is_signed_in
from tests.people import ANN, CAL, SAM, Person


def count(session: Session, kind: type[Account | Role]) -> int:
    return session.scalar(select(func.count(kind.id))) or 0


def test_a_customer_becomes_staff_and_keeps_the_account(
    session: Session, find: FindPerson, client: FlaskClient, sign_in: SignIn
) -> None:
    before = find(CAL.email)
    assert before is not None
    grant_staff(session, " CAL@example.com ")
    after = find(CAL.email)
    assert after is not None
    assert (after.account_id, after.has_role(STAFF_ROLE)) == (before.account_id, True)
    sign_in(CAL.email)
    assert client.get("/admin/orders").status_code == 200


def test_a_session_from_before_does_not_become_one_of_staff(
    session: Session, as_: Callable[[Person], FlaskClient]
) -> None:
    assert is_signed_in(as_(CAL))
    grant_staff(session, CAL.email)
    assert not is_signed_in(as_(CAL))


def test_granting_twice_grants_once(session: Session, find: FindPerson) -> None:
    for _ in range(2):
        grant_staff(session, SAM.email)
    person = find(SAM.email)
    assert person is not None
    assert [role.name for role in person.roles] == [STAFF_ROLE]
    assert count(session, Role) == 1


def test_somebody_new_gets_an_account_without_a_password(session: Session, find: FindPerson) -> None:
    before = count(session, Account)
    grant_staff(session, "New@Example.com")
    person = find("new@example.com")
    assert person is not None
    assert (person.password, person.has_role(STAFF_ROLE)) == (None, True)
    assert count(session, Account) == before + 1


@pytest.mark.parametrize("email", ["ann", "", "@", "ann@", " @example.com"])
def test_something_that_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(Refusal):
        grant_staff(session, email)
    assert count(session, Role) == 1


def test_admin_is_not_found_for_who_is_not_staff(as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).get("/admin").status_code == 404


def test_staff_see_the_staff_pages(as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(SAM).get("/admin").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/admin").location == "/sign-in?next=/admin"
