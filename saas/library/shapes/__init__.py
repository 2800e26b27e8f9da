"""The shapes of what we publish: one per kind of piece, read from seed files and from stored revisions alike.

Text is Markdown. Numbers that come from outside are marks, `{{fact:…}}`, and live in `facts` with their source; wages and
outlook are found there by the role's slug. Conditions are lists of lines, see `saas.kernel.conditions`.
"""

from __future__ import annotations

from typing import Literal

from saas.library.shapes.asking import QuestionPiece
from saas.library.shapes.parts import (
    Article,
    Band,
    Line,
    Page,
    QuestionAnswered,
    Reading,
    ReadNext,
    Section,
    Sector,
    Shape,
    Slug,
    SourceNote,
    Stage,
    When,
)
from saas.library.shapes.reading import (
    Act,
    FaqPage,
    GuidePage,
    HubPage,
    ScriptPage,
    SitePage,
    SituationPage,
    Slot,
    StatePage,
    TermCard,
    Variation,
)
from saas.library.shapes.work import (
    PHASES,
    Decision,
    Origin,
    Phase,
    PivotDestination,
    PivotPage,
    PortableSkill,
    RolePage,
    StepKind,
    StepPiece,
)

Kind = Literal[
    "role", "pivot", "situation", "script", "guide", "hub", "term", "state", "faq", "page", "step", "question"
]
SHAPES: dict[Kind, type[Shape]] = {
    "role": RolePage,
    "pivot": PivotPage,
    "situation": SituationPage,
    "script": ScriptPage,
    "guide": GuidePage,
    "hub": HubPage,
    "term": TermCard,
    "state": StatePage,
    "faq": FaqPage,
    "page": SitePage,
    "step": StepPiece,
    "question": QuestionPiece,
}
FOLDERS: dict[str, Kind] = {
    "roles": "role",
    "pivots": "pivot",
    "situations": "situation",
    "scripts": "script",
    "guides": "guide",
    "hubs": "hub",
    "terms": "term",
    "states": "state",
    "faq": "faq",
    "pages": "page",
    "questions": "question",
}
# Kinds without a page of their own: met in a plan, or while answering.
PAGELESS: tuple[Kind, ...] = ("step", "question")

__all__ = [
    "FOLDERS", "PAGELESS", "PHASES", "SHAPES", "Act", "Article", "Band", "Decision", "FaqPage", "GuidePage", "HubPage", "Kind", "Line", "Origin",
    "Page", "Phase", "PivotDestination", "PivotPage", "PortableSkill", "QuestionAnswered", "QuestionPiece", "ReadNext", "Reading", "RolePage",
    "ScriptPage", "Section", "Sector", "Shape", "SitePage", "SituationPage", "Slot", "Slug", "SourceNote", "Stage", "StatePage",
    "StepKind", "StepPiece", "TermCard", "Variation", "When",
]  # fmt: skip
