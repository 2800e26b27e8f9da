"""Erasing what somebody wrote a while after their money went back, and deleting an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.actions import record_event
from saas.accounts.models import Account, Person
from saas.intake.answers.models import Answer, StartSheet
from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.jobs import enqueue
from saas.kernel.letters import QueuedLetter, erase_letters
from saas.kernel.tenancy import bind_account
from saas.plans.models import Plan, PlanStep
from saas.privacy.holdings import HOLDINGS
from saas.privacy.letters import queue_account_deleted
from saas.privacy.queries import list_accounts_to_erase
from saas.shop.orders.models import AccessDay, Checkout, Order
from saas.shop.orders.rules import ENDED_STATES, AttemptState
from saas.shop.seats.models import Claim
from saas.shop.stripe.sync import CLOSE_CHECKOUT

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
    """Delete the person and everything that `HOLDINGS` does not keep, at once and for good. What stays names nobody. A last
    letter says so, and its address goes with it.

    Raises WrongAccount for a session over all accounts, in which these deletes would reach everybody.
    """
    bind_account(session, account_id)
    with transaction(session):
        record_event(session, "account_deleted", account_id=account_id)
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        # Columns alone: the person may be in the session, and is about to be deleted.
        people = session.execute(select(Person.email, Person.confirmed_at).where(Person.account_id == account_id)).all()
        _close_open_checkouts(session)
        for person in people:
            # An address that nobody confirmed may be somebody else's, and so may a letter to it.
            erase_letters(session, account_id, person.email if person.confirmed_at else "")
        for holding in HOLDINGS:
            if not holding.kept_because:
                session.execute(_in_bulk(delete(holding.model)).where(holding.condition(holding.model, account_id)))
            elif holding.emptied and holding.model is not QueuedLetter:
                theirs = update(holding.model).where(holding.condition(holding.model, account_id))
                session.execute(_in_bulk(theirs).values(**holding.emptied))
        for person in people:
            if person.confirmed_at is not None:
                queue_account_deleted(session, person.email)


def _in_bulk(statement: Any) -> Any:
    """Without looking for the rows in the session, whose objects nobody uses afterwards."""
    return statement.execution_options(synchronize_session=False)


def _close_open_checkouts(session: Session) -> None:
    """Nobody is there any more who could have the money back by pressing a button, so nothing more can be paid."""
    open_sessions = select(Checkout.session_id).where(
        Checkout.state == AttemptState.OPEN, Checkout.session_id.is_not(None)
    )
    for session_id in session.scalars(open_sessions).all():
        enqueue(session, CLOSE_CHECKOUT, f"close:{session_id}", session_id)


def _delete_content(session: Session, account_id: int) -> None:
    for cls in CONTENT_TABLES:
        session.execute(delete(cls))
    session.execute(delete(StartSheet).where(StartSheet.account_id == account_id))
