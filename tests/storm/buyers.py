"""What one person does: buys in one of several ways, then keeps it, asks for a refund, or disputes.

Every step may be refused or fail halfway, as for a person in front of a page; they start again, or go away.
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
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import Refusal, Unavailable
from saas.kernel.tenancy import account_session, unscoped
from saas.settings import DEVELOPMENT_SECRET
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
from saas.shop.seats.links import ClaimLinks
from saas.shop.seats.models import Seat
from saas.shop.stripe.checkout import cancel_order, create_checkout
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.sync import refresh_order
from tests.storm.stack import StormStack
from tests.threads import run_at_once

REASON = "tests: looking and arranging"
NUMBERS = itertools.count(1)
STAFF = "sam@careercanopy.example"
CARDS = {"pays": "4242424242424242", "refund_pends": "4000000000007726", "refund_fails": "4000000000005126"}
DECLINED = "4000000000000002"
FAILING_ACCOUNT = "000111111116"
MAX_TRIES = 6
# Seconds; a worker creates the seats a moment after the payment.
SEATS_TIMEOUT = 6.0


@dataclass
class StormContext:
    """What all buyers share; `actions` counts what they did and how it went."""

    stack: StormStack
    engine: Engine
    client: StripeClient
    actions: Counter[str] = field(default_factory=Counter)


class Buyer:
    """One account, from its first page to its last."""

    def __init__(self, context: StormContext, seed: int) -> None:
        self.context, self.random = context, Random(seed)
        self.email = f"person{next(NUMBERS)}@storm.test"
        self.account_id = self._create_account()
        self.failed_debit_kind: Kind | None = None

    def buy_and_react(self) -> None:
        kind = self.random.choices([Kind.SELF, Kind.GIFT, Kind.SEATS], [80, 12, 8])[0]
        page = self._open_checkout(kind)
        if page is None:
            self._count("gave up before paying")
        elif self._pay(kind, page):
            if self.random.random() < 0.6:
                self._return_from_stripe(page)
            if kind is not Kind.SELF:
                self._hand_out_seats(kind)
            self._react(page)

    def buy_again(self) -> None:
        """The bank debit failed; days later they buy once more, while old events about it still arrive."""
        if self.failed_debit_kind is not None and (page := self._open_checkout(self.failed_debit_kind)):
            account = self.random.choice([{"account": "000123456789"}, {"account": FAILING_ACCOUNT}, {}])
            self._control(f"sessions/{page}/pay", email=self.email, **account)
            self._count("bought again after a debit that bounced")

    def _create_account(self) -> int:
        """SQLite has one writer at a time and refuses who waits too long, so this tries again."""
        for _ in range(MAX_TRIES):
            if account_id := self._try("signed up", self._sign_up):
                return int(account_id)
        raise AssertionError("nobody can sign up")

    def _sign_up(self) -> int:
        with unscoped(self.context.engine, REASON) as session, transaction(session):
            # Confirmed, because letters about money wait for that.
            person = Person(
                email=self.email,
                fs_uniquifier=self.email,
                account=Account(),
                roles=[],
                confirmed_at=clock.now(),
            )
            session.add(person)
            session.flush()
            return person.account_id

    def _session(self) -> Session:
        return account_session(self.context.engine, self.account_id)

    def _count(self, name: str) -> None:
        self.context.actions[name] += 1

    def _try(self, name: str, action: Callable[[], Any]) -> Any:
        """Do it and count how it went. None where it was refused or nobody answered."""
        try:
            result = action()
        except (Refusal, RequestException, OperationalError) as error:
            self._count(f"{name}: {type(error).__name__}")
            return None
        self._count(name)
        return result

    def _open_checkout(self, kind: Kind) -> str | None:
        quantity = self.random.randint(2, 6) if kind is Kind.SEATS else 1
        cart = Cart(kind, quantity, recipient_email=self.random.choice(["", f"to-{self.email}"]))
        for _ in range(MAX_TRIES):
            if url := self._press_pay(cart):
                return str(url).rsplit("/", 1)[-1]
        return None

    def _press_pay(self, cart: Cart) -> str | None:
        with self._session() as session:
            start = partial(create_checkout, session, self.context.client, cart=cart)
            url = self._try("pressed pay", partial(start, email=self.email, base_url=self.context.stack.shop))
        return str(url) if url else None

    def _return_from_stripe(self, page: str) -> None:
        with self._session() as session:
            self._try("came back", partial(refresh_order, session, self.context.client, page))

    def _pay(self, kind: Kind, page: str) -> bool:
        """Whether money was, or will be, taken."""
        way = self.random.choices(
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
        self._count(f"way: {way}")
        if way == "in two tabs":
            pay = partial(self._control, f"sessions/{page}/pay", email=self.email)
            run_at_once(
                pay,
                partial(self._press_pay, Cart(kind, 2 if kind is Kind.SEATS else 1)),
                partial(self._return_from_stripe, page),
            )
            return True
        if way in ("never", "canceled", "expired"):
            return self._leave_unpaid(way, page)
        if way == "declined first":
            self._control(f"sessions/{page}/pay", card=DECLINED)
        body = {
            "debit": {"account": "000123456789"},
            "debit fails": {"account": FAILING_ACCOUNT},
            "code": {"code": "FIFTH"},
            "free": {"code": "FREE"},
        }.get(way, {"card": self.random.choice(list(CARDS.values()))})
        self._control(f"sessions/{page}/pay", email=self.email, **body)
        self.failed_debit_kind = kind if way == "debit fails" else None
        return way != "debit fails"

    def _leave_unpaid(self, way: str, page: str) -> bool:
        if way == "expired":
            self._control(f"sessions/{page}/expire")
        with self._session() as session:
            order = session.scalars(select(Order).order_by(Order.id.desc())).first()
            if order is not None and way == "canceled":
                self._try("gave the order up", lambda: cancel_order(session, self.context.client, order.public_id))
        return False

    def _control(self, path: str, /, **body: Any) -> Any:
        name = path.partition("/")[0] + (" move" if "/" in path else "")
        return self._try(f"stripe: {name}", lambda: self.context.stack.control(path, **body))

    def _hand_out_seats(self, kind: Kind) -> None:
        """Some seats are claimed; now and then the buyer asks for a refund of the rest in the same moment."""
        for _ in range(self.random.randint(0, 2)):
            with self._session() as session:
                order = self._order_with_seats(session)
                link = order and self._try("handed out", partial(self._make_claim_link, session, kind, order.public_id))
            if link and order:
                claim = partial(self._claim, str(link).rsplit("/", 1)[-1])
                requests = [partial(self._request_refund, order.public_id)] if self.random.random() < 0.4 else []
                run_at_once(claim, *requests)

    def _order_with_seats(self, session: Session) -> Order | None:
        until = time.monotonic() + SEATS_TIMEOUT
        while time.monotonic() < until:
            if session.scalar(
                select(Seat.id)
                .join(Order, (Order.id == Seat.order_id) & (Order.account_id == Seat.account_id))
                .where(Order.state == OrderState.PAID)
                .limit(1)
            ):
                return session.scalar(select(Order).where(Order.state == OrderState.PAID).limit(1))
            session.rollback()
            time.sleep(0.2)
        return None

    def _request_refund(self, order_id: str) -> Refund | None:
        with self._session() as session:
            refund_request: Refund | None = self._try(
                "asked back", partial(request_refund, session, order_id, note="storm")
            )
            return refund_request

    def _make_claim_link(self, session: Session, kind: Kind, order_id: str) -> str:
        if kind is Kind.GIFT:
            return renew_gift_link(session, self._claim_links, order_id)
        return hand_out_seat(session, self._claim_links, order_id, "")

    @property
    def _claim_links(self) -> ClaimLinks:
        """As the shop makes them, which sends letters with the same links."""
        return ClaimLinks(self.context.stack.shop, DEVELOPMENT_SECRET)

    def _claim(self, token: str) -> None:
        friend = Buyer(self.context, self.random.getrandbits(32))
        for _ in range(2):
            with unscoped(self.context.engine, REASON) as session:
                self._try("claimed", partial(actions.claim_seat, session, friend.account_id, token))

    def _react(self, page: str) -> None:
        fate = self.random.choices(
            ["keeps", "refund", "part", "twice", "asks", "dashboard", "dispute", "inquiry", "pays again"],
            [40, 12, 8, 5, 12, 7, 10, 3, 3],
        )[0]
        self._count(f"fate: {fate}")
        reactions: dict[str, Callable[[], object]] = {
            "refund": lambda: self._staff_refund(1.0),
            "part": lambda: self._staff_refund(self.random.random()),
            "twice": lambda: run_at_once(*[partial(self._staff_refund, 0.7)] * 2),
            "asks": self._request_and_decide,
            "dashboard": lambda: self._control_payment(page, "refunds", amount=self.random.choice([1000, None])),
            "dispute": lambda: self._dispute(page, self.random.choice(["won", "lost", "under_review", ""])),
            "pays again": lambda: self._control(f"sessions/{page}/pay"),
            "inquiry": lambda: self._control_payment(page, "disputes", inquiry=True),
        }
        if fate in reactions:
            reactions[fate]()

    def _find_payment(self, session: Session) -> tuple[Order, Payment] | None:
        """The newest payment of this account, if the shop knows of it."""
        row = session.execute(
            select(Order, Payment)
            .join(Payment, (Payment.order_id == Order.id) & (Payment.account_id == Order.account_id))
            .where(Order.account_id == self.account_id)
        ).first()
        return (row[0], row[1]) if row else None

    def _staff_refund(self, share: float) -> object:
        with unscoped(self.context.engine, REASON) as session:
            row = self._find_payment(session)
            if row is None:
                self._count("staff found no payment yet")
                return None
            order, payment = row
            cents = max(1, round(payment.amount_cents * share))
            start = partial(create_refund, session, order.public_id, payment.stripe_id, cents)
            return self._try("staff refunded", partial(start, reason=RefundReason.REQUESTED, note="storm", by=STAFF))

    def _request_and_decide(self) -> None:
        with self._session() as session:
            order = session.scalars(select(Order)).first()
            if order is None:
                return
            refund_request = self._request_refund(order.public_id)
            if refund_request is None:
                return
            decision = self.random.choice(["approve", "decline", "withdraw", "wait"])
            if decision == "withdraw":
                self._try("withdrew", lambda: withdraw_refund_request(session, order.public_id))
        with unscoped(self.context.engine, REASON) as session:
            if decision == "approve":
                self._try("approved", lambda: approve_refund_request(session, refund_request.public_id, by=STAFF))
            if decision == "decline":
                self._try(
                    "declined",
                    lambda: decline_refund_request(session, refund_request.public_id, answer="No.", by=STAFF),
                )

    def _control_payment(self, page: str, path: str, **body: Any) -> dict[str, Any]:
        """Something begun in Stripe's dashboard, or by a bank, about the payment of a page."""
        fields = {name: value for name, value in body.items() if value is not None}
        intent_id = self._intent_id(page)
        return self._control(path, payment_intent=intent_id, **fields) or {} if intent_id else {}

    def _intent_id(self, page: str) -> str:
        try:
            return self.context.client.retrieve_checkout(page).payment_intent_id or ""
        except Unavailable:
            return ""

    def _dispute(self, page: str, ending: str) -> None:
        dispute = self._control_payment(page, "disputes")
        if ending and dispute.get("id"):
            self._control(f"disputes/{dispute['id']}", status=ending)
