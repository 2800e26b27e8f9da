"""Everything that must be true of a piece before it is published, each fault with its field and a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from saas.kernel.conditions import parse_condition
from saas.kernel.tokens import find_tokens, stray_braces
from saas.library.rules import lengths, numbers, questions, voice
from saas.library.rules.words import Path, prose
from saas.library.shapes import Kind
from saas.library.shapes.asking import QuestionPiece
from saas.library.shapes.parts import Shape
from saas.library.shapes.reading import GuidePage, ScriptPage, StatePage, TermCard
from saas.library.shapes.work import PivotPage, RolePage, StepPiece

LINK = re.compile(r"\]\((?P<href>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Fault:
    path: Path
    sentence: str

    @property
    def field(self) -> str:
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class World:
    """What a piece may point at. `can_answer(key, value)` says whether a condition asks for an answer that can be given;
    value "" asks for the key alone. `questions` are those published, by slug."""

    hrefs: Collection[str]
    figures: Collection[str]
    roles: Collection[str]
    steps: Collection[str]
    can_answer: Callable[[str, str], bool]
    reached: Mapping[str, Collection[str]] = field(default_factory=dict)
    questions: Mapping[str, QuestionPiece] = field(default_factory=dict)


def faults(kind: Kind, shape: Shape, world: World, slug: str = "") -> list[Fault]:
    """In the order of the fields; empty when the piece may be published. Only a question needs its `slug`."""
    found = [
        *_voice(shape),
        *(Fault(path, f"“{figure}” has no source: write {{{{fact:key}}}}, or the number in words if it is ours.")
          for path, figure in numbers.unsourced(shape)),
        *_marks(shape, world),
        *_links(shape, world),
        *_conditions(shape, world),
        *_headings(shape),
        *_slugs(shape, world),
        *_empty(shape),
        *_asked(slug, shape, world),
    ]  # fmt: skip
    too_long = lengths.fault(kind, shape)
    return [*found, Fault(("title",), too_long)] if too_long else found


def _empty(shape: Shape, above: Path = ()) -> Iterator[Fault]:
    """Text that the shape asks for and nobody wrote."""
    for name, info in type(shape).model_fields.items():
        value, path = getattr(shape, name), (*above, name)
        if isinstance(value, str) and info.is_required() and not value.strip():
            yield Fault(path, "Nothing is written here.")
        elif isinstance(value, Shape):
            yield from _empty(value, path)
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                yield from _empty(part, (*path, place)) if isinstance(part, Shape) else ()


def _asked(slug: str, shape: Shape, world: World) -> Iterator[Fault]:
    if isinstance(shape, QuestionPiece):
        yield from (Fault(path, sentence) for path, sentence in questions.faults(slug, shape, world.questions))


def _voice(shape: Shape) -> Iterator[Fault]:
    for path, text in prose(shape):
        yield from (Fault(path, sentence) for sentence in voice.habits(text))


def _marks(shape: Shape, world: World) -> Iterator[Fault]:
    slots = {slot.name for slot in shape.slots} if isinstance(shape, ScriptPage) else set()
    used: set[str] = set()
    for path, text in prose(shape):
        yield from (Fault(path, f"“{stray}” is no mark: write {{{{fact:…}}}}, {{{{slot:…}}}} or {{{{example:…}}}}.")
                    for stray in stray_braces(text))  # fmt: skip
        for token in find_tokens(text):
            if token.kind == "fact" and token.value not in world.figures:
                yield Fault(path, f"There is no fact “{token.value}”.")
            if token.kind == "slot":
                used.add(token.value)
                if token.value not in slots:
                    yield Fault(path, f"There is no slot “{token.value}”.")
    yield from (Fault(("slots",), f"Slot “{name}” is nowhere in the words.") for name in sorted(slots - used))


def _links(shape: Shape, world: World) -> Iterator[Fault]:
    for path, text in prose(shape):
        for found in LINK.finditer(text):
            yield from _link(path, found["href"], world)
    if isinstance(shape, TermCard) and shape.see:
        yield from _link(("see",), shape.see, world)
    for place, item in enumerate(getattr(shape, "read_next", ())):
        yield from _link(("read_next", place, "href"), item.href, world)


def _link(path: Path, href: str, world: World) -> Iterator[Fault]:
    if not href.startswith(("https://", "mailto:", "tel:", "#")) and href.partition("#")[0] not in world.hrefs:
        yield Fault(path, f"“{href}” leads nowhere.")


def _conditions(shape: Shape, world: World) -> Iterator[Fault]:
    for path, when in _whens(shape):
        for atom in parse_condition(when).atoms:
            values = atom.values or ("",)
            if not world.can_answer(atom.key, ""):
                yield Fault(path, f"No question is called “{atom.key}”.")
            elif unknown := [value for value in values if value and not world.can_answer(atom.key, value)]:
                yield Fault(path, f"“{atom.key}” cannot be answered with “{unknown[0]}”.")


def _whens(shape: Shape) -> Iterator[tuple[Path, tuple[str, ...]]]:
    if isinstance(shape, StepPiece):
        yield ("when",), shape.when
    for name in ("translation", "readings"):
        for place, part in enumerate(getattr(shape, name, ())):
            yield (name, place, "when"), part.when


def _headings(shape: Shape) -> Iterator[Fault]:
    if isinstance(shape, GuidePage | StatePage):
        for place, section in enumerate(shape.sections):
            if not section.heading.endswith("?"):
                yield Fault(("sections", place, "heading"), "Headings of a guide are questions.")
    for place, item in enumerate(getattr(shape, "questions", ())):
        if not item.question.endswith("?"):
            yield Fault(("questions", place, "question"), "A question ends with a question mark.")


def _slugs(shape: Shape, world: World) -> Iterator[Fault]:
    if isinstance(shape, StepPiece):
        for name in ("after", "instead_of"):
            for slug in getattr(shape, name):
                if slug not in world.steps:
                    yield Fault((name,), f"There is no step “{slug}”.")
    for slug in getattr(shape, "guides", ()):
        if f"/guides/{slug}" not in world.hrefs:
            yield Fault(("guides",), f"There is no guide “{slug}”.")
    for name in ("covers", "origins"):
        for slug in getattr(shape, name, ()):
            if slug not in world.roles:
                yield Fault((name,), f"There is no role “{slug}” in facts.")
    if isinstance(shape, RolePage | PivotPage):
        for place, line in enumerate(shape.translation):
            for slug in line.destinations:
                if slug not in world.roles:
                    yield Fault(("translation", place, "destinations"), f"There is no role “{slug}” in facts.")
    if isinstance(shape, PivotPage):
        for place, way in enumerate(shape.destinations):
            if way.slug not in world.roles:
                yield Fault(("destinations", place, "slug"), f"There is no role “{way.slug}” in facts.")
