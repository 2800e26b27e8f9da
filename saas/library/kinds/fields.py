"""How a field of content is treated: declared once, beside the field, and read by everything that edits, checks, renders,
counts or searches content.

    lead: Annotated[Prose, Editor("Opening paragraph")]
    covers: Annotated[tuple[FactsRole, ...], NOT_RENDERED, Editor("Roles it covers, one a line")]

Without a mark, text is one line of plain text that readers see on the page.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict


class Treatment(Enum):
    LONG = auto()  # paragraphs: a text area in the editor, where other text is one line
    MARKDOWN = auto()  # rendered as Markdown; other text is escaped
    GLOSSARY = auto()  # the first use of a glossary term is linked
    NOT_PROSE = auto()  # a name, an address or a rule: no sentence of ours, so neither checked for style nor counted
    NOT_ON_PAGE = auto()  # read in a plan or a search result, not on the page itself
    NOT_RENDERED = auto()  # not handed to the page's template
    BELOW_TEXT = auto()  # last on the page, in the seed file and in the editor
    TO_COPY = auto()  # words for readers to say or send: the figures in them are theirs
    LINK = auto()  # an address that must lead somewhere
    CONDITION = auto()  # lines of `saas.kernel.conditions`


LONG, MARKDOWN, GLOSSARY = Treatment.LONG, Treatment.MARKDOWN, Treatment.GLOSSARY
NOT_PROSE, NOT_ON_PAGE, NOT_RENDERED = Treatment.NOT_PROSE, Treatment.NOT_ON_PAGE, Treatment.NOT_RENDERED
BELOW_TEXT, TO_COPY, LINK, CONDITION = Treatment.BELOW_TEXT, Treatment.TO_COPY, Treatment.LINK, Treatment.CONDITION


@dataclass(frozen=True, slots=True)
class Editor:
    """What staff read beside the field. Without a label, the field's own name in words."""

    label: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Slugs that must name pieces of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class RefersToFacts:
    """Slugs that must name roles in `saas.facts`."""


@dataclass(frozen=True, slots=True)
class MustAsk:
    """Text that ends with a question mark; `sentence` says so to whoever forgot it."""

    sentence: str


Prose = Annotated[str, LONG, MARKDOWN]
LinkedProse = Annotated[str, LONG, MARKDOWN, GLOSSARY]
LongText = Annotated[str, LONG]
Phrase = Annotated[str, MARKDOWN]
Name = Annotated[str, NOT_PROSE]


class Content(BaseModel):
    """What a piece holds, or a part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field with everything that was declared about it. `annotation` is its type without marks and without None."""

    name: str
    annotation: Any
    is_required: bool
    default: Any
    treatments: frozenset[Treatment]
    label: str
    hint: str
    reference: RefersTo | RefersToFacts | None
    must_ask: str

    def has(self, treatment: Treatment) -> bool:
        return treatment in self.treatments


@cache
def field_specs(content: type[Content]) -> tuple[FieldSpec, ...]:
    """The fields of a content class in the order they are declared, what stands below the text last."""
    specs = [_field_spec(name, info) for name, info in content.model_fields.items()]
    return tuple(sorted(specs, key=lambda spec: spec.has(BELOW_TEXT)))


def _field_spec(name: str, info: Any) -> FieldSpec:
    annotation = bare_type(info.annotation)
    marks = [*info.metadata, *_marks_below(info.annotation)]
    treatments = {mark for mark in marks if isinstance(mark, Treatment)}
    if list_choices(annotation):
        treatments.add(NOT_PROSE)
    editors = [mark for mark in marks if isinstance(mark, Editor)]
    words = name.replace("_", " ")
    return FieldSpec(
        name=name,
        annotation=annotation,
        is_required=info.is_required(),
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        treatments=frozenset(treatments),
        # The mark nearest to the field comes last, and its words win over those of a shared type.
        label=next((editor.label for editor in reversed(editors) if editor.label), words[:1].upper() + words[1:]),
        hint=next((editor.hint for editor in reversed(editors) if editor.hint), ""),
        reference=next((mark for mark in marks if isinstance(mark, RefersTo | RefersToFacts)), None),
        must_ask=next((mark.sentence for mark in marks if isinstance(mark, MustAsk)), ""),
    )


def bare_type(annotation: Any) -> Any:
    """The type without Annotated and without None."""
    if hasattr(annotation, "__metadata__"):
        return bare_type(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [arg for arg in get_args(annotation) if arg is not type(None)]
        return bare_type(kept[0]) if len(kept) == 1 else annotation
    return annotation


def list_choices(annotation: Any) -> tuple[str, ...]:
    """The values of a Literal, or of several joined by “or”; else empty."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(value for arg in get_args(annotation) for value in list_choices(bare_type(arg)))
    return ()


def item_type(annotation: Any) -> Any:
    """What a tuple of any length holds, without marks; None for everything else."""
    return bare_type(get_args(annotation)[0]) if get_origin(annotation) is tuple else None


def is_content(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Content)


def _marks_below(annotation: Any) -> list[Any]:
    """Marks inside an optional type or on the items of a tuple. They speak for the field as well."""
    marks = list(getattr(annotation, "__metadata__", ()))
    return marks + [mark for arg in get_args(annotation) if not isinstance(arg, str) for mark in _marks_below(arg)]
