"""A resume whose two columns were extracted side by side, put one below the other."""

from __future__ import annotations

import re
from collections import Counter

from saas.intake.resume.lines import is_date_line

GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
# Fewer lines than this that agree on where the second column begins are dates set to the right, or chance.
MIN_AGREEING_LINES = 5
MIN_AGREEING_SHARE = 0.25


def to_one_column(lines: list[str]) -> list[str]:
    """The lines as they are, or the left column and then the right where a gutter runs through them."""
    lines = [line.replace("\t", "    ").replace("\u00a0", " ") for line in lines]
    gutter = _find_gutter(lines)
    if gutter is None:
        return lines
    halves = [(line, "") if _crosses_gutter(line, gutter) else (line[:gutter], line[gutter:]) for line in lines]
    return [left.rstrip() for left, _ in halves] + ["", *(right.strip() for _, right in halves)]


def _find_gutter(lines: list[str]) -> int | None:
    """The place where the second column begins, None without one."""
    starts = Counter(gap.end() for line in lines for gap in GAP.finditer(line))
    if not starts:
        return None
    place, agreeing = max(starts.items(), key=lambda pair: (pair[1], -pair[0]))
    written = sum(bool(line.strip()) for line in lines)
    right = [line[place:] for line in lines if not _crosses_gutter(line, place) and line[place:].strip()]
    is_dated = sum(is_date_line(piece.strip()) for piece in right) * 2 > len(right)
    return None if agreeing < MIN_AGREEING_LINES or agreeing < written * MIN_AGREEING_SHARE or is_dated else place


def _crosses_gutter(line: str, gutter: int) -> bool:
    """Written over the gutter, such as the name on top."""
    return len(line) > gutter and line[gutter - 2 : gutter].strip() != ""
