"""What changed between two texts of a piece, line by line, and word by word inside a changed line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

CONTEXT_LINES = 2
WORDS = re.compile(r"\s+|\S+")


class DiffLine(NamedTuple):
    """A line of the text before or after it."""

    sign: Literal["same", "taken", "added", "skipped"]
    text: Markup


def diff_texts(before: str, after: str) -> list[DiffLine]:
    """Changed lines with two lines around them; nothing where the texts are the same."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[DiffLine] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT_LINES):
        if lines or group[0][1] > 0:
            lines.append(DiffLine("skipped", Markup("…")))
        for tag, old_start, old_end, new_start, new_end in group:
            lines.extend(_diff_lines(tag, old[old_start:old_end], new[new_start:new_end]))
    return lines


def _diff_lines(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    if tag == "equal":
        yield from (DiffLine("same", escape(line)) for line in old)
        return
    pairs = min(len(old), len(new)) if tag == "replace" else 0
    for old_line, new_line in zip(old[:pairs], new[:pairs], strict=True):
        taken, added = _diff_words(old_line, new_line)
        yield DiffLine("taken", taken)
        yield DiffLine("added", added)
    yield from (DiffLine("taken", Markup("<del>{}</del>").format(line)) for line in old[pairs:])
    yield from (DiffLine("added", Markup("<ins>{}</ins>").format(line)) for line in new[pairs:])


def _diff_words(old_line: str, new_line: str) -> tuple[Markup, Markup]:
    """Both lines, with what only one of them has marked."""
    old, new = WORDS.findall(old_line), WORDS.findall(new_line)
    taken, added = Markup(), Markup()
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if tag == "equal":
            taken, added = taken + escape(before), added + escape(after)
        else:
            taken += Markup("<del>{}</del>").format(before) if before else Markup()
            added += Markup("<ins>{}</ins>").format(after) if after else Markup()
    return taken, added
