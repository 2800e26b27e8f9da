"""A step whose piece reads differently now: offered on the plan, taken by its owner, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.library.editor import queries
from saas.library.kinds.parts import SourceNote
from saas.library.kinds.steps import StepContent
from saas.library.pieces import actions as library
from saas.plans.models import Plan, PlanStep
from tests.people import ANN, BEA, SAM, Person, account_of

STATUTE = SourceNote(name="A statute", url="https://example.com", checked_on=date(2026, 11, 23))
OFFER = "There is newer text for this step"


def steps_of(session: Session, person: Person) -> list[PlanStep]:
    session.rollback()
    owned = select(PlanStep).where(PlanStep.account_id == account_of(session, person))
    return list(session.scalars(owned.order_by(PlanStep.position)))


def row(step: PlanStep) -> dict[str, Any]:
    return {column.name: getattr(step, column.name) for column in PlanStep.__table__.columns}


@pytest.fixture
def step(session: Session) -> PlanStep:
    """The first step in Ann's plan that Bea has too."""
    both = {step.slug for step in steps_of(session, BEA)}
    return next(step for step in steps_of(session, ANN) if step.slug in both and not step.is_note)


@pytest.fixture
def path(session: Session, step: PlanStep) -> str:
    public_id = session.scalar(select(Plan.public_id).where(Plan.id == step.plan_id))
    return f"/plans/{public_id}/steps/{step.position}/text"


@pytest.fixture
def rewrite(session: Session, step: PlanStep) -> Callable[..., None]:
    """Publish the step's piece with other fields."""
    slug = step.slug

    def published(**fields: Any) -> None:
        session.rollback()
        piece = queries.get_piece(session, "step", slug)
        assert isinstance(piece.content, StepContent)
        library.write_draft(
            session, "step", slug, piece.content.model_copy(update=fields), SAM.email, base=piece.number
        )
        library.publish_revision(session, "step", slug, SAM.email, number=piece.number + 1)

    return published


def plan(as_: Callable[[Person], FlaskClient], person: Person = ANN) -> str:
    return as_(person).get("/plan").text


def test_a_plan_whose_texts_are_the_published_ones_is_offered_nothing(as_: Any) -> None:
    assert OFFER not in plan(as_)


def test_a_new_text_is_offered_and_the_plan_stays_as_it_was(
    as_: Any, session: Session, step: PlanStep, path: str, rewrite: Callable[..., None]
) -> None:
    before = row(step)
    rewrite(title="Zymurgy first", why="Because beer keeps, and it keeps a good while longer than anybody expects.")
    page = plan(as_)
    assert OFFER in page and "Zymurgy first" in page and f'action="{path}"' in page
    assert row(steps_of(session, ANN)[before["position"] - 1]) == before


def test_a_draft_is_offered_to_nobody(as_: Any, session: Session, step: PlanStep) -> None:
    piece = queries.get_piece(session, "step", step.slug)
    assert isinstance(piece.content, StepContent)
    draft = piece.content.model_copy(update={"title": "Zymurgy first"})
    library.write_draft(session, "step", step.slug, draft, SAM.email, base=1)
    assert OFFER not in plan(as_)


def test_taking_the_text_changes_what_the_step_says_and_nothing_else(
    as_: Any, session: Session, step: PlanStep, path: str, rewrite: Callable[..., None]
) -> None:
    as_(ANN).post(path.replace("/text", "/completion"))
    before = row(steps_of(session, ANN)[step.position - 1])
    rewrite(
        title="Zymurgy first",
        why="Because beer keeps, and it keeps a good while longer than anybody expects.",
        minutes=5,
        due="today + 9",
        phase="months-6-12",
    )
    answer = as_(ANN).post(path)
    after = row(steps_of(session, ANN)[before["position"] - 1])
    assert (answer.status_code, answer.location) == (303, f"/plan#step-{before['position']}")
    assert (after["title"], after["why"]) == (
        "Zymurgy first",
        "Because beer keeps, and it keeps a good while longer than anybody expects.",
    )
    assert {name for name in after if after[name] != before[name]} == {"title", "why", "revision_id"}
    assert after["done_at"] is not None


