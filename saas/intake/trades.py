"""Roles as intake knows them: a name to find, a title to show, a family for the branches.

Facts is a sibling, so the application hands its book over; these are the only four things asked of it.
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


class TradeBook(Protocol):
    def role(self, slug: str) -> Trade | None: ...
    def roles(self) -> Sequence[Trade]: ...
    def find_role(self, text: str) -> Trade | None: ...
    def suggest_roles(self, text: str, limit: int = 6) -> Sequence[Trade]: ...


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

    def titles(self) -> list[str]:
        return [trade.title for trade in self.book.roles()]

    def derived(self, answers: Answers) -> dict[str, Answer]:
        """What follows from the role: its `family` for conditions, its `role_title` for sentences."""
        trade = self.book.role(str(answers.get("role", "")))
        return {"family": trade.family, "role_title": trade.title} if trade else {}
