"""A stretch of text around what was searched for, with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from markupsafe import Markup, escape

# Characters before and after what was searched for.
CONTEXT_LENGTH = 130
ENDING = re.compile(r"(?<=\w{4})(?:ations?|ions?|ings?|ates?|ed|es|s|e)$")


def make_snippet(text: str, terms: Sequence[str]) -> Markup:
    """About two lines, from the first place where most of the terms stand together."""
    start = _best_start(text, _pattern(terms))
    end = start + 2 * CONTEXT_LENGTH
    stretch = text[start:end].strip() if end >= len(text) else text[start:end].rpartition(" ")[0]
    return highlight(f"{'… ' if start else ''}{stretch}{' …' if end < len(text) else ''}", terms)


def highlight(text: str, terms: Sequence[str]) -> Markup:
    """The text, escaped, with every word that begins like a term in <mark>."""
    parts: list[Markup] = []
    last = 0
    for match in _pattern(terms).finditer(text):
        parts += [escape(text[last : match.start()]), Markup("<mark>{}</mark>").format(match[0])]
        last = match.end()
    return Markup("").join([*parts, escape(text[last:])])


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    """Words that begin like a term without its ending: “negotiate” also marks “negotiating”."""
    stems = [re.escape(ENDING.sub("", term)) for term in terms if len(term) > 1]
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*" if stems else r"(?!)", re.IGNORECASE)


def _best_start(text: str, pattern: re.Pattern[str]) -> int:
    starts = [match.start() for match in pattern.finditer(text)]
    if not starts:
        return 0
    # The starts are in order, so a stretch that begins at one of them ends where bisect says: a letter typed alone
    # stands in thousands of places.
    best = max(range(len(starts)), key=lambda at: (bisect_left(starts, starts[at] + CONTEXT_LENGTH) - at, -at))
    start = max(0, starts[best] - CONTEXT_LENGTH // 2)
    return text.rfind(" ", 0, start) + 1 if start else 0