def test_after_it_was_taken_it_is_offered_no_more(as_: Any, path: str, rewrite: Callable[..., None]) -> None:
    rewrite(title="Zymurgy first")
    as_(ANN).post(path)
    page = plan(as_)
    assert "Zymurgy first" in page and OFFER not in page
    assert as_(ANN).post(path).status_code == 404


def test_the_next_text_is_offered_again(as_: Any, path: str, rewrite: Callable[..., None]) -> None:
    rewrite(title="Zymurgy first")
    as_(ANN).post(path)
    rewrite(title="Zymurgy second")
    assert OFFER in plan(as_)
    as_(ANN).post(path)
    assert "Zymurgy second" in plan(as_)


def test_figures_are_written_out_in_the_new_text(as_: Any, path: str, rewrite: Callable[..., None]) -> None:
    rewrite(why="You have {{fact:law.cobra_elect.days}} to say so.")
    as_(ANN).post(path)
    page = plan(as_)
    assert "to say so." in page and "{{" not in page


def test_a_new_source_comes_with_its_text(
    as_: Any, session: Session, step: PlanStep, path: str, rewrite: Callable[..., None]
) -> None:
    position = step.position
    rewrite(title="Zymurgy first", source=STATUTE)
    as_(ANN).post(path)
    assert '"name":"A statute"' in steps_of(session, ANN)[position - 1].source


def test_somebody_elses_plan_stays_as_it_was(
    as_: Any, session: Session, path: str, rewrite: Callable[..., None]
) -> None:
    before = [row(step) for step in steps_of(session, BEA)]
    rewrite(title="Zymurgy first")
    as_(ANN).post(path)
    assert [row(step) for step in steps_of(session, BEA)] == before
    assert OFFER in plan(as_, BEA)


def test_nobody_takes_a_text_for_somebody_else(
    as_: Any, session: Session, client: FlaskClient, path: str, rewrite: Callable[..., None]
) -> None:
    rewrite(title="Zymurgy first")
    before = [row(step) for step in steps_of(session, ANN)]
    assert as_(BEA).post(path).status_code == 404
    assert client.post(path).location.startswith("/sign-in")
    assert [row(step) for step in steps_of(session, ANN)] == before


def test_a_withdrawn_piece_offers_nothing_and_the_step_stays(
    as_: Any, session: Session, step: PlanStep, path: str, rewrite: Callable[..., None]
) -> None:
    slug, title = step.slug, step.title
    rewrite(title="Zymurgy first")
    library.withdraw_piece(session, "step", slug, SAM.email)
    page = plan(as_)
    assert OFFER not in page and "Zymurgy" not in page
    assert as_(ANN).post(path).status_code == 404
    assert title in {step.title for step in steps_of(session, ANN)}


def test_the_same_text_published_again_offers_nothing(
    as_: Any, session: Session, step: PlanStep, rewrite: Callable[..., None]
) -> None:
    slug = step.slug
    rewrite(title="Zymurgy first")
    library.roll_back(session, "step", slug, SAM.email, number=1)
    assert OFFER not in plan(as_)


def test_other_hours_or_another_weight_are_no_newer_text(as_: Any, rewrite: Callable[..., None]) -> None:
    rewrite(minutes=200, weight=3)
    assert OFFER not in plan(as_)


@pytest.mark.parametrize("position", [0, 998])
def test_there_is_no_text_for_a_step_that_is_not_there(as_: Any, path: str, position: int) -> None:
    start = path.rpartition("/steps/")[0]
    assert as_(ANN).post(f"{start}/steps/{position}/text").status_code == 404


def test_a_text_with_markup_in_it_runs_nothing(as_: Any, rewrite: Callable[..., None]) -> None:
    rewrite(title="<script>alert(1)</script>")
    assert "<script>alert" not in plan(as_)


def test_looking_for_newer_texts_is_one_statement_more(as_: Any, statements: list[str]) -> None:
    as_(ANN).get("/plan")
    assert sum("FROM plan_steps JOIN plans" in statement.replace("\n", "") for statement in statements) == 1
