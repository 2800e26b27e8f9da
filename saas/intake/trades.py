"""Roles as intake knows them: a name to find, a title to show, a family for the branches.

Facts is a sibling, so the application hands its book over; these are the only five things asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from saas.kernel.conditions import Answer, Answers

SUGGESTIONS = 6


class Trade(Protocol):
    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def is_occupation(self) -> bool: ...


class TradeBook(Protocol):
    def role(self, slug: str) -> Trade | None: ...
    def roles(self) -> Sequence[Trade]: ...
    def find_role(self, text: str) -> Trade | None: ...
    def suggest_roles(self, text: str, limit: int = 6) -> Sequence[Trade]: ...
    def is_own_title(self, text: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read into a text: the title it was taken for, and others it may have meant.

    `typed` is empty where the title itself was written. `is_occupation`: we have no page for that work.
    """

    title: str
    typed: str
    others: tuple[str, ...]
    is_occupation: bool


@dataclass(frozen=True, slots=True)
class Trades:
    """The book, asked the way the questionnaire needs it."""

    book: TradeBook

    def slug(self, text: str) -> str | None:
        trade = self.book.find_role(text)
        return trade.slug if trade else None

    def suggest(self, text: str) -> list[str]:
        """Titles that may have been meant: by the whole text, else by any of its longer words."""
        words = [word for word in text.split() if len(word) > 3]
        found = self.book.suggest_roles(text) or [trade for word in words for trade in self.book.suggest_roles(word)]
        return list(dict.fromkeys(trade.title for trade in found))[:SUGGESTIONS]

    def is_read_into(self, text: str, slug: str) -> bool:
        """True when the text is neither the title of that work nor a name of ours for it, so that it wants checking."""
        trade = self.book.role(slug)
        return trade is not None and not self.book.is_own_title(text) and letters(text) != letters(trade.title)

    def understood(self, typed: str, slug: str) -> Understood | None:
        """What to show for checking; None where the work is one of ours and was named as such."""
        trade = self.book.role(slug)
        typed = typed if self.slug(typed) == slug and self.is_read_into(typed, slug) else ""
        if trade is None or not (typed or trade.is_occupation):
            return None
        near = self.book.suggest_roles(typed or trade.title, SUGGESTIONS + 1)
        others = tuple(other.title for other in near if other.slug != slug)[:SUGGESTIONS]
        return Understood(trade.title, typed, others, trade.is_occupation)

    def titles(self) -> list[str]:
        return [trade.title for trade in self.book.roles()]

    def derived(self, answers: Answers) -> dict[str, Answer]:
        """What follows from the role: its `family` for conditions, its `role_title` for sentences."""
        trade = self.book.role(str(answers.get("role", "")))
        return {"family": trade.family, "role_title": trade.title} if trade else {}


def letters(text: str) -> str:
    """The letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text.lower()))
