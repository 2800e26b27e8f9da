"""`compose_plan`: one plan for one submission, kept as it was composed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from saas.intake.answers import actions as intake
from saas.intake.submissions.actions import submit_answers
from saas.intake.submissions.models import Submission
from saas.intake.submissions.queries import find_latest_submission
from saas.kernel.tenancy import account_session
from saas.library.kinds.steps import StepContent
from saas.library.pieces.actions import publish_seed
from saas.library.pieces.queries import load_catalogue
from saas.library.seed.loading import load_seeds
from saas.plans import queries
from saas.plans.actions import compose_plan
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import load_plan_inputs
from tests.people import ANN, account_of
from tests.threads import run_at_once

TODAY = date(2026, 11, 23)


@pytest.fixture
def ann(engine: Engine, session: Session) -> Iterator[Session]:
    account_id = account_of(session, ANN)
    session.rollback()
    with account_session(engine, account_id) as own:
        yield own


def compose(session: Session, submission: Submission, today: date = TODAY) -> Plan:
    return compose_plan(session, submission, load_plan_inputs(session), today)


def resubmit(session: Session) -> Submission:
    intake.save_answer(session, "savings", 31000)
    return submit_answers(session)


def count(session: Session, kind: type[Plan | PlanStep]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_asked_again_it_gives_the_kept_plan(ann: Session) -> None:
    submission = find_latest_submission(ann)
    assert submission is not None
    kept = ann.scalars(select(Plan)).one()
    assert compose(ann, submission, TODAY + timedelta(days=9)).id == kept.id
    assert count(ann, Plan) == 1


def test_new_answers_are_a_second_plan_that_waits_and_the_first_stays(ann: Session) -> None:
    first = ann.scalars(select(Plan)).one()
    before = first.outline
    second = compose(ann, resubmit(ann))
    assert (first.outline, count(ann, Plan)) == (before, 2)
    latest = queries.find_current_plan(ann)
    assert latest is not None
    assert (latest.public_id, latest.proposal_id) == (first.public_id, second.public_id)


def test_steps_are_numbered_from_one_without_a_gap(ann: Session) -> None:
    plan = compose(ann, resubmit(ann))
    positions = list(
        ann.scalars(select(PlanStep.position).where(PlanStep.plan_id == plan.id).order_by(PlanStep.position))
    )
    assert positions == list(range(1, len(positions) + 1))
    assert len(positions) > 10


def test_every_step_points_at_the_revision_it_was_taken_from(ann: Session) -> None:
    plan = compose(ann, resubmit(ann))
    published = {step.slug: step.revision_id for step in load_catalogue(ann).steps}
    for step in ann.scalars(select(PlanStep).where(PlanStep.plan_id == plan.id)):
        assert step.revision_id == published[step.slug]


def test_a_plan_stays_as_it_is_when_the_library_changes(ann: Session, session: Session) -> None:
    before = queries.find_current_plan(ann)
    assert before is not None
    publish_seed(
        session,
        [replace(seed, content=louder(seed.content)) for seed in load_seeds() if isinstance(seed.content, StepContent)],
    )
    ann.rollback()
    after = queries.find_current_plan(ann)
    assert after is not None
    assert [step.title for step in after.steps] == [step.title for step in before.steps]


def test_the_next_plan_is_composed_from_the_changed_library(ann: Session, session: Session) -> None:
    publish_seed(
        session,
        [replace(seed, content=louder(seed.content)) for seed in load_seeds() if isinstance(seed.content, StepContent)],
    )
    plan = compose(ann, resubmit(ann))
    titles = ann.scalars(select(PlanStep.title).where(PlanStep.plan_id == plan.id))
    assert all(title.startswith("Changed: ") for title in titles)


def louder(shape: StepContent) -> StepContent:
    return shape.model_copy(update={"title": f"Changed: {shape.title}"})


def test_two_at_once_leave_one_plan(ann: Session, engine: Engine) -> None:
    """The database itself knows that a submission has one plan."""
    kept = ann.scalars(select(Plan)).one()
    twin = Plan(submission_id=kept.submission_id, title="t", outline="{}", version="1", composed_on=TODAY, state="past")
    ann.add(twin)
    with pytest.raises(IntegrityError):
        ann.flush()


def test_the_plan_says_the_day_and_the_library_it_came_from(ann: Session) -> None:
    plan = compose(ann, resubmit(ann))
    assert (plan.composed_on, plan.version) == (TODAY, load_catalogue(ann).version)


def test_the_latest_plan_is_read_in_one_statement(ann: Session, statements: list[str]) -> None:
    queries.find_current_plan(ann)
    assert len([statement for statement in statements if statement.startswith("SELECT plans")]) == 1
    assert len(statements) <= 2


def test_two_presses_at_once_make_one_plan(engine: Engine, ann: Session) -> None:
    submission = resubmit(ann)

    def submit() -> int:
        with account_session(engine, submission.account_id) as own:
            return compose(own, submission).id

    assert len(set(run_at_once(*[submit] * 4))) == 1


@pytest.mark.parametrize("state", ["current", "proposed"])
def test_the_database_knows_that_an_account_has_one_plan_and_one_that_waits(ann: Session, state: str) -> None:
    compose(ann, resubmit(ann))
    intake.save_answer(ann, "savings", 1)
    submission = submit_answers(ann)
    ann.add(Plan(submission_id=submission.id, title="t", outline="{}", version="1", composed_on=TODAY, state=state))
    with pytest.raises(IntegrityError):
        ann.flush()
