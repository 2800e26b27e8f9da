"""The words of what somebody typed as a job title, and one key for every way to space and punctuate it."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[a-z0-9+#]+")


def split_words(text: str) -> list[str]:
    """Lower-case words without accents or punctuation; an ampersand is the word "and"."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return WORD.findall(plain.lower().replace("&", " and "))


def spelling_key(text: str) -> str:
    """The same for "Front-end Developer", "frontend developer" and "front end developer"."""
    return "".join(split_words(text))
