"""Everything that must be true of a piece before it is published, each fault with its field and a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from saas.kernel.conditions import parse_condition
from saas.kernel.tokens import find_tokens, stray_braces
from saas.library.checks import numbers, questions, voice, word_counts
from saas.library.checks.link_targets import LinkTargets
from saas.library.kinds.articles import ScriptPage
from saas.library.kinds.fields import CONDITION, LINK, Content, RefersTo, RefersToFacts
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.spec import Kind
from saas.library.kinds.steps import StepContent
from saas.library.kinds.text import FieldPath, iter_prose, walk_fields, walk_text

MARKDOWN_LINK = re.compile(r"\]\((?P<href>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Fault:
    path: FieldPath
    sentence: str

    @property
    def field(self) -> str:
        return ".".join(map(str, self.path))


def find_faults(kind: Kind, content: Content, targets: LinkTargets, slug: str = "") -> list[Fault]:
    """Empty when the piece may be published. Only a question needs its `slug`."""
    faults = [
        *_find_voice_faults(content),
        *_find_unsourced_figures(content),
        *_find_token_faults(content, targets),
        *_find_dead_links(content, targets),
        *_find_condition_faults(content, targets),
        *_find_missing_question_marks(content),
        *_find_broken_references(content, targets),
        *_find_empty(content),
        *_find_question_faults(slug, content, targets),
        *_find_step_faults(content, targets),
    ]
    sentence = word_counts.find_length_fault(kind, content)
    return [*faults, Fault(("title",), sentence)] if sentence else faults


def _find_empty(content: Content) -> Iterator[Fault]:
    """Text that the form asks for and nobody wrote."""
    for path, field, value in walk_fields(content):
        if isinstance(value, str) and field.is_required and not value.strip():
            yield Fault(path, "Nothing is written here.")


def _find_question_faults(slug: str, content: Content, targets: LinkTargets) -> Iterator[Fault]:
    if isinstance(content, QuestionContent):
        faults = questions.find_question_faults(slug, content, targets.questions)
        yield from (Fault(path, sentence) for path, sentence in faults)


def _find_step_faults(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    if isinstance(content, StepContent):
        if not content.window:
            yield Fault(("window",), "Say between which days this step makes sense, such as “last_day -3..+10”.")
        if content.serves and content.serves not in targets.facts.slots:
            yield Fault(("serves",), f"There is no slot “{content.serves}”.")


def _find_voice_faults(content: Content) -> Iterator[Fault]:
    for path, text in iter_prose(content):
        yield from (Fault(path, sentence) for sentence in voice.find_voice_faults(text))


def _find_unsourced_figures(content: Content) -> Iterator[Fault]:
    for path, figure in numbers.find_unsourced_figures(content):
        yield Fault(path, f"“{figure}” has no source: write {{{{fact:key}}}}, or the number in words if it is ours.")


def _find_token_faults(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    slots = {slot.name for slot in content.slots} if isinstance(content, ScriptPage) else set()
    used: set[str] = set()
    for path, text in iter_prose(content):
        for stray in stray_braces(text):
            yield Fault(path, f"“{stray}” is no mark: write {{{{fact:…}}}}, {{{{slot:…}}}} or {{{{example:…}}}}.")
        for token in find_tokens(text):
            if token.kind == "fact" and token.value not in targets.figures:
                yield Fault(path, f"There is no fact “{token.value}”.")
            if token.kind == "slot":
                used.add(token.value)
                if token.value not in slots:
                    yield Fault(path, f"There is no slot “{token.value}”.")
    yield from (Fault(("slots",), f"Slot “{name}” is nowhere in the words.") for name in sorted(slots - used))


def _find_dead_links(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    for path, text in iter_prose(content):
        for link in MARKDOWN_LINK.finditer(text):
            yield from _check_href(path, link["href"], targets)
    for path, field, href in walk_text(content):
        if field.has(LINK):
            yield from _check_href(path, href, targets)


def _check_href(path: FieldPath, href: str, targets: LinkTargets) -> Iterator[Fault]:
    if not href.startswith(("https://", "mailto:", "tel:", "#")) and href.partition("#")[0] not in targets.hrefs:
        yield Fault(path, f"“{href}” leads nowhere.")


def _find_condition_faults(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    for path, field, lines in walk_fields(content):
        for atom in parse_condition(lines).atoms if field.has(CONDITION) else ():
            if not targets.can_answer(atom.key):
                yield Fault(path, f"No question is called “{atom.key}”.")
            elif unknown := [value for value in atom.values if value and not targets.can_answer(atom.key, value)]:
                yield Fault(path, f"“{atom.key}” cannot be answered with “{unknown[0]}”.")


def _find_missing_question_marks(content: Content) -> Iterator[Fault]:
    for path, field, text in walk_text(content):
        if field.must_ask and not text.endswith("?"):
            yield Fault(path, field.must_ask)


def _find_broken_references(content: Content, targets: LinkTargets) -> Iterator[Fault]:
    for path, field, value in walk_fields(content):
        for slug in (value if isinstance(value, tuple) else (value,)) if field.reference else ():
            if isinstance(field.reference, RefersToFacts) and slug not in targets.roles:
                yield Fault(path, f"There is no role “{slug}” in facts.")
            if isinstance(field.reference, RefersTo) and (field.reference.kind, slug) not in targets.pieces:
                yield Fault(path, f"There is no {field.reference.kind} “{slug}”.")
