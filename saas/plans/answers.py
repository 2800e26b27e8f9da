"""The answers a plan was made from, as `compose` takes them."""

from __future__ import annotations

from saas.intake.answers.json_form import from_json
from saas.intake.submissions.models import Submission
from saas.kernel.conditions import Answers
from saas.planner.inputs import Ground


def answers_of(submission: Submission, ground: Ground) -> Answers:
    """A role that was typed is looked up by its title."""
    return from_json(ground.questionnaire, submission.answers, lambda text: _slug(ground, text))


def _slug(ground: Ground, text: str) -> str | None:
    role = ground.facts.find_role(text)
    return role.slug if role else None
