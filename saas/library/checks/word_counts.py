"""How long a page of each kind is, in words: long enough to be worth reading, short enough to be read."""

from __future__ import annotations

from saas.library.kinds.parts import Content
from saas.library.kinds.spec import Kind
from saas.library.kinds.text import count_words, page_text

BOUNDS: dict[Kind, tuple[int, int]] = {
    "role": (900, 1600),  # with the translation table and the sectors
    "pivot": (1400, 2800),  # the deepest, out of clinical work, compares eight destinations in full
    "situation": (260, 650),
    "script": (250, 900),
    "guide": (700, 1300),
    "hub": (120, 400),
    "term": (70, 190),
    "state": (230, 550),
    "faq": (300, 1600),
    "page": (120, 1800),
    "step": (12, 90),
    "question": (12, 240),  # with every option and what it says
}


def find_length_fault(kind: Kind, content: Content) -> str:
    """A sentence where the piece is too short or too long for its kind; else empty."""
    least, most = BOUNDS[kind]
    words = count_words(page_text(content))
    if least <= words <= most:
        return ""
    return f"{words} words; a {kind} has {least} to {most}."
