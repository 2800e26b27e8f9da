"""What is known about a person while a plan is composed: their answers, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from saas.facts.loading import Facts
from saas.facts.occupations import Role
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.conditions import Answer, Answers
from saas.kernel.tokens import find_tokens, plain_text
from saas.library.catalogue import Catalogue
from saas.library.kinds.parts import SourceNote
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage
from saas.planner.inputs import PlanInputs
from saas.safety.detection import says_danger

ASSUMED_HOURS = 10
CLINICAL = "clinical"
UNDER_40 = "under-40"

NOT_OK, SHAKY = "not-ok", "shaky"
COUNTED_DAYS = {"days_since_last_day": "last_day", "days_since_told": "told_on"}


@dataclass(frozen=True, slots=True)
class Profile:
    """`given` are the answers in use; `known` adds the derived keys that conditions may name (`saas.library.checks.link_targets`
    lists them).

    `role` is None where the title they typed is not known.
    """

    given: Answers
    known: Answers
    role: Role | None
    inputs: PlanInputs
    today: date

    def choice(self, key: str) -> str:
        """The option chosen, or an empty string."""
        answer = self.given.get(key)
        return answer if isinstance(answer, str) else ""

    def number(self, key: str) -> float | None:
        answer = self.given.get(key)
        return answer if isinstance(answer, int | float) else None

    def day(self, key: str) -> date | None:
        answer = self.given.get(key)
        return answer if isinstance(answer, date) else None

    def choices(self, key: str) -> tuple[str, ...]:
        """The options chosen, or the rows written, of a question that takes several."""
        answer = self.given.get(key)
        return answer if isinstance(answer, tuple) else ()

    @property
    def catalogue(self) -> Catalogue:
        return self.inputs.catalogue

    @property
    def facts(self) -> Facts:
        return self.inputs.facts

    @property
    def questionnaire(self) -> Questionnaire:
        return self.inputs.questionnaire

    @property
    def family(self) -> str:
        """The category of their work; empty where the role is not known."""
        return self.role.family if self.role else ""

    @property
    def is_clinical(self) -> bool:
        return self.family == CLINICAL

    @property
    def is_losing_job(self) -> bool:
        """Laid off or about to be: unemployment pay is usually theirs to claim."""
        return self.choice("employment") in ("laid-off", "at-risk")

    @property
    def is_hard_day(self) -> bool:
        """They said they are not OK today. What they wrote in their own words decides nothing in a plan."""
        return self.choice("mood") == NOT_OK

    @property
    def needs_gentle_start(self) -> bool:
        """The plan starts smaller."""
        return self.is_hard_day or self.choice("mood") == SHAKY

    @property
    def role_slug(self) -> str:
        return self.role.slug if self.role else self.choice("role")

    @property
    def role_title(self) -> str:
        return self.role.title if self.role else self.choice("role").replace("-", " ").capitalize()

    @property
    def role_page(self) -> RolePage | None:
        return self.catalogue.page_of(self.role_slug)

    @property
    def pivot_pages(self) -> tuple[PivotPage, ...]:
        """Pivot pages written for this origin, in the order of their slugs."""
        pages = (self.catalogue.pivots[slug] for slug in sorted(self.catalogue.pivots))
        return tuple(page for page in pages if self.role_slug in page.origins)

    @property
    def pages(self) -> tuple[RolePage | PivotPage, ...]:
        """The pages that speak for this person; the role's comes before the pivots'."""
        return (*((self.role_page,) if self.role_page else ()), *self.pivot_pages)

    @property
    def hours(self) -> int:
        """Hours a week, or ten where they have not said."""
        return max(1, int(self.number("hours") or ASSUMED_HOURS))

    def write_figures(self, text: str) -> str:
        """Published text with its fact tokens written out."""
        return plain_text(text, lambda key: self.facts.figure(key).text) if "{{" in text else text

    def find_source(self, text: str) -> SourceNote | None:
        """Where the first figure of a text comes from; None where it cites none."""
        key = next((token.value for token in find_tokens(text) if token.kind == "fact"), None)
        if key is None:
            return None
        source = self.facts.figure(key).source
        return SourceNote(name=f"{source.name}, {source.edition}", url=source.url, checked_on=source.checked_on)

    def with_known(self, **derived: Answer | None) -> Profile:
        """The same person with more derived keys; None adds nothing."""
        added = {key: value for key, value in derived.items() if value is not None}
        return replace(self, known={**self.known, **added})


def build_profile(answers: Answers, inputs: PlanInputs, today: date) -> Profile:
    """Keep the answers whose questions are asked, and derive what conditions may name. ValueError without a role."""
    if not answers.get("role"):
        raise ValueError("A plan needs a role: answer “What is your work?” first.")
    facts = inputs.facts
    role = facts.role(str(answers["role"])) or facts.find_role(str(answers["role"]))
    family: dict[str, Answer] = {"family": role.family} if role else {}
    given = _without_danger(inputs.questionnaire.answers_in_use(answers, family), inputs.questionnaire)
    known: dict[str, Answer] = {**given, **family, **_count_days(given, today), **_is_40(given)}
    if role:
        known |= {"role": role.slug, "role_title": role.title}
        given["role"] = role.slug
    return Profile(given, known, role, inputs, today)


def _without_danger(given: Mapping[str, Answer], questionnaire: Questionnaire) -> dict[str, Answer]:
    """Without sentences that may mean that they are in danger. They are no lines about work, so no plan, reason or file
    repeats them; what they bring is the card, at once and apart from the plan (`saas.safety`)."""
    kept = dict(given)
    for question in questionnaire.all_questions:
        answer = kept.get(question.key)
        if question.kind == "rows" and isinstance(answer, tuple):
            kept[question.key] = tuple(row for row in answer if not says_danger(row))
        elif question.kind == "text" and isinstance(answer, str) and says_danger(answer):
            del kept[question.key]
    return {key: answer for key, answer in kept.items() if answer != ()}


def _count_days(given: Mapping[str, Answer], today: date) -> dict[str, Answer]:
    return {name: (today - day).days for name, key in COUNTED_DAYS.items() if isinstance(day := given.get(key), date)}


def _is_40(given: Answers) -> dict[str, Answer]:
    """Whether the rules that begin at 40 hold, for conditions; nothing where the age is open."""
    age = given.get("age")
    return {"age_40": "no" if age == UNDER_40 else "yes"} if age else {}
