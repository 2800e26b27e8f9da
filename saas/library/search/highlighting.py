"""A stretch of text around what was searched for, with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from markupsafe import Markup, escape

AROUND = 130
ENDING = re.compile(r"(?<=\w{4})(?:ations?|ions?|ings?|ates?|ed|es|s|e)$")


def make_snippet(text: str, terms: Sequence[str]) -> Markup:
    """About two lines, from the first place where most of the words stand together."""
    wanted = _pattern(terms)
    start = _best_start(text, wanted)
    end = start + 2 * AROUND
    piece = text[start:end].strip() if end >= len(text) else text[start:end].rpartition(" ")[0]
    shown = f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"
    return highlight(shown, terms)


def highlight(text: str, terms: Sequence[str]) -> Markup:
    """The text, escaped, with every word that begins like a term in <mark>."""
    wanted = _pattern(terms)
    parts: list[Markup] = []
    last = 0
    for found in wanted.finditer(text):
        parts += [escape(text[last : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
        last = found.end()
    return Markup("").join([*parts, escape(text[last:])])


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    """Words that begin like a term without its ending: “negotiate” also marks “negotiating”."""
    stems = [re.escape(ENDING.sub("", term)) for term in terms if len(term) > 1]
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*" if stems else r"(?!)", re.IGNORECASE)


def _best_start(text: str, wanted: re.Pattern[str]) -> int:
    places = [found.start() for found in wanted.finditer(text)]
    if not places:
        return 0
    # The places are in order, so a stretch that begins at one of them ends where bisect says: a letter typed alone
    # stands in thousands of places.
    best = max(range(len(places)), key=lambda at: (bisect_left(places, places[at] + AROUND) - at, -at))
    start = max(0, places[best] - AROUND // 2)
    return text.rfind(" ", 0, start) + 1 if start else 0
