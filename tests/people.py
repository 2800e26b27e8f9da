"""The same four people everywhere.

Ann paid, answered and has a plan. Bea paid and has a plan too, in another account. Cal signed up and did not pay.
Sam is staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import hash_password
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.accounts.models import Person as PersonRow
from saas.accounts.sessions.actions import create_session
from saas.accounts.sessions.models import SignInSession
from saas.accounts.staff.actions import grant_staff
from saas.intake.answers import actions as intake
from saas.intake.submissions.actions import submit_answers
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.jobs import workflow_table
from saas.kernel.tenancy import account_session, unscoped
from saas.plans.actions import compose_plan
from saas.plans.queries import load_plan_inputs
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.sync import refresh_order
from tests.local_stripe import LocalStripe

PASSWORD = "a long enough password"
DEVICE = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
# Where Ann and Bea paid. Each test has a Stripe of its own that knows nothing of them, until `remember` is called.
PEOPLE_STRIPE = LocalStripe()


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    uniquifier: str


ANN = Person("ann@example.com", "ann-uniquifier")
BEA = Person("bea@example.com", "bea-uniquifier")
CAL = Person("cal@example.com", "cal-uniquifier")
SAM = Person("sam@example.com", "sam-uniquifier")

ANSWERS: dict[str, Any] = {
    "role": "registered-nurse",
    "employment": "laid-off",
    "last_day": clock.today() - timedelta(days=3),
    "state": "CA",
    "direction": "pivot",
    "mood": "steady",
    "level": "experienced",
    "years": 9,
    "industry": "health",
    "current_pay": 118000,
    "license": "active",
    "leaving_what": "care",
    "training_use": "must",
    "keep_license": "yes",
    "severance": "none",
    "insurance": "employer",
    "savings": 24000,
    "spending": 4300,
    "other_income": 0,
    "visa": "no",
    "hours": 10,
    "accomplishments": ("Cut falls on a 32-bed unit by 18 percent in a year",),
}
# Questions that an accountant is not asked.
OF_CLINICIANS = ("license", "leaving_what", "training_use", "keep_license")
OTHERS: dict[str, Any] = {key: value for key, value in ANSWERS.items() if key not in OF_CLINICIANS} | {
    "role": "accountant",
    "industry": "professional-services",
    "accomplishments": None,
}


def create_people(app: Flask) -> None:
    """Put the four into the database of the app, by the same verbs a person would use."""
    with app.app_context(), unscoped(app.extensions["staff_engine"], "tests: looking and arranging") as session:
        hashed = hash_password(PASSWORD)
        for person in (ANN, BEA, CAL, SAM):
            with transaction(session):
                session.add(
                    PersonRow(
                        email=person.email,
                        fs_uniquifier=person.uniquifier,
                        password=hashed,
                        confirmed_at=clock.now(),
                        account=Account(),
                        roles=[],
                    )
                )
        grant_staff(session, SAM.email)
        for person in (ANN, BEA, CAL, SAM):
            add_session(session, person)
    for person, answers in ((ANN, ANSWERS), (BEA, OTHERS)):
        _buy_and_answer(app, person, answers)


def add_session(session: Session, person: Person) -> None:
    """Signed in, with the person's own `uniquifier` as the cookie's secret. It is neither too old nor idle in any test,
    and staff have given their second factor in it."""
    with transaction(session):
        row = session.scalars(select(PersonRow).where(PersonRow.email == person.email)).unique().one()
        public_id = create_session(session, row, person.uniquifier, user_agent=DEVICE, source="127.0.0.0/24")
        later = clock.now() + timedelta(days=3650)
        sessions = update(SignInSession).where(SignInSession.public_id == public_id)
        session.execute(
            sessions.values(expires_at=later, last_seen_at=later, second_factor_at=later if row.is_staff else None)
        )


def finish_jobs(engine: Engine) -> None:
    """As if a worker had done what they queued: before the suite has ended, jobs that wait would be late."""
    jobs = workflow_table(engine)
    with engine.begin() as connection:
        connection.execute(update(jobs).values(status="SUCCESS", completed_at=jobs.c.created_at))


def account_of(session: Any, person: Person) -> int:
    account_id = session.scalar(select(PersonRow.account_id).where(PersonRow.email == person.email))
    assert isinstance(account_id, int)
    return account_id


def _buy_and_answer(app: Flask, person: Person, answers: dict[str, Any]) -> None:
    engine = app.extensions["staff_engine"]
    with unscoped(engine, "tests: looking and arranging") as looking:
        account_id = account_of(looking, person)
    with account_session(engine, account_id) as session:
        create_checkout(session, PEOPLE_STRIPE, email=person.email, base_url="http://shop.test")
        session_id = list(PEOPLE_STRIPE.sessions)[-1]
        PEOPLE_STRIPE.pay(session_id)
        refresh_order(session, PEOPLE_STRIPE, session_id)
        for key, value in answers.items():
            intake.save_answer(session, key, value)
        submission = submit_answers(session)
        compose_plan(session, submission, load_plan_inputs(session), clock.today())
