"""How long a piece of each kind is, in words: long enough to be worth reading, short enough to be read."""

from __future__ import annotations

from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.text import count_words, page_text


def find_length_fault(kind: Kind, content: Content) -> str:
    """A sentence where the piece is too short or too long for its kind; else empty."""
    least, most = KINDS[kind].words
    words = count_words(page_text(content))
    return "" if least <= words <= most else f"{words} words; a {kind} has {least} to {most}."
