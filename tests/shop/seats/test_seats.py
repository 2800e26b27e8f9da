"""Seats of a gift and of an organization: bought by Cal, claimed by others."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.tenancy import account_session, unscoped
from saas.privacy.actions import delete_account
from saas.settings import DEVELOPMENT_SECRET
from saas.shop.orders.models import Order
from saas.shop.orders.offer import Cart, Kind
from saas.shop.orders.queries import account_has_access, has_access
from saas.shop.refunds.actions import decline_refund_request, request_refund
from saas.shop.refunds.queries import requestable_cents
from saas.shop.seats.actions import AlreadyHasPlan, NoSeatLeft, claim_seat, hand_out_seat, renew_gift_link, sync_seats
from saas.shop.seats.links import ClaimLinks
from saas.shop.seats.models import Claim, Seat
from saas.shop.seats.queries import count_seats
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.sync import refresh_order
from tests.letters import every_letter
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, SAM, account_of
from tests.threads import run_at_once

BASE = "http://shop.test"
LINKS = ClaimLinks(BASE, DEVELOPMENT_SECRET)
FRIEND = "friend@example.com"
Buy = Callable[..., Order]


@pytest.fixture
def buy(cal_db: Session, session: Session, stripe: LocalStripe) -> Buy:
    """Cal buys and pays, and a worker follows the order."""

    def call(kind: Kind, quantity: int = 1, **more: str) -> Order:
        wanted = Cart(kind, quantity, **more)
        create_checkout(cal_db, stripe, email=CAL.email, base_url=BASE, cart=wanted)
        session_id = list(stripe.sessions)[-1]
        stripe.pay(session_id)
        order = refresh_order(cal_db, stripe, session_id)
        sync_seats(session, LINKS, order.public_id)
        return order

    return call


@pytest.fixture
def stranger(session: Session) -> int:
    """An account that holds nothing."""
    with transaction(session):
        account = Account()
        session.add(account)
    return account.id


def token_of(text: str) -> str:
    match = re.search(r"/claim/(\S+)", text)
    assert match is not None
    return match[1]


def gift_token(engine: Engine) -> str:
    """What the last gift's letter links to."""
    return token_of([letter.text for letter in every_letter(engine) if letter.key.startswith("gift:")][-1])


def test_a_gift_is_mailed_once_to_its_recipient(buy: Buy, engine: Engine, session: Session) -> None:
    order = buy(Kind.GIFT, recipient_email=FRIEND, giver_name="Cal", words="Take your time.")
    sync_seats(session, LINKS, order.public_id)
    [letter] = [letter for letter in every_letter(engine) if letter.key.startswith("gift:")]
    assert (letter.to, letter.subject) == (FRIEND, "Cal gave you a plan")
    assert "“Take your time.”" in letter.text


def test_a_gift_without_an_address_goes_to_the_giver(buy: Buy, engine: Engine) -> None:
    buy(Kind.GIFT)
    [letter] = [letter for letter in every_letter(engine) if letter.key.startswith("gift:")]
    assert letter.to == CAL.email


def test_a_gift_gives_its_giver_no_access(buy: Buy, cal_db: Session) -> None:
    assert buy(Kind.GIFT).state == "paid"
    assert not has_access(cal_db)


def test_a_link_is_claimed_once(buy: Buy, engine: Engine, session: Session, stranger: int) -> None:
    buy(Kind.GIFT, recipient_email=FRIEND)
    token = gift_token(engine)
    claim_seat(session, stranger, token)
    assert account_has_access(session, stranger)
    with pytest.raises(NotFound):
        claim_seat(session, account_of(session, CAL), token)


def test_whoever_has_a_plan_cannot_claim_a_gift(buy: Buy, engine: Engine, session: Session, stranger: int) -> None:
    buy(Kind.GIFT, recipient_email=FRIEND)
    token = gift_token(engine)
    with pytest.raises(AlreadyHasPlan):
        claim_seat(session, account_of(session, ANN), token)
    claim_seat(session, stranger, token)


def test_an_unknown_link_is_not_found(session: Session, stranger: int) -> None:
    with pytest.raises(NotFound):
        claim_seat(session, stranger, "made-up")


def test_a_new_link_ends_the_old_one(
    buy: Buy, cal_db: Session, engine: Engine, session: Session, stranger: int
) -> None:
    order = buy(Kind.GIFT, recipient_email=FRIEND)
    old = gift_token(engine)
    new = token_of(renew_gift_link(cal_db, LINKS, order.public_id))
    with pytest.raises(NotFound):
        claim_seat(session, stranger, old)
    claim_seat(session, stranger, new)
    with pytest.raises(NoSeatLeft):
        renew_gift_link(cal_db, LINKS, order.public_id)


def test_seats_are_as_many_as_were_paid(buy: Buy, session: Session, cal_db: Session) -> None:
    order = buy(Kind.SEATS, 5)
    assert (order.quantity, order.amount_cents, count_seats(cal_db, order).bought) == (5, 39_500, 5)


def test_an_address_gets_the_same_seat_again(buy: Buy, cal_db: Session, engine: Engine) -> None:
    order = buy(Kind.SEATS, 2)
    for email in (FRIEND, FRIEND, "other@example.com"):
        hand_out_seat(cal_db, LINKS, order.public_id, email)
    with pytest.raises(NoSeatLeft):
        hand_out_seat(cal_db, LINKS, order.public_id, "third@example.com")
    assert [letter.to for letter in every_letter(engine) if letter.key.startswith("seat:")] == [
        FRIEND,
        FRIEND,
        "other@example.com",
    ]


