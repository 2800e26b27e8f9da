"""Roles as questions need them: a text to a slug, titles to suggest, and what is concluded from a role."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.loading import Facts
from saas.kernel.conditions import Answer, Answers

MAX_SUGGESTIONS = 6


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """What a text was taken for, to be shown for checking, and other titles it may have meant.

    `typed` is empty where the title itself was written. `is_occupation`: we have no page for that work.
    """

    title: str
    typed: str
    others: tuple[str, ...]
    is_occupation: bool


@dataclass(frozen=True, slots=True)
class RoleLookup:
    """The facts, asked the way the questionnaire needs them."""

    facts: Facts

    def find_slug(self, text: str) -> str | None:
        role = self.facts.find_role(text)
        return role.slug if role else None

    def suggest_titles(self, text: str) -> list[str]:
        """Titles that may have been meant: by the whole text, else by any of its longer words."""
        words = [word for word in text.split() if len(word) > 3]
        roles = self.facts.suggest_roles(text) or [role for word in words for role in self.facts.suggest_roles(word)]
        return list(dict.fromkeys(role.title for role in roles))[:MAX_SUGGESTIONS]

    def is_interpreted(self, text: str, slug: str) -> bool:
        """True when the text is neither the title of that work nor a name of ours for it, so that it wants checking."""
        role = self.facts.role(slug)
        return role is not None and not self.facts.is_own_title(text) and letters_of(text) != letters_of(role.title)

    def find_match(self, typed: str, slug: str) -> RoleMatch | None:
        """What to show for checking; None where the work is one of ours and was named as such."""
        role = self.facts.role(slug)
        typed = typed if self.find_slug(typed) == slug and self.is_interpreted(typed, slug) else ""
        if role is None or not (typed or role.is_occupation):
            return None
        near = self.facts.suggest_roles(typed or role.title, MAX_SUGGESTIONS + 1)
        others = tuple(other.title for other in near if other.slug != slug)[:MAX_SUGGESTIONS]
        return RoleMatch(role.title, typed, others, role.is_occupation)

    def list_titles(self) -> list[str]:
        return [role.title for role in self.facts.roles()]

    def derive_answers(self, answers: Answers) -> dict[str, Answer]:
        """What is concluded from the role: its `family` for conditions, its `role_title` for sentences."""
        role = self.facts.role(str(answers.get("role", "")))
        return {"family": role.family, "role_title": role.title} if role else {}


def letters_of(text: str) -> str:
    """The letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text.lower()))
