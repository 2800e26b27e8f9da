"""A person at work on their plan: answering, composing, and the verbs of steps, by their position in the plan."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.intake.answers import actions as intake
from saas.intake.questions.queries import seed_questionnaire
from saas.intake.submissions.actions import submit_answers
from saas.kernel import clock
from saas.kernel.tenancy import account_session
from saas.library.pieces.queries import load_catalogue
from saas.planner.inputs import Ground
from saas.plans.actions import compose_plan
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import latest
from saas.plans.saved_plan import KeptPlan, KeptStep
from saas.plans.steps import actions


class Desk:
    """Everything is read afresh each time it is asked."""

    def __init__(self, engine: Engine, account_id: int) -> None:
        self.engine, self.account_id = engine, account_id
        self.session: Session = account_session(engine, account_id)

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    @property
    def ground(self) -> Ground:
        return Ground(load_catalogue(self.session), load_facts(), seed_questionnaire())

    @property
    def plan(self) -> KeptPlan:
        kept = latest(self.session)
        self.session.rollback()
        assert kept is not None
        return kept

    @property
    def states(self) -> dict[str, str]:
        """State by public id, oldest first."""
        rows = self.session.execute(select(Plan.public_id, Plan.state).order_by(Plan.id)).all()
        self.session.rollback()
        return dict(rows)

    def step(self, slug: str) -> KeptStep:
        return next(one for one in (*self.plan.steps, *self.plan.dropped) if one.slug == slug)

    def answered(self, **answers: Any) -> Plan:
        """Answers sent in again, and the plan that came of it."""
        for key, value in answers.items():
            intake.save_answer(self.session, key, value)
        submission = submit_answers(self.session)
        made = compose_plan(
            self.session, submission, load_catalogue(self.session), load_facts(), seed_questionnaire(), clock.today()
        )
        self.session.rollback()
        return made

    def verb(self, name: str, position: int, *rest: Any, **more: Any) -> PlanStep:
        """verb("drop_step", 3), on the plan as it stands."""
        done: PlanStep = getattr(actions, name)(self.session, self.plan.public_id, position, *rest, **more)
        return done

    def again(self) -> Desk:
        """The same person in another browser."""
        return Desk(self.engine, self.account_id)
