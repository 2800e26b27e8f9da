"""The shapes of what we publish: one per kind of piece, read from seed files and from stored revisions alike.

Text is Markdown. Numbers that come from outside are marks, `{{fact:…}}`, and live in `facts` with their source; wages and
outlook are found there by the role's slug. Conditions are lists of lines, see `saas.kernel.conditions`.
"""

from __future__ import annotations

from typing import TypeAlias

from saas.library.kinds.articles import (
    FaqPage,
    GuidePage,
    HubPage,
    ScriptPage,
    SitePage,
    SituationPage,
    StatePage,
    TermCard,
)
from saas.library.kinds.parts import (
    Content,
)
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.questions import QuestionPiece
from saas.library.kinds.roles import RolePage
from saas.library.kinds.steps import StepPiece

Kind: TypeAlias = str
CONTENT_CLASSES: dict[Kind, type[Content]] = {
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


LABELS: dict[Kind, str] = {
    "role": "Role", "pivot": "Pivot", "situation": "Right now", "script": "Words to use", "guide": "Guide", "hub": "Topic",
    "term": "Glossary", "state": "State", "faq": "Question", "page": "About us",
}  # fmt: skip


EDITOR_LABELS: dict[Kind, str] = LABELS | {"step": "Step", "question": "Intake question"}
