"""Phrases as `danger_phrases.toml` writes them, compiled to regular expressions over plain words. Its header has the language.

    {want} to ... die !(down|out)

Pure. A phrase is tried only where every word that it cannot do without occurs, so a long resume costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

TOKEN = re.compile(r"\s*(\.\.\.|!\(|##|[()\[\]|~.#]|[^\W_]+\*?)")
# What may stand between two words: as many as a hesitation has, or the rest of a sentence.
GAPS = {"...": r"(?: [^ |]+){0,3}?", "~": r"(?: [^ |]+){0,12}?"}
MARKS = {".": r" \|", "#": r" \d[^ |]*", "##": r" \d\d[^ |]*"}
END = r"(?= |$)"


@dataclass(frozen=True, slots=True)
class NeededWords:
    """Words of which a text must have one, whole or as its beginning."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def occur_in(self, words: frozenset[str]) -> bool:
        if not self.whole.isdisjoint(words):
            return True
        return bool(self.beginnings) and any(word.startswith(self.beginnings) for word in words)


@dataclass(frozen=True, slots=True)
class Phrase:
    """`needed` has an entry for each place that cannot be empty, the rarest first: one of its words must occur."""

    text: str
    pattern: re.Pattern[str]
    needed: tuple[NeededWords, ...]

    def find_all(self, plain: str, words: frozenset[str]) -> Iterable[re.Match[str]]:
        """Every place where the phrase stands. `words` are those of the text."""
        # Almost every phrase ends here, at its rarest word.
        for place in self.needed:
            if not place.occur_in(words):
                return ()
        return self.pattern.finditer(plain)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens of one phrase; each method returns a regular expression."""

    text: str
    tokens: list[str]
    place: int = 0
    needed: list[tuple[str, ...]] = field(default_factory=list)

    def parse(self) -> str:
        pattern = self._sequence(is_top=True)
        if self.place < len(self.tokens):
            raise ValueError(f"“{self.text}”: “{self.tokens[self.place]}” stands where nothing can.")
        return pattern

    def _sequence(self, *, is_top: bool = False) -> str:
        parts = []
        while self.place < len(self.tokens) and self.tokens[self.place] not in ("|", ")", "]"):
            start = self.place
            parts.append(self._item())
            if is_top:
                self._note_needed(start)
        return "".join(parts)

    def _item(self) -> str:
        sign = self.tokens[self.place]
        self.place += 1
        if sign in GAPS or sign in MARKS:
            return GAPS.get(sign) or MARKS[sign]
        if sign == "(":
            return f"(?:{self._alternatives(')')})"
        if sign == "[":
            return f"(?:{self._alternatives(']')})?"
        if sign == "!(":
            return f"(?!(?:{self._alternatives(')')}){END})"
        return rf" {sign[:-1]}[^ |]*" if sign.endswith("*") else f" {sign}"

    def _alternatives(self, closing: str) -> str:
        alternatives = [self._sequence()]
        while self.place < len(self.tokens) and self.tokens[self.place] == "|":
            self.place += 1
            alternatives.append(self._sequence())
        if self.place >= len(self.tokens) or self.tokens[self.place] != closing or "" in alternatives:
            raise ValueError(f"“{self.text}”: a bracket is not closed, or holds nothing.")
        self.place += 1
        return "|".join(alternatives)

    def _note_needed(self, start: int) -> None:
        """The words with which the item at `start` can begin, where it cannot be left out."""
        tokens = self.tokens[start : self.place]
        if tokens[0] == "(":
            first = _first_words(tokens[1:-1])
            if first is not None:
                self.needed.append(first)
        elif tokens[0][0].isalnum():
            self.needed.append((tokens[0],))


def compile_phrase(text: str, words: Mapping[str, str], spellings: Mapping[str, str]) -> Phrase:
    """Raises ValueError for a phrase that does not follow the language."""
    written = re.sub(r"\{(\w+)\}", lambda match: words[match[1]], text).replace("'", "").replace("’", "").lower()
    tokens = TOKEN.findall(written)
    if "".join(tokens) != "".join(written.split()):
        raise ValueError(f"“{text}”: a sign in it means nothing.")
    parser = _Parser(text, join_spellings(tokens, spellings))
    pattern = parser.parse()
    return Phrase(text, re.compile(pattern + END), _parse_needed(parser.needed))


def join_spellings(words: Sequence[str], spellings: Mapping[str, str]) -> list[str]:
    """The words with every spelling of the list in its standard form: “do not” is “dont”. Twice, because “i will not” is “ill
    not” first."""
    return _join_once(_join_once(words, spellings), spellings)


def _join_once(words: Sequence[str], spellings: Mapping[str, str]) -> list[str]:
    joined: list[str] = []
    place = 0
    while place < len(words):
        pair = " ".join(words[place : place + 2])
        if pair in spellings:
            joined.extend(spellings[pair].split())
            place += 2
        else:
            joined.extend(spellings.get(words[place], words[place]).split())
            place += 1
    return joined


def _first_words(tokens: Sequence[str]) -> tuple[str, ...] | None:
    """The first word of each alternative; None where one begins with something else than a word."""
    depth, first, is_start = 0, [], True
    for sign in tokens:
        if is_start and depth == 0:
            if not sign[0].isalnum():
                return None
            first.append(sign)
            is_start = False
        depth += (sign in ("(", "[", "!(")) - (sign in (")", "]"))
        if sign == "|" and depth == 0:
            is_start = True
    return tuple(first)


def _parse_needed(places: Sequence[tuple[str, ...]]) -> tuple[NeededWords, ...]:
    return tuple(
        NeededWords(
            frozenset(word for word in place if not word.endswith("*")),
            tuple(word[:-1] for word in place if word.endswith("*")),
        )
        for place in sorted(places, key=len)
    )
