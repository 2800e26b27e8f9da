"""What one person does in the storm: buys in one of several ways, then keeps it, wants the money back, or disputes.

Every step may be refused or fail halfway, as for a person in front of a page; they press again, or go away.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from requests import RequestException
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.kernel.db import transaction
from saas.kernel.errors import Refusal, Unavailable
from saas.kernel.tenancy import account_session, unscoped
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.offer import Cart, Kind
from saas.shop.orders.rules import OrderState
from saas.shop.refunds.actions import (
    approve_refund_request,
    create_refund,
    decline_refund_request,
    request_refund,
    withdraw_refund_request,
)
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RefundReason
from saas.shop.seats import actions
from saas.shop.seats.actions import hand_out_seat, renew_gift_link
from saas.shop.seats.models import Seat
from saas.shop.stripe.checkout import cancel_order, create_checkout
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.sync import refresh_order
from tests.shop.books import at_once
from tests.storm.stack import StormStack

LOOKING = "tests: looking and arranging"
NUMBERS = itertools.count(1)
STAFF = "sam@careercanopy.example"
CARDS = {"pays": "4242424242424242", "refund_pends": "4000000000007726", "refund_fails": "4000000000005126"}
DECLINED = "4000000000000002"
BOUNCES = "000111111116"
PRESSES = 6
# A worker makes the seats a moment after the payment.
SEATS_COME = 6.0


@dataclass
class Storm:
    """What everybody shares."""

    stack: StormStack
    engine: Engine
    gateway: StripeClient
    did: Counter[str] = field(default_factory=Counter)


class Life:
    """One account, from its first page to its last."""

    def __init__(self, storm: Storm, seed: int) -> None:
        self.storm, self.chance = storm, Random(seed)
        self.email = f"person{next(NUMBERS)}@storm.test"
        self.account_id = self._account()
        self.bounced: Kind | None = None

    def live(self) -> None:
        kind = self.chance.choices([Kind.SELF, Kind.GIFT, Kind.SEATS], [80, 12, 8])[0]
        page = self._open(kind)
        if page is None:
            self._note("gave up before paying")
        elif self._pay(kind, page):
            if self.chance.random() < 0.6:
                self._come_back(page)
            if kind is not Kind.SELF:
                self._hand_out(kind)
            self._afterwards(page)

    def come_again(self) -> None:
        """The bank did not pay the debit; days later they buy once more, while old news of it is still about."""
        if self.bounced is not None and (page := self._open(self.bounced)):
            account = self.chance.choice([{"account": "000123456789"}, {"account": BOUNCES}, {}])
            self._tell(f"sessions/{page}/pay", email=self.email, **account)
            self._note("bought again after a debit that bounced")

    def _account(self) -> int:
        """SQLite has one writer at a time, and whoever waits too long is turned away: they try once more."""
        for _ in range(PRESSES):
            if account_id := self._try("signed up", self._sign_up):
                return int(account_id)
        raise AssertionError("nobody can sign up")

    def _sign_up(self) -> int:
        with unscoped(self.storm.engine, LOOKING) as session, transaction(session):
            person = Person(email=self.email, fs_uniquifier=self.email, account=Account(), roles=[])
            session.add(person)
            session.flush()
            return person.account_id

    def _own(self) -> Session:
        return account_session(self.storm.engine, self.account_id)

    def _note(self, what: str) -> None:
        self.storm.did[what] += 1

    def _try(self, what: str, act: Callable[[], Any]) -> Any:
        """Do it, and note how it went. None where it was refused or nobody answered."""
        try:
            done = act()
        except (Refusal, RequestException, OperationalError) as problem:
            self._note(f"{what}: {type(problem).__name__}")
            return None
        self._note(what)
        return done

    def _open(self, kind: Kind) -> str | None:
        quantity = self.chance.randint(2, 6) if kind is Kind.SEATS else 1
        wanted = Cart(kind, quantity, recipient_email=self.chance.choice(["", f"to-{self.email}"]))
        for _ in range(PRESSES):
            if url := self._press(wanted):
                return str(url).rsplit("/", 1)[-1]
        return None

    def _press(self, wanted: Cart) -> str | None:
        with self._own() as own:
            press = partial(create_checkout, own, self.storm.gateway, cart=wanted)
            url = self._try("pressed pay", partial(press, email=self.email, base_url=self.storm.stack.shop))
        return str(url) if url else None

    def _come_back(self, page: str) -> None:
        with self._own() as own:
            self._try("came back", partial(refresh_order, own, self.storm.gateway, page))

    def _pay(self, kind: Kind, page: str) -> bool:
        """Whether money was, or will be, taken."""
        way = self.chance.choices(
            [
                "card",
                "in two tabs",
                "declined first",
                "debit",
                "debit fails",
                "code",
                "free",
                "never",
                "canceled",
                "expired",
            ],
            [50, 6, 8, 6, 4, 8, 4, 5, 4, 5],
        )[0]
        self._note(f"way: {way}")
        if way == "in two tabs":
            pay = partial(self._tell, f"sessions/{page}/pay", email=self.email)
            at_once(
                pay, partial(self._press, Cart(kind, 2 if kind is Kind.SEATS else 1)), partial(self._come_back, page)
            )
            return True
        if way in ("never", "canceled", "expired"):
            return self._leave(way, page)
        if way == "declined first":
            self._tell(f"sessions/{page}/pay", card=DECLINED)
        body = {"debit": {"account": "000123456789"}, "debit fails": {"account": BOUNCES}, "code": {"code": "FIFTH"},
                "free": {"code": "FREE"}}.get(way, {"card": self.chance.choice(list(CARDS.values()))})  # fmt: skip
        self._tell(f"sessions/{page}/pay", email=self.email, **body)
        self.bounced = kind if way == "debit fails" else None
        return way != "debit fails"

    def _leave(self, way: str, page: str) -> bool:
        if way == "expired":
            self._tell(f"sessions/{page}/expire")
        with self._own() as own:
            order = own.scalars(select(Order).order_by(Order.id.desc())).first()
            if order is not None and way == "canceled":
                self._try("gave the order up", lambda: cancel_order(own, self.storm.gateway, order.public_id))
        return False

    def _tell(self, path: str, /, **body: Any) -> Any:
        what = path.partition("/")[0] + (" move" if "/" in path else "")
        return self._try(f"stripe: {what}", lambda: self.storm.stack.tell(path, **body))

    def _hand_out(self, kind: Kind) -> None:
        """Some seats find their people; now and then the buyer asks for the rest in the same moment."""
        for _ in range(self.chance.randint(0, 2)):
            with self._own() as own:
                order = self._order_with_seats(own)
                link = order and self._try("handed out", partial(self._link, own, kind, order.public_id))
            if link and order:
                claim = partial(self._claim, str(link).rsplit("/", 1)[-1])
                asks = [partial(self._ask, order.public_id)] if self.chance.random() < 0.4 else []
                at_once(claim, *asks)

    def _order_with_seats(self, own: Session) -> Order | None:
        until = time.monotonic() + SEATS_COME
        while time.monotonic() < until:
            if own.scalar(
                select(Seat.id)
                .join(Order, (Order.id == Seat.order_id) & (Order.account_id == Seat.account_id))
                .where(Order.state == OrderState.PAID)
                .limit(1)
            ):
                return own.scalar(select(Order).where(Order.state == OrderState.PAID).limit(1))
            own.rollback()
            time.sleep(0.2)
        return None

    def _ask(self, order_id: str) -> Refund | None:
        with self._own() as own:
            asked: Refund | None = self._try("asked back", partial(request_refund, own, order_id, note="storm"))
            return asked

    def _link(self, own: Session, kind: Kind, order_id: str) -> str:
        if kind is Kind.GIFT:
            return renew_gift_link(own, self.storm.stack.shop, order_id)
        return hand_out_seat(own, self.storm.stack.shop, order_id, "")

    def _claim(self, token: str) -> None:
        friend = Life(self.storm, self.chance.getrandbits(32))
        for _ in range(2):
            with unscoped(self.storm.engine, LOOKING) as session:
                self._try("claimed", partial(actions.claim_seat, session, friend.account_id, token))

    def _afterwards(self, page: str) -> None:
        fate = self.chance.choices(
            ["keeps", "refund", "part", "twice", "asks", "dashboard", "dispute", "inquiry", "pays again"],
            [40, 12, 8, 5, 12, 7, 10, 3, 3],
        )[0]
        self._note(f"fate: {fate}")
        acts: dict[str, Callable[[], object]] = {
            "refund": lambda: self._staff_refund(1.0),
            "part": lambda: self._staff_refund(self.chance.random()),
            "twice": lambda: at_once(*[partial(self._staff_refund, 0.7)] * 2),
            "asks": self._ask_back,
            "dashboard": lambda: self._at_stripe(page, "refunds", amount=self.chance.choice([1000, None])),
            "dispute": lambda: self._dispute(page, self.chance.choice(["won", "lost", "under_review", ""])),
            "pays again": lambda: self._tell(f"sessions/{page}/pay"),
            "inquiry": lambda: self._at_stripe(page, "disputes", inquiry=True),
        }
        if fate in acts:
            acts[fate]()

    def _paid(self, session: Session) -> tuple[Order, Payment] | None:
        """The newest payment of this account, if the shop has heard of it."""
        found = session.execute(
            select(Order, Payment)
            .join(Payment, (Payment.order_id == Order.id) & (Payment.account_id == Order.account_id))
            .where(Order.account_id == self.account_id)
        ).first()
        return (found[0], found[1]) if found else None

    def _staff_refund(self, share: float) -> object:
        with unscoped(self.storm.engine, LOOKING) as session:
            found = self._paid(session)
            if found is None:
                self._note("staff found no payment yet")
                return None
            order, payment = found
            cents = max(1, round(payment.amount_cents * share))
            give = partial(create_refund, session, order.public_id, payment.stripe_id, cents)
            return self._try("staff refunded", partial(give, reason=RefundReason.REQUESTED, note="storm", by=STAFF))

    def _ask_back(self) -> None:
        with self._own() as own:
            order = own.scalars(select(Order)).first()
            if order is None:
                return
            asked = self._ask(order.public_id)
            if asked is None:
                return
            decision = self.chance.choice(["approve", "decline", "withdraw", "wait"])
            if decision == "withdraw":
                self._try("withdrew", lambda: withdraw_refund_request(own, order.public_id))
        with unscoped(self.storm.engine, LOOKING) as session:
            if decision == "approve":
                self._try("approved", lambda: approve_refund_request(session, asked.public_id, by=STAFF))
            if decision == "decline":
                self._try("declined", lambda: decline_refund_request(session, asked.public_id, answer="No.", by=STAFF))

    def _at_stripe(self, page: str, path: str, **body: Any) -> dict[str, Any]:
        """Something begun in Stripe's dashboard, or by a bank, about the payment of a page."""
        told = {name: value for name, value in body.items() if value is not None}
        intent = self._intent(page)
        return self._tell(path, payment_intent=intent, **told) or {} if intent else {}

    def _intent(self, page: str) -> str:
        try:
            return self.storm.gateway.retrieve_checkout(page).payment_intent_id or ""
        except Unavailable:
            return ""

    def _dispute(self, page: str, ending: str) -> None:
        case = self._at_stripe(page, "disputes")
        if ending and case.get("id"):
            self._tell(f"disputes/{case['id']}", status=ending)
