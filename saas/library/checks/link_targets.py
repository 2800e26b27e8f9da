"""What a piece may refer to: pages, figures, roles, steps, and the answers that conditions may ask for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from saas.facts.categories import CATEGORIES
from saas.facts.loading import Facts, load_facts
from saas.library.kinds.questions import QuestionContent, question_key
from saas.library.kinds.spec import KINDS, Kind, list_index_pages, page_href

# What the planner concludes from answers. Conditions may name these keys beside those of the questions.
DERIVED_KEYS = frozenset(
    {"family", "days_since_last_day", "days_since_told", "runway_months", "cash_months", "search", "verdict", "age_40"}
)
# Pages outside the library that its texts may lead to.
OTHER_PAGES = (
    "/pricing",
    "/gift",
    "/seats",
    "/search",
    "/start",
    "/tools/runway",
    "/sign-in",
    "/sign-up",
    "/feed.xml",
    "/settings",
    "/orders",
    "/reset",
    "/plan",
    "/dashboard",
    "/dashboard/low-day",
)
# Kinds of question that take more answers than can be listed.
OPEN_KINDS = ("money", "number", "date", "text", "rows")


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """`pieces`, their `hrefs` and `questions` (by slug) are those published or about to be; `figures` and `roles` stand in facts."""

    hrefs: Collection[str]
    figures: Collection[str]
    roles: Collection[str]
    pieces: Collection[tuple[Kind, str]]
    questions: Mapping[str, QuestionContent]
    facts: Facts

    def can_answer(self, key: str, value: str = "") -> bool:
        """Can a condition's key ever have this answer? Without a value: is there such a key at all?"""
        if key == "family":
            return not value or value in CATEGORIES
        question = next((content for slug, content in self.questions.items() if question_key(slug) == key), None)
        if question is None:
            return key in DERIVED_KEYS
        if not value or question.kind in OPEN_KINDS:
            return True
        if question.kind == "role":
            return self.facts.role(value) is not None
        if question.kind == "state":
            return self.facts.state(value) is not None
        return any(option.value == value for option in question.options)


def build_link_targets(pieces: Iterable[tuple[Kind, str]], questions: Mapping[str, QuestionContent]) -> LinkTargets:
    """`pieces` are the kinds and slugs that are, or are about to be, published; `questions` those published, by slug."""
    pieces, facts = tuple(pieces), load_facts()
    return LinkTargets(
        hrefs={"/", *OTHER_PAGES, *(page.href for page in list_index_pages()), *_list_hrefs(pieces)},
        figures=facts.figures.keys(),
        roles=facts.by_slug.keys(),
        pieces=frozenset(pieces),
        questions=questions,
        facts=facts,
    )


def _list_hrefs(pieces: Iterable[tuple[Kind, str]]) -> Iterator[str]:
    return (page_href(kind, slug) for kind, slug in pieces if KINDS[kind].has_page)
