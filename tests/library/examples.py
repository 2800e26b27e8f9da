"""Invented pieces of a few kinds, as short as their shapes allow, and what they may refer to."""

from __future__ import annotations

from datetime import date
from typing import Any

from saas.facts.loading import load_facts
from saas.library.checks.link_targets import LinkTargets
from saas.library.kinds.articles import FaqPage, GlossaryTerm, GuidePage, ScriptPage, SituationAct, SituationPage
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.roles import RolePage
from saas.library.kinds.steps import StepContent

DAY = date(2026, 11, 25)
PAGE: dict[str, Any] = {"title": "A title", "description": "A description.", "checked_on": DAY}
ARTICLE: dict[str, Any] = PAGE | {"lead": "A lead."}
ASKED = {"question": "Is it so?", "answer": "It is."}
BAND = {"label": "First", "months": "0–1", "text": "Rest."}
EMPLOYMENT = QuestionContent.model_validate(
    {
        "place": 10,
        "stage": "start",
        "kind": "choice",
        "text": "What happened?",
        "why": "It decides the rest.",
        "options": [{"value": value, "label": value, "said": value} for value in ("laid-off", "leaving")],
    }
)
TARGETS = LinkTargets(
    hrefs={"/glossary", "/roles/nurse", "/"},
    figures={"law.x.days"},
    roles={"nurse", "teacher"},
    pieces={("step", "file-claim")},
    questions={"employment": EMPLOYMENT},
    facts=load_facts(),
)


def guide(**more: Any) -> GuidePage:
    sections = [{"heading": f"Is it number {place}?", "body": "It is."} for place in "abcd"]
    return GuidePage.model_validate(ARTICLE | {"stage": "the-search", "sections": sections} | more)


def situation(**more: Any) -> SituationPage:
    acts = [SituationAct(title=f"Act {place}", text="Do it.", minutes=5) for place in "abcde"]
    given = {"stage": "the-search", "moment": "You wait.", "acts": acts, "can_wait": "The rest."}
    return SituationPage.model_validate(ARTICLE | given | more)


def script(**more: Any) -> ScriptPage:
    variation = {"name": "Another", "when": "When it rains.", "words": "Good day."}
    given = {
        "stage": "the-search",
        "channel": "email",
        "timing": "In the morning.",
        "words": "Hello {{slot:name}}.",
        "slots": [{"name": "name", "label": "Who", "example": "Dana"}],
        "why": "It is polite.",
        "variations": [variation] * 3,
    }
    return ScriptPage.model_validate(ARTICLE | given | more)


def term(**more: Any) -> GlossaryTerm:
    lines = {name: f"It {name}." for name in ("meaning", "matters", "works", "watch", "act")}
    return GlossaryTerm.model_validate(PAGE | {"stage": "first-week"} | lines | more)


def faq(**more: Any) -> FaqPage:
    return FaqPage.model_validate(PAGE | {"stage": "first-week", "questions": [ASKED] * 5} | more)


def role(*destinations: str, **more: Any) -> RolePage:
    sector = {"name": "Hospitals", "why": "They hire.", "tradeoff": "Nights.", "titles": ["One", "Two", "Three"]}
    line = {"did": "Did.", "reads": "Reads.", "where": "There."}
    given = {
        "for_whom": "For you.",
        "sections": [{"heading": "What", "body": "This."}] * 3,
        "pay_note": "Pay.",
        "sectors": [sector] * 4,
        "translation": [line | {"destinations": destinations}] * 8,
        "timeline": [BAND] * 3,
        "questions": [ASKED] * 4,
    }
    return RolePage.model_validate(ARTICLE | given | more)


def pivot(*origins: str, **more: Any) -> PivotPage:
    way = {"slug": "teacher", "title": "Teacher", "text": "Teach.", "training": "helps"}
    given = {
        "keeps": "Judgment.",
        "decisions": [{"question": "Now?", "body": "Think."}] * 4,
        "destinations": [way] * 5,
        "portable": [{"skill": "Care", "text": "Travels."}] * 4,
        "poor_uses": "None.",
        "timeline": [BAND] * 3,
        "questions": [ASKED] * 4,
        "origins": origins,
    }
    return PivotPage.model_validate(ARTICLE | given | more)


def step(**more: Any) -> StepContent:
    given = {"title": "File the claim", "why": "It is paid from then.", "minutes": 30, "kind": "money", "phase": "day"}
    when = {"when": ["employment is laid-off"], "window": "last_day 0..+30"}
    return StepContent.model_validate(given | when | more)