def test_only_unclaimed_seats_can_be_requested_back(buy: Buy, cal_db: Session, session: Session, stranger: int) -> None:
    order = buy(Kind.SEATS, 4)
    claim_seat(session, stranger, token_of(hand_out_seat(cal_db, LINKS, order.public_id, "")))
    refund = request_refund(cal_db, order.public_id, note="")
    count = count_seats(cal_db, order)
    assert (refund.amount_cents, count.claimed, count.on_hold, count.left) == (23_700, 1, 3, 0)


def test_seats_of_a_declined_request_can_be_handed_out_again(buy: Buy, cal_db: Session, session: Session) -> None:
    order = buy(Kind.SEATS, 3)
    refund = request_refund(cal_db, order.public_id, note="")
    with pytest.raises(NoSeatLeft):
        hand_out_seat(cal_db, LINKS, order.public_id, FRIEND)
    decline_refund_request(session, refund.public_id, answer="They were used.", by="sam@example.com")
    hand_out_seat(cal_db, LINKS, order.public_id, FRIEND)


def test_a_claimed_gift_cannot_be_requested_back(
    buy: Buy, cal_db: Session, engine: Engine, session: Session, stranger: int
) -> None:
    order = buy(Kind.GIFT, recipient_email=FRIEND)
    assert requestable_cents(cal_db, order, clock.today()) == 7900
    claim_seat(session, stranger, gift_token(engine))
    cal_db.rollback()  # look anew
    assert requestable_cents(cal_db, order, clock.today()) == 0


def test_claiming_and_requesting_a_refund_at_once_do_not_both_succeed(
    buy: Buy, engine: Engine, session: Session, stranger: int
) -> None:
    order, giver = buy(Kind.GIFT, recipient_email=FRIEND), account_of(session, CAL)
    token = gift_token(engine)

    def claim() -> str:
        with unscoped(engine, "tests: looking and arranging") as mine:
            return _or_refused(lambda: claim_seat(mine, stranger, token))

    def request() -> str:
        with account_session(engine, giver) as mine:
            return _or_refused(lambda: request_refund(mine, order.public_id, note=""))

    assert sorted(run_at_once(claim, request)) == ["done", "refused"]


def _or_refused(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal:
        return "refused"
    return "done"


def test_a_full_refund_ends_claims(
    buy: Buy, engine: Engine, session: Session, stripe: LocalStripe, stranger: int
) -> None:
    order = buy(Kind.GIFT, recipient_email=FRIEND)
    claim_seat(session, stranger, gift_token(engine))
    session_id = list(stripe.sessions)[-1]
    stripe.refund_in_dashboard(session_id)
    refresh_order(session, stripe, session_id)
    sync_seats(session, LINKS, order.public_id)
    session.expire_all()
    assert (
        session.scalars(select(Claim)).one().ended_at is not None,
        account_has_access(session, stranger),
    ) == (True, False)


def test_the_claimant_gets_one_letter_when_the_plan_ends(
    buy: Buy, engine: Engine, session: Session, stripe: LocalStripe
) -> None:
    order, sam = buy(Kind.GIFT, recipient_email=FRIEND), account_of(session, SAM)
    claim_seat(session, sam, gift_token(engine))
    session_id = list(stripe.sessions)[-1]
    stripe.refund_in_dashboard(session_id)
    refresh_order(session, stripe, session_id)
    for _ in range(2):
        sync_seats(session, LINKS, order.public_id)
    by_kind = {
        letter.key.partition(":")[0]: letter for letter in every_letter(engine) if letter.to in (SAM.email, CAL.email)
    }
    assert (by_kind["claim_ended"].to, "nobody there saw what you wrote" in by_kind["claim_ended"].text) == (
        SAM.email,
        True,
    )
    assert "the gift has ended" in by_kind["refund"].text


def test_a_deleted_giver_gets_no_letter(cal_db: Session, session: Session, engine: Engine, stripe: LocalStripe) -> None:
    create_checkout(cal_db, stripe, email=CAL.email, base_url=BASE, cart=Cart(Kind.GIFT))
    [session_id] = stripe.sessions
    stripe.pay(session_id)
    delete_account(cal_db, account_of(session, CAL))
    order = refresh_order(cal_db, stripe, session_id)
    sync_seats(session, LINKS, order.public_id)
    assert [letter.to for letter in every_letter(engine) if letter.to == "deleted"] == []


def test_a_link_of_a_disputed_order_cannot_be_claimed(
    buy: Buy, engine: Engine, session: Session, stripe: LocalStripe, stranger: int
) -> None:
    buy(Kind.GIFT, recipient_email=FRIEND)
    session_id = list(stripe.sessions)[-1]
    stripe.open_dispute(session_id)
    refresh_order(session, stripe, session_id)
    with pytest.raises(NotFound):
        claim_seat(session, stranger, gift_token(engine))


def test_a_gift_and_an_own_plan_are_two_orders(cal_db: Session, stripe: LocalStripe, cal: FlaskClient) -> None:
    for kind in (Kind.GIFT, Kind.SELF):
        create_checkout(cal_db, stripe, email=CAL.email, base_url=BASE, cart=Cart(kind))
    assert sorted(cal_db.scalars(select(Order.kind))) == ["gift", "self"]
    assert len(stripe.sessions) == 2


def test_another_number_of_seats_expires_the_first_session(cal_db: Session, stripe: LocalStripe) -> None:
    for quantity in (3, 3, 8):
        wanted = Cart(Kind.SEATS, quantity)
        create_checkout(cal_db, stripe, email=CAL.email, base_url=BASE, cart=wanted)
    assert [(snapshot.status, snapshot.quantity) for snapshot in stripe.sessions.values()] == [
        ("expired", 3),
        ("open", 8),
    ]
    assert cal_db.scalars(select(Seat)).all() == []
