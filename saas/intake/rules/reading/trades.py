"""What they do, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from saas.facts.states import STATE_NAMES, find_state_code
from saas.intake.rules.faults import AnswerError
from saas.intake.rules.shapes import Question

ResolveRole = Callable[[str], str | None]
SuggestRoles = Callable[[str], Sequence[str]]


def read_role(
    question: Question, text: str, resolve: ResolveRole | None = None, suggest: SuggestRoles | None = None
) -> str | None:
    """The slug of the role meant. The error carries the titles of roles that may have been meant."""
    plain = " ".join(text.split())[:120]
    if not plain:
        if question.is_optional:
            return None
        raise AnswerError("Write the plain name of your work, such as “project manager” or “physical therapist”.")
    slug = resolve(plain) if resolve else plain
    if slug is None:
        raise AnswerError(
            f"We do not know “{plain[:60]}” yet. "
            "Try the plain name of the work, such as “project manager” or “physical therapist”.",
            tuple(suggest(plain)) if suggest else (),
        )
    return slug


def read_state(question: Question, sent: Sequence[str]) -> str | None:
    """A two-letter code, from a code or a name."""
    if not sent:
        if question.is_optional:
            return None
        raise AnswerError("Choose the state where you did the work.")
    code = find_state_code(sent[0])
    if code not in STATE_NAMES:
        raise AnswerError(f"“{sent[0][:40]}” is not a state we know. Choose one from the list.")
    return code
