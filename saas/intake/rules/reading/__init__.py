"""From what a form sends to an answer, or to a sentence beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from saas.intake.rules.reading.amounts import read_money, read_number
from saas.intake.rules.reading.chosen import read_choice, read_several
from saas.intake.rules.reading.days import ANY_YEAR, read_date
from saas.intake.rules.reading.texts import joined, read_rows, read_text, tidy
from saas.intake.rules.reading.trades import ResolveRole, SuggestRoles, read_role, read_state
from saas.intake.rules.shapes import Kind, Question
from saas.kernel.conditions import Answer

__all__ = ["ANY_YEAR", "Raw", "ResolveRole", "SuggestRoles", "joined", "read"]

Raw = Mapping[str, Sequence[str]]

READERS: Mapping[Kind, Callable[[Question, Sequence[str]], Answer | None]] = {
    "choice": read_choice,
    "several": read_several,
    "money": read_money,
    "number": read_number,
    "state": read_state,
    "text": read_text,
    "rows": read_rows,
}


def read(
    question: Question,
    raw: Raw,
    resolve_role: ResolveRole | None = None,
    suggest_roles: SuggestRoles | None = None,
    years: range = ANY_YEAR,
) -> Answer | None:
    """The answer in a form: field name → values sent. None is a skip: an optional question left empty.

    A date comes in three fields, `key-month`, `key-day`, `key-year`; rows in `key-1`, `key-2` … or several `key`.
    Without `resolve_role` a role's text is kept as it is. Raises AnswerError, with a sentence for the person.
    """
    if question.kind == "date":
        month, day, year = (_first(raw, f"{question.key}-{part}") for part in ("month", "day", "year"))
        return read_date(question, month, day, year, years)
    if question.kind == "role":
        return read_role(question, _first(raw, question.key), resolve_role, suggest_roles)
    return READERS[question.kind](question, _sent(question, raw))


def _sent(question: Question, raw: Raw) -> list[str]:
    sent = list(raw.get(question.key, ()))
    if question.kind == "rows":
        numbered = (name for name in raw if name.startswith(f"{question.key}-"))
        sent += [value for name in sorted(numbered) for value in raw[name]]
    return [value for value in map(tidy, sent) if value]


def _first(raw: Raw, name: str) -> str:
    return tidy(next(iter(raw.get(name, ())), ""))
