"""The voice of the product, as far as a program can check it: calm, plain, American, and no dashes for drama. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

# Words to avoid, by the name of the habit.
HABITS: dict[str, tuple[str, ...]] = {
    name: tuple(words)
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
# Names and quotations that are what they are.
PROPER = re.compile(r"(?i:Labour Party|Centre for|World Health Organisation)|Landscape of")
DASH = re.compile(r"\s—\s|\w—\w")
SHOUT = re.compile(r".{0,30}!(?!=)")
DOUBLED = re.compile(r"\b(?!(?:had|that)\b)([a-z]{2,}) \1\b")
DASHES_PER_1000_WORDS = 3.0


def find_phrases(text: str, words: tuple[str, ...]) -> list[str]:
    """Every place where one of the words stands, with thirty characters around it."""
    plain = PROPER.sub(" ", text.replace("’", "'"))
    return [plain[max(0, match.start() - 30) : match.end() + 30] for match in _any_of(words).finditer(plain)]


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, words)) + r")(?![\w-])", re.I)


@lru_cache(maxsize=1 << 15)
def find_voice_faults(text: str) -> tuple[str, ...]:
    """A sentence for each habit that we avoid and that the text has. Kept, because staff's pages look at every text of the
    library after each change, and nearly all of them are as they were."""
    return tuple(_iter_voice_faults(text))


def _iter_voice_faults(text: str) -> Iterator[str]:
    for name, words in HABITS.items():
        for phrase in find_phrases(text, words):
            yield f"{name}: “…{phrase}…”"
    yield from (f"exclamation mark: “{phrase}”" for phrase in SHOUT.findall(text))
    yield from (f"a word twice: “{word} {word}”" for word in DOUBLED.findall(text))
    if has_too_many_dashes(text):
        yield "dashes for drama"


def has_too_many_dashes(text: str) -> bool:
    return len(DASH.findall(text)) > max(1, len(text.split()) * DASHES_PER_1000_WORDS / 1000)
