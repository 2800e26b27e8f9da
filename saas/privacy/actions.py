"""Erasing what somebody wrote a while after their money went back, and deleting an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.models import Account, Person
from saas.intake.answers.models import Answer, StartSheet
from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import erase_letters_to
from saas.kernel.tenancy import bind_account
from saas.plans.exports.feeds.models import CalendarFeed
from saas.plans.models import Plan, PlanStep
from saas.privacy.queries import list_accounts_to_erase
from saas.shop.orders.models import AccessDay, Order
from saas.shop.orders.offer import DELETED_ADDRESS
from saas.shop.orders.rules import ENDED_STATES
from saas.shop.refunds.models import Refund
from saas.shop.seats.models import Claim, Seat

# Children before parents, though the database would cascade: what goes is spelled out.
CONTENT_TABLES = (CalendarFeed, PlanStep, Plan, Submission, Answer, AccessDay)


def erase_content(session: Session, account_id: int, now: datetime) -> bool:
    """Delete the account's answers and plans if they are due, and note that it was done; False if they are not due.

    The person can still sign in, see the orders and buy again.
    """
    bind_account(session, account_id)
    with transaction(session):
        # Held while it is decided: somebody may be paying again at this very moment.
        session.execute(select(Order.id).with_for_update())
        if account_id not in list_accounts_to_erase(session, now):
            return False
        _delete_content(session, account_id)
        session.execute(update(Order).where(Order.state.in_(ENDED_STATES)).values(forgotten_at=clock.now()))
        session.execute(delete(Claim).where(Claim.ended_at.is_not(None)))
    return True


def delete_account(session: Session, account_id: int) -> None:
    """Delete the person, the answers and the plans, at once and for good. Orders and payments stay, without a name.

    Raises WrongAccount for a session over all accounts, in which these deletes would reach everybody.
    """
    bind_account(session, account_id)
    with transaction(session):
        record_event(session, "account_deleted", account_id=account_id)
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        _delete_content(session, account_id)
        session.execute(update(Order).values(email=DELETED_ADDRESS))
        # What somebody wrote beside the money goes; a gift that waits for its recipient is still found by its link.
        session.execute(update(Refund).values(note=""))
        session.execute(update(Seat).values(recipient_email="", giver_name="", words=""))
        for address in session.scalars(select(Person.email).where(Person.account_id == account_id)).all():
            erase_letters_to(session, address)
        session.execute(delete(Person).where(Person.account_id == account_id))


def _delete_content(session: Session, account_id: int) -> None:
    for cls in CONTENT_TABLES:
        session.execute(delete(cls))
    session.execute(delete(StartSheet).where(StartSheet.account_id == account_id))
