"""Nothing that is queued holds a secret or an address: neither a job's arguments nor a letter that waits with a link."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.models import StaffRole
from saas.accounts.staff.actions import invite_staff
from saas.jobs import list_handlers, list_letter_writers
from saas.kernel.jobs import engine_client
from saas.kernel.letters import QueuedLetter
from saas.kernel.tenancy import account_session
from saas.shop.orders.models import Order
from saas.shop.orders.offer import Cart, Kind
from saas.shop.seats.actions import hand_out_seat, sync_seats
from saas.shop.seats.links import ClaimLinks
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.sync import refresh_order
from tests.apps import make_settings
from tests.house.source import calls, name_of, python
from tests.letters import every_letter
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, Person, account_of

TOKEN = re.compile(r"/(?:reset|claim|confirm|link|invitation)/([^\s\"<]+)")
FRIEND = "friend@example.com"


def buy(session: Session, stripe: LocalStripe, links: ClaimLinks, kind: Kind, recipient: str = "") -> Order:
    cart = Cart(kind, 2 if kind is Kind.SEATS else 1, recipient)
    with account_session(session.get_bind().engine, account_of(session, CAL)) as own:
        create_checkout(own, stripe, email=CAL.email, base_url="http://shop.test", cart=cart)
        session_id = list(stripe.sessions)[-1]
        stripe.pay(session_id)
        order = refresh_order(own, stripe, session_id)
        sync_seats(session, links, order.public_id)
        if kind is Kind.SEATS:
            hand_out_seat(own, links, order.public_id, FRIEND)
    return order


def test_no_secret_and_no_address_is_queued(
    client: FlaskClient, as_: Callable[[Person], FlaskClient], session: Session, engine: Engine, stripe: LocalStripe
) -> None:
    settings = make_settings()
    links = ClaimLinks(settings.base_url, settings.public_key_secret)
    client.post("/reset", data={"email": ANN.email})
    client.post("/sign-in/link", data={"email": ANN.email})
    invite_staff(session, CAL.email, StaffRole.EDITOR)
    for email in (ANN.email, "new@example.com"):
        client.post("/sign-up", data={"email": email, "password": "four unrelated quiet words"})
    for kind, recipient in ((Kind.GIFT, FRIEND), (Kind.GIFT, ""), (Kind.SEATS, "")):
        buy(session, stripe, links, kind, recipient)
    tokens = {token for letter in every_letter(engine) for token in TOKEN.findall(letter.text + letter.html)}
    # Also the one of the letter that says an address has an account.
    assert len(tokens) == 8
    queued = [str(job.input) for job in engine_client(engine).list_workflows(limit=1000)]
    letters = session.scalars(select(QueuedLetter)).all()
    assert {letter.kind for letter in letters} >= {kind.name for kind in list_letter_writers(settings)}
    stored = [" ".join(map(str, vars(letter).values())) for letter in letters]
    assert [token for token in tokens if any(token in line for line in (*queued, *stored))] == []
    assert [line for line in queued if "@" in line] == []


def test_every_kind_of_secret_letter_has_its_writer() -> None:
    declared = {
        call.args[0].value  # type: ignore[attr-defined]
        for file in python()
        for call in calls(file, "SecretLetter")
    }
    assert declared == {kind.name for kind in list_letter_writers(make_settings())}


def test_every_job_has_its_handler(engine: Engine) -> None:
    declared = {
        call.args[0].value: name_of(file)  # type: ignore[attr-defined]
        for file in python()
        for call in calls(file, "Job")
    }
    assert declared.keys() == {handler.job.name for handler in list_handlers(make_settings(), engine, LocalStripe())}
