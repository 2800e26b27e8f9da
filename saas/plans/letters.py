"""The letter that a plan is ready: three steps, the next date, the runway drawn and told.

It is queued in the transaction that makes a plan the current one, with nothing of the plan in the queue, and written by the
worker when it is sent, from the plan as it stands then.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel import clock
from saas.kernel.jobs import LETTERS, Job, enqueue
from saas.kernel.letters import Letter, render_letter
from saas.kernel.mailer import Mailer
from saas.kernel.tenancy import account_session
from saas.plans.exports.drawings.runway import RunwayDrawing, draw_runway
from saas.plans.exports.formatting import format_days_away, format_duration
from saas.plans.exports.pdf import render_runway_png
from saas.plans.models import Plan
from saas.plans.queries import find_current_plan
from saas.plans.rules import FIRST_OCCASION
from saas.plans.saved_plan import SavedPlan

SEND_PLAN_LETTER = Job("send_plan_letter", LETTERS)
MOST_STEPS = 3
# The content id of the drawn runway in the HTML of the letter.
PICTURE_ID = "runway@careercanopy"


def queue_plan_letter(session: Session, plan: Plan) -> None:
    """One letter a plan, however often it is queued."""
    enqueue(session, SEND_PLAN_LETTER, f"plan-letter:{plan.public_id}", plan.account_id, plan.public_id)


def send_plan_letter(engine: Engine, mailer: Mailer, base_url: str, account_id: int, public_id: str) -> None:
    """Nothing where the plan or its person is gone, or another plan has taken its place."""
    with account_session(engine, account_id) as session:
        plan, person = find_current_plan(session), _find_person(session, account_id)
    if plan is None or person is None or plan.public_id != public_id:
        return
    if person.confirmed_at is None:
        # Perhaps somebody else's mailbox.
        key = f"plan:{plan.public_id}"
        mailer.send(render_letter("plans/plan_waits", key=key, to=person.email, base_url=base_url.rstrip("/")))
        return
    today, runway = clock.today(), draw_runway(plan.outline.money)
    pictures = {PICTURE_ID: render_runway_png(runway, today)} if runway else {}
    mailer.send(render_plan_letter(plan, person.email, runway, today, base_url), pictures)


def render_plan_letter(plan: SavedPlan, to: str, runway: RunwayDrawing | None, today: date, base_url: str) -> Letter:
    """Complete without the picture. A later letter says that it is about the changed plan."""
    is_first = plan.occasion in ("", FIRST_OCCASION)
    deadline = next(iter(plan.upcoming_deadlines(today)), None)
    return render_letter(
        "plans/plan_ready",
        key=f"plan:{plan.public_id}",
        to=to,
        subject="Your plan is ready" if is_first else "Your changed plan is ready",
        title=plan.outline.title,
        is_gentle=plan.outline.gentle,
        steps=[(step, format_duration(step.minutes)) for step in plan.acts_on(today) if not step.is_done][:MOST_STEPS],
        deadline=deadline,
        distance=format_days_away((deadline.date - today).days) if deadline and deadline.date else "",
        runway_text=runway.text if runway else "",
        is_money_incomplete=bool(plan.outline.money.missing),
        picture_id=PICTURE_ID,
        base_url=base_url.rstrip("/"),
    )


def _find_person(session: Session, account_id: int) -> Person | None:
    return session.scalar(select(Person).where(Person.account_id == account_id).order_by(Person.id).limit(1))
