"""What somebody typed as a job title: one key for every spelling, the shorter forms behind a long one, and typos."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from saas.facts.sources import read_table

_WORDS = read_table("title_words.toml").entries
SENIORITY, LEADERS = frozenset(_WORDS["seniority"]), frozenset(_WORDS["leaders"])
WORD = re.compile(r"[a-z0-9+#]+")
LEVEL = re.compile(r"^(?:[ivx]+|[0-9]+|l[0-9])$")
ASIDE = re.compile(r"\([^)]*\)|\b(?:at|for|in|to|with)\b.*$|[,|;].*$| [-–—] .*$")
MIN_SIMILARITY = 0.85
# Shorter words are never taken for typos of one another; one letter less where another word matches exactly.
MIN_LENGTH_ALONE, MIN_LENGTH_BESIDE_OTHERS = 7, 6


def split_words(text: str) -> list[str]:
    """Lower-case words without accents or punctuation; an ampersand is the word "and"."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return WORD.findall(plain.lower().replace("&", " and "))


def spelling_key(text: str) -> str:
    """The same for "Front-end Developer", "frontend developer" and "front end developer"."""
    return "".join(split_words(text))


def shorter_keys(text: str) -> Iterator[str]:
    """Spelling keys of the text without asides, then without level, then without seniority, then in the singular."""
    bare = split_words(ASIDE.sub(" ", text.lower().replace("vice president", "vp")))
    while bare and LEVEL.match(bare[-1]):
        bare = bare[:-1]
    while len(bare) > 1 and bare[0] in SENIORITY:
        yield "".join(bare)
        bare = bare[1:]
    yield "".join(bare)
    if len(bare) > 1 and bare[0] in LEADERS:
        led = "".join(bare[2:] if bare[1] == "of" else bare[1:])
        yield from ("headof" + led, led + "manager")
    if bare and bare[-1].endswith("s"):
        yield "".join(bare)[:-1]


def is_misspelling(typed: list[str], known: list[str]) -> bool:
    """True when every word is the known one but for a typo. "Production" is never "product"."""
    if len(typed) != len(known) or typed == known:
        return False
    shortest = MIN_LENGTH_BESIDE_OTHERS if any(map(str.__eq__, typed, known)) else MIN_LENGTH_ALONE
    return all(is_typo(word, known_word, shortest) for word, known_word in zip(typed, known, strict=True))


def is_typo(typed: str, known: str, shortest: int) -> bool:
    """True for the same word, or a long one a letter or so away."""
    if typed == known:
        return True
    # Short words turn into other occupations too easily: a baker is no banker.
    if min(len(typed), len(known)) < shortest or typed[0] != known[0] or abs(len(typed) - len(known)) > 1:
        return False
    return SequenceMatcher(None, typed, known).ratio() >= MIN_SIMILARITY
