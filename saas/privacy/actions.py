"""Deleting an account."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.intake.models import Answer, StartSheet, Submission
from saas.kernel.db import transaction
from saas.kernel.tenancy import own
from saas.orders.models import Order
from saas.orders.rules import DELETED_ADDRESS
from saas.plans.copies.models import CalendarFeed
from saas.plans.models import Plan, PlanStep

# Children before parents, though the database would cascade: what goes is spelled out.
DELETED = (CalendarFeed, PlanStep, Plan, Submission, Answer)


def delete_account(session: Session, account_id: int) -> None:
    """Delete the person, the answers and the plans, at once and for good. Orders and payments stay, nameless."""
    own(session, account_id)  # refuses a session over all accounts, in which these deletes would reach everybody
    with transaction(session):
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
        for kind in DELETED:
            session.execute(delete(kind))
        session.execute(delete(StartSheet).where(StartSheet.account_id == account_id))
        session.execute(update(Order).values(email=DELETED_ADDRESS))
        session.execute(delete(Person).where(Person.account_id == account_id))
