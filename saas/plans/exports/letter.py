"""The letter that a plan is ready: three steps, the next date, the runway drawn and told. Written by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel import clock
from saas.kernel.calendar import format_date
from saas.kernel.letters import Letter
from saas.kernel.mailer import Mailer
from saas.kernel.tenancy import account_session
from saas.planner.outline import DeadlineRow
from saas.plans.actions import FIRST
from saas.plans.exports import pdf
from saas.plans.exports.drawings.runway import Runway, runway
from saas.plans.exports.formatting import away, length
from saas.plans.queries import latest
from saas.plans.saved_plan import KeptPlan, KeptStep
from saas.settings import ROOT

FIRST_STEPS = 3
SUBJECT, CHANGED = "Your plan is ready", "Your changed plan is ready"
# What the page of the letter calls its picture by.
PICTURE = "runway@careercanopy"
TEXT = """\
{subject}.

{title}

{steps}

{date}

{runway}

The whole plan: {base_url}/plan
On paper, in your calendar or as a file: {base_url}/plan#along

CareerCanopy
"""


@dataclass(frozen=True, slots=True)
class News:
    """What the letter says, in words."""

    plan: KeptPlan
    steps: list[KeptStep]
    next_date: DeadlineRow | None
    picture: Runway | None
    today: date
    base_url: str

    @property
    def subject(self) -> str:
        """A second letter says that it is about the changed plan."""
        return SUBJECT if self.plan.occasion in ("", FIRST) else CHANGED


def send(engine: Engine, post: Mailer, base_url: str, account_id: int, public_id: str) -> None:
    """Nothing where the plan or its person is gone, or another plan has taken its place."""
    with account_session(engine, account_id) as session:
        plan, to = latest(session), _address(session, account_id)
    if plan is None or to is None or plan.public_id != public_id:
        return
    told = news(plan, clock.today(), base_url)
    letter = Letter(f"plan:{public_id}", to, told.subject, as_text(told), as_page(told))
    post.send(letter, {PICTURE: pdf.runway_png(told.picture, told.today)} if told.picture else {})


def news(plan: KeptPlan, today: date, base_url: str) -> News:
    ahead = plan.deadlines_from(today)
    steps = [step for step in plan.acts_on(today) if not step.is_done][:FIRST_STEPS]
    return News(plan, steps, ahead[0] if ahead else None, runway(plan.outline.money), today, base_url.rstrip("/"))


def as_text(told: News) -> str:
    """Complete without the picture."""
    return TEXT.format(
        subject=told.subject,
        title=told.plan.outline.title,
        steps="\n\n".join(_step(number, step) for number, step in enumerate(told.steps, start=1)),
        date=_next_date(told),
        runway=f"Your runway: {told.picture.told}" if told.picture else _no_runway(told.plan),
        base_url=told.base_url,
    )


def as_page(told: News) -> str:
    return (
        _paper()
        .get_template("letters/plan_ready.html")
        .render(told=told, picture=PICTURE, no_runway=_no_runway(told.plan))
    )


@cache
def _paper() -> Environment:
    made = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined)
    made.trim_blocks = made.lstrip_blocks = True
    made.filters.update(day=format_date, away=away, length=length)
    return made


def _step(number: int, step: KeptStep) -> str:
    by = f"By {format_date(step.due)}. " if step.due else ""
    return f"{number}. {step.title}\n   {by}{length(step.minutes).capitalize()}.\n   {step.why}"


def _next_date(told: News) -> str:
    row = told.next_date
    if row is None or row.date is None:
        return "No date lies ahead."
    return f"The next date: {row.title}, {format_date(row.date)} ({away((row.date - told.today).days)}). {row.rule}"


def _no_runway(plan: KeptPlan) -> str:
    if plan.outline.money.missing:
        return "Your runway is not drawn yet: an answer about money is open."
    return "There is no runway to draw: the plan’s money part says why."


def _address(session: Session, account_id: int) -> str | None:
    return session.scalar(select(Person.email).where(Person.account_id == account_id).order_by(Person.id).limit(1))
