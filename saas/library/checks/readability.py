"""Flesch's reading ease: 60–70 is plain English, 30 is hard, 100 is a picture book. Flesch, J. Appl. Psychol. 32 (1948)."""

from __future__ import annotations

import re
from functools import cache

import pyphen

from saas.library.kinds.text import WORD

SENTENCE = re.compile(r"[.?:][”’)]*(?:\s|$)|\n\n")


def reading_ease(text: str) -> float:
    """206.835 − 1.015 × words a sentence − 84.6 × syllables a word. Syllables are counted by hyphenation."""
    words = WORD.findall(text)
    sentences = sum(1 for part in SENTENCE.split(text) if WORD.search(part)) or 1
    syllables = sum(_syllables(word.lower()) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / (len(words) or 1)


@cache
def _syllables(word: str) -> int:
    return len(_points().positions(word)) + 1


@cache
def _points() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=1, right=1)
