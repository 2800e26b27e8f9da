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
    """`sign` is “same”, “taken”, “added” or “skipped”."""

    sign: Literal["same", "taken", "added", "skipped"]
    text: Markup


def diff_texts(before: str, after: str) -> list[DiffLine]:
    """Changed lines with two lines around them; nothing where the texts are the same."""
    old, new = before.splitlines(), after.splitlines()
    found: list[DiffLine] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT_LINES):
        if found or group[0][1] > 0:
            found.append(DiffLine("skipped", Markup("…")))
        for act, one, two, three, four in group:
            found.extend(_lines(act, old[one:two], new[three:four]))
    return found


def _lines(act: str, old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    if act == "equal":
        yield from (DiffLine("same", escape(line)) for line in old)
        return
    pairs = min(len(old), len(new)) if act == "replace" else 0
    for one, two in zip(old[:pairs], new[:pairs], strict=True):
        taken, added = _words(one, two)
        yield DiffLine("taken", taken)
        yield DiffLine("added", added)
    yield from (DiffLine("taken", Markup("<del>{}</del>").format(line)) for line in old[pairs:])
    yield from (DiffLine("added", Markup("<ins>{}</ins>").format(line)) for line in new[pairs:])


def _words(old: str, new: str) -> tuple[Markup, Markup]:
    """Both lines, with what only one of them has marked."""
    one, two = WORDS.findall(old), WORDS.findall(new)
    taken, added = Markup(), Markup()
    for act, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        before, after = "".join(one[a:b]), "".join(two[c:d])
        taken += escape(before) if act == "equal" else Markup("<del>{}</del>").format(before) if before else Markup()
        added += escape(after) if act == "equal" else Markup("<ins>{}</ins>").format(after) if after else Markup()
    return taken, added
