"""What the shop stores about one person, read anew from the database each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine, select, update

from saas.kernel.db import transaction
from saas.kernel.letters import Letter
from saas.kernel.tenancy import unscoped
from saas.shop.alerts.models import Alert
from saas.shop.disputes.models import Dispute
from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import Checkout, Order, Payment
from saas.shop.refunds.models import Refund
from saas.shop.stripe.models import StripeEvent
from tests.letters import letters_to
from tests.people import Person, account_of

Row = TypeVar("Row", Order, Checkout, Payment, Refund, Dispute, LedgerEntry)


@dataclass(frozen=True, slots=True)
class ShopRecords:
    """Rows come oldest first and are detached."""

    engine: Engine
    person: Person

    @property
    def orders(self) -> list[Order]:
        return self._rows(Order)

    @property
    def order(self) -> Order:
        [order] = self.orders
        return order

    @property
    def checkouts(self) -> list[Checkout]:
        return self._rows(Checkout)

    @property
    def payments(self) -> list[Payment]:
        return self._rows(Payment)

    @property
    def events(self) -> dict[str, str]:
        """State by the event's id, of everything in the inbox."""
        with unscoped(self.engine, "tests: looking and arranging") as session:
            return {row.event_id: row.state for row in session.scalars(select(StripeEvent))}

    @property
    def reasons(self) -> list[str]:
        with unscoped(self.engine, "tests: looking and arranging") as session:
            return list(session.scalars(select(StripeEvent.reason).order_by(StripeEvent.id)))

    @property
    def refunds(self) -> list[Refund]:
        return self._rows(Refund)

    @property
    def disputes(self) -> list[Dispute]:
        return self._rows(Dispute)

    @property
    def entries(self) -> list[LedgerEntry]:
        return self._rows(LedgerEntry)

    @property
    def alerts(self) -> list[str]:
        """What the staff are told, oldest first."""
        with unscoped(self.engine, "tests: looking and arranging") as session:
            return list(session.scalars(select(Alert.sentence).order_by(Alert.id)))

    @property
    def receipts(self) -> list[Letter]:
        return [letter for letter in letters_to(self.engine, self.person) if letter.key.startswith("receipt:")]

    def rewrite_order(self, **values: object) -> None:
        """Put the person's orders into a state that is long to reach."""
        with unscoped(self.engine, "tests: looking and arranging") as session, transaction(session):
            account_id = account_of(session, self.person)
            session.execute(update(Order).where(Order.account_id == account_id).values(**values))

    def rewrite_checkout(self, **values: object) -> None:
        """The same with the person's attempts."""
        with unscoped(self.engine, "tests: looking and arranging") as session, transaction(session):
            account_id = account_of(session, self.person)
            session.execute(update(Checkout).where(Checkout.account_id == account_id).values(**values))

    def _rows(self, kind: type[Row]) -> list[Row]:
        with unscoped(self.engine, "tests: looking and arranging") as session:
            account_id = account_of(session, self.person)
            return list(session.scalars(select(kind).where(kind.account_id == account_id).order_by(kind.id)))
