"""`saas demo`: people in every state, made once, and a link for each that signs in."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.accounts.queries import find_account_id
from saas.cli.demo import PEOPLE
from saas.kernel.tenancy import Owned, account_session
from saas.models import Base
from saas.plans.queries import find_current_plan
from saas.sandbox.server import RunningSandbox
from saas.shop.disputes.models import Dispute
from saas.shop.orders.models import Order
from saas.shop.orders.queries import has_access
from saas.shop.refunds.models import Refund
from saas.shop.seats.models import Seat
from tests.cli.conftest import Command


@pytest.fixture
def links(saas: Command, local_stripe: RunningSandbox) -> dict[str, str]:
    """Name → the path that signs in."""
    done = saas("demo")
    assert done.exit_code == 0, done.output
    return {
        name.lower(): path
        for name, path in re.findall(r"^  (\w+) +.*\n +http://shop\.test(/sign-in/link/\S+)", done.output, re.M)
    }


def of(session: Session, kind: type[Owned], name: str) -> list[object]:
    account_id = find_account_id(session, f"{name}@demo.careercanopy.example")
    return list(session.scalars(select(kind).where(kind.account_id == account_id)))


def test_somebody_is_in_every_state(links: dict[str, str], session: Session) -> None:
    assert set(links) == set(PEOPLE)
    states = {name: [(order.kind, order.state) for order in of(session, Order, name)] for name in PEOPLE}  # type: ignore[attr-defined]
    assert states == {
        "nora": [],
        "paul": [("self", "paid")],
        "ana": [("self", "paid")],
        "sixto": [("self", "paid")],
        "rita": [("self", "refunded")],
        "dan": [("self", "disputed")],
        "gina": [("gift", "paid")],
        "gus": [],
        "olga": [("seats", "paid")],
        "sue": [],
        "sid": [],
        "sam": [],
    }


def test_refund_dispute_and_seats_are_as_they_are_described(links: dict[str, str], session: Session) -> None:
    assert [refund.state for refund in of(session, Refund, "rita")] == ["succeeded"]  # type: ignore[attr-defined]
    assert [dispute.status for dispute in of(session, Dispute, "dan")] == ["needs_response"]  # type: ignore[attr-defined]
    seats = of(session, Seat, "olga")
    assert [sum(1 for seat in seats if getattr(seat, name)) for name in ("number", "given_at", "claimed_at")] == [
        5,
        3,
        2,
    ]


def test_who_claimed_a_plan_has_one(links: dict[str, str], session: Session) -> None:
    for name in ("gus", "sue", "sid"):
        account_id = find_account_id(session, f"{name}@demo.careercanopy.example")
        assert account_id is not None
        with account_session(session.get_bind().engine, account_id) as own:
            assert has_access(own)


def test_the_one_of_sixty_days_ago_has_done_steps_since(links: dict[str, str], session: Session) -> None:
    account_id = find_account_id(session, "sixto@demo.careercanopy.example")
    assert account_id is not None
    with account_session(session.get_bind().engine, account_id) as own:
        plan = find_current_plan(own)
    assert plan is not None
    done = [step.done_at for step in plan.steps if step.done_at]
    assert len(done) == 10
    assert (max(done) - min(done)).days == 54


def test_each_link_signs_its_person_in(links: dict[str, str], saas: Command, client: FlaskClient) -> None:
    assert client.post(links["ana"]).headers["Location"] == "/dashboard"
    assert client.get("/plan").status_code == 200
    client.delete_cookie("session")
    assert client.post(links["sam"]).headers["Location"] == "/admin"
    question = client.get("/admin").headers["Location"]
    code = saas("staff", "code", "sam@demo.careercanopy.example").output.split()[0]
    assert client.post(question, data={"code": code}).headers["Location"] == "/admin"
    assert client.get("/admin").status_code == 200


def test_making_them_again_makes_nobody_new(links: dict[str, str], saas: Command, session: Session) -> None:
    def all_seeds_by_name() -> dict[str, int]:
        session.rollback()
        kinds = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned | Person)]
        return {kind.__name__: len(session.scalars(select(kind)).unique().all()) for kind in kinds}

    before = all_seeds_by_name()
    assert saas("demo").exit_code == 0
    assert all_seeds_by_name() == before


def test_without_a_local_stripe_it_says_to_start_it(saas: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_API_BASE", "http://127.0.0.1:1")
    done = saas("demo")
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: The local Stripe at http://127.0.0.1:1 does not answer: start ./run first.\n",
    )


def test_nobody_is_invented_at_the_real_stripe(saas: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_mine")
    done = saas("demo")
    assert done.exit_code == 1
    assert "pay at the local Stripe alone" in done.stderr
