"""Steps of a plan whose piece has been published with another text since, and steps that were dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.facts.loading import Facts
from saas.kernel.tokens import plain_text
from saas.library.kinds.steps import StepContent
from saas.library.pieces.models import Piece, Revision
from saas.library.pieces.revisions import parse_content
from saas.plans.models import Plan, PlanStep


@dataclass(frozen=True, slots=True)
class NewerText:
    """A step as its piece reads now, figures written out, where that is not what the plan was built from."""

    revision_id: int
    title: str
    why: str
    source_json: str


def list_newer_texts(session: Session, public_id: str, facts: Facts) -> dict[int, NewerText]:
    """By position: steps of a plan whose piece reads otherwise today. Nothing for a piece that was withdrawn."""
    rows = session.execute(
        select(PlanStep.position, PlanStep.title, PlanStep.why, Revision.id, Revision.body)
        .join(Plan, (Plan.id == PlanStep.plan_id) & (Plan.account_id == PlanStep.account_id))
        .join(Piece, (Piece.slug == PlanStep.slug) & (Piece.kind == "step"))
        .join(Revision, Revision.id == Piece.published_revision_id)
        .where(Plan.public_id == public_id, Revision.id != PlanStep.revision_id)
    ).all()
    newer = {
        row.position: _newer_text(row.id, cast(StepContent, parse_content("step", row.body)), facts) for row in rows
    }
    current = {row.position: (row.title, row.why) for row in rows}
    return {position: text for position, text in newer.items() if current[position] != (text.title, text.why)}


def list_dropped_slugs(session: Session) -> frozenset[str]:
    """Steps this account dropped from any of its plans."""
    return frozenset(session.scalars(select(PlanStep.slug).where(PlanStep.dropped_at.is_not(None)).distinct()))


def _newer_text(revision_id: int, piece: StepContent, facts: Facts) -> NewerText:
    def write_figures(text: str) -> str:
        return plain_text(text, lambda key: facts.figure(key).text)

    source = piece.source.model_dump_json() if piece.source else ""
    return NewerText(revision_id, write_figures(piece.title), write_figures(piece.why), source)
