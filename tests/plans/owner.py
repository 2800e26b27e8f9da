"""A person at work on their plan: answering, composing, and the verbs of steps, by their position in the plan."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.intake.answers import actions as intake
from saas.intake.submissions import actions as submission_actions
from saas.kernel import clock
from saas.kernel.tenancy import account_session
from saas.planner.inputs import PlanInputs
from saas.plans.actions import compose_plan
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import find_current_plan, load_plan_inputs
from saas.plans.saved_plan import SavedPlan, SavedStep
from saas.plans.steps import actions


class PlanOwner:
    """Everything is read afresh each time it is asked."""

    def __init__(self, engine: Engine, account_id: int) -> None:
        self.engine, self.account_id = engine, account_id
        self.session: Session = account_session(engine, account_id)

    def __enter__(self) -> PlanOwner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    @property
    def inputs(self) -> PlanInputs:
        return load_plan_inputs(self.session)

    @property
    def plan(self) -> SavedPlan:
        plan = find_current_plan(self.session)
        self.session.rollback()
        assert plan is not None
        return plan

    @property
    def states(self) -> dict[str, str]:
        """State by public id, oldest first."""
        rows = self.session.execute(select(Plan.public_id, Plan.state).order_by(Plan.id)).all()
        self.session.rollback()
        return dict(rows)

    def step(self, slug: str) -> SavedStep:
        return next(step for step in (*self.plan.steps, *self.plan.dropped) if step.slug == slug)

    def submit_answers(self, **answers: Any) -> Plan:
        """Answers sent in again, and the plan that came of it."""
        for key, value in answers.items():
            intake.save_answer(self.session, key, value)
        submission = submission_actions.submit_answers(self.session)
        plan = compose_plan(self.session, submission, self.inputs, clock.today())
        self.session.rollback()
        return plan

    def act(self, name: str, position: int, *rest: Any, **more: Any) -> PlanStep:
        """act("drop_step", 3), on the plan as it stands."""
        step: PlanStep = getattr(actions, name)(self.session, self.plan.public_id, position, *rest, **more)
        return step

    def second_session(self) -> PlanOwner:
        """The same person in another browser."""
        return PlanOwner(self.engine, self.account_id)
