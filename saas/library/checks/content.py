"""Everything that must be true of a piece before it is published, each fault with its field and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from saas.kernel.conditions import parse_condition
from saas.kernel.tokens import find_tokens, stray_braces
from saas.library.checks import numbers, questions, voice, word_counts
from saas.library.checks.link_targets import LinkTargets
from saas.library.kinds.articles import GuidePage, ScriptPage, StatePage, TermCard
from saas.library.kinds.parts import Content
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.questions import QuestionPiece
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import Kind
from saas.library.kinds.steps import StepPiece
from saas.library.kinds.text import FieldPath, iter_prose

LINK = re.compile(r"\]\((?P<href>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Fault:
    path: FieldPath
    sentence: str

    @property
    def field(self) -> str:
        return ".".join(map(str, self.path))


def find_faults(kind: Kind, content: Content, targets: LinkTargets, slug: str = "") -> list[Fault]:
    """In the order of the fields; empty when the piece may be published. Only a question needs its `slug`."""
    found = [
        *_voice(content),
        *(Fault(path, f"“{figure}” has no source: write {{{{fact:key}}}}, or the number in words if it is ours.")
          for path, figure in numbers.find_unsourced_figures(content)),
        *_marks(content, targets),
        *_links(content, targets),
        *_conditions(content, targets),
        *_headings(content),
        *_slugs(content, targets),
        *_empty(content),
        *_asked(slug, content, targets),
    ]  # fmt: skip
    too_long = word_counts.find_length_fault(kind, content)
    return [*found, Fault(("title",), too_long)] if too_long else found


def _empty(content: Content, above: FieldPath = ()) -> Iterator[Fault]:
    """Text that the content asks for and nobody wrote."""
    for name, info in type(content).model_fields.items():
        value, path = getattr(content, name), (*above, name)
        if isinstance(value, str) and info.is_required() and not value.strip():
            yield Fault(path, "Nothing is written here.")
        elif isinstance(value, Content):
            yield from _empty(value, path)
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                yield from _empty(part, (*path, place)) if isinstance(part, Content) else ()


def _asked(slug: str, content: Content, targets: LinkTargets) -> Iterator[Fault]:
    if isinstance(content, QuestionPiece):
        yield from (
            Fault(path, sentence) for path, sentence in questions.find_question_faults(slug, content, targets.questions)
        )


def _voice(content: Content) -> Iterator[Fault]:
    for path, text in iter_prose(content):
        yield from (Fault(path, sentence) for sentence in voice.find_voice_faults(text))


def _marks(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    slots = {slot.name for slot in content.slots} if isinstance(content, ScriptPage) else set()
    used: set[str] = set()
    for path, text in iter_prose(content):
        yield from (Fault(path, f"“{stray}” is no mark: write {{{{fact:…}}}}, {{{{slot:…}}}} or {{{{example:…}}}}.")
                    for stray in stray_braces(text))  # fmt: skip
        for token in find_tokens(text):
            if token.kind == "fact" and token.value not in targets.figures:
                yield Fault(path, f"There is no fact “{token.value}”.")
            if token.kind == "slot":
                used.add(token.value)
                if token.value not in slots:
                    yield Fault(path, f"There is no slot “{token.value}”.")
    yield from (Fault(("slots",), f"Slot “{name}” is nowhere in the words.") for name in sorted(slots - used))


def _links(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    for path, text in iter_prose(content):
        for found in LINK.finditer(text):
            yield from _link(path, found["href"], targets)
    if isinstance(content, TermCard) and content.see:
        yield from _link(("see",), content.see, targets)
    for place, item in enumerate(getattr(content, "read_next", ())):
        yield from _link(("read_next", place, "href"), item.href, targets)


def _link(path: FieldPath, href: str, targets: LinkTargets) -> Iterator[Fault]:
    if not href.startswith(("https://", "mailto:", "tel:", "#")) and href.partition("#")[0] not in targets.hrefs:
        yield Fault(path, f"“{href}” leads nowhere.")


def _conditions(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    for path, when in _whens(content):
        for atom in parse_condition(when).atoms:
            values = atom.values or ("",)
            if not targets.can_answer(atom.key):
                yield Fault(path, f"No question is called “{atom.key}”.")
            elif unknown := [value for value in values if value and not targets.can_answer(atom.key, value)]:
                yield Fault(path, f"“{atom.key}” cannot be answered with “{unknown[0]}”.")


def _whens(content: Content) -> Iterator[tuple[FieldPath, tuple[str, ...]]]:
    if isinstance(content, StepPiece):
        yield ("when",), content.when
    for name in ("translation", "readings"):
        for place, part in enumerate(getattr(content, name, ())):
            yield (name, place, "when"), part.when


def _headings(content: Content) -> Iterator[Fault]:
    if isinstance(content, GuidePage | StatePage):
        for place, section in enumerate(content.sections):
            if not section.heading.endswith("?"):
                yield Fault(("sections", place, "heading"), "Headings of a guide are questions.")
    for place, item in enumerate(getattr(content, "questions", ())):
        if not item.question.endswith("?"):
            yield Fault(("questions", place, "question"), "A question ends with a question mark.")


def _slugs(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    if isinstance(content, StepPiece):
        for name in ("after", "instead_of"):
            for slug in getattr(content, name):
                if slug not in targets.steps:
                    yield Fault((name,), f"There is no step “{slug}”.")
    for slug in getattr(content, "guides", ()):
        if f"/guides/{slug}" not in targets.hrefs:
            yield Fault(("guides",), f"There is no guide “{slug}”.")
    for name in ("covers", "origins"):
        for slug in getattr(content, name, ()):
            if slug not in targets.roles:
                yield Fault((name,), f"There is no role “{slug}” in facts.")
    if isinstance(content, RolePage | PivotPage):
        for place, line in enumerate(content.translation):
            for slug in line.destinations:
                if slug not in targets.roles:
                    yield Fault(("translation", place, "destinations"), f"There is no role “{slug}” in facts.")
    if isinstance(content, PivotPage):
        for place, way in enumerate(content.destinations):
            if way.slug not in targets.roles:
                yield Fault(("destinations", place, "slug"), f"There is no role “{way.slug}” in facts.")
