"""A job title taken apart: short forms written out, and credentials, levels, specialties and noise set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from saas.facts.sources import read_table
from saas.facts.spelling import spelling_key, split_words

Words = tuple[str, ...]
Value = TypeVar("Value")
# A word with the number of its segment.
PlacedWord = tuple[str, int]
# Between two parts of a title. A hyphen inside a word separates nothing.
SEPARATOR = re.compile(r"[,;|/:()\[\]\n]|\s[-–—~]+\s|[-–—]\s|\s[-–—]")
# What follows says where, or for whom.
PLACE = re.compile(r"(?:\s@|\b(?:at|for|with|to|w/)\s).*$|@.*$", re.IGNORECASE)
ROMAN_OR_NUMBER = re.compile(r"^(?:i{1,3}|iv|v|vi|[0-9]{1,4}|l[0-9]|gs|e[0-9]|tier|level|lvl|grade)$")
PERSON_ENDINGS = (
    "ologist",
    "iatrist",
    "surgeon",
    "internist",
    "intensivist",
    "hospitalist",
    "pediatrician",
    "allergist",
)
# Letters with dots between are one word: "L.P.N.".
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?", re.IGNORECASE)
LEADERS = frozenset({"vp", "svp", "evp", "avp", "director", "head", "manager", "supervisor", "lead", "chief"})


@dataclass(frozen=True, slots=True)
class Credential:
    """`role` is the slug of the work that needs it, empty where it says nothing about the work. `kind` is its field."""

    name: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Specialty:
    """A setting or a specialty. `physician` and `nurse` are the slugs of their roles in it, where it decides them."""

    name: str
    physician: str
    nurse: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a title of more than one meaning may mean, likeliest first. `is_sure`: the first counts, the others are offered."""

    slugs: tuple[str, ...]
    note: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class TitleParts:
    """`segments` are what stands between commas, slashes, dashes and brackets, written out and without credentials.

    `core` is all their words. `level` answers the question of that key; empty where the title says nothing.
    """

    segments: tuple[Words, ...]
    core: Words
    credentials: tuple[Credential, ...]
    specialties: tuple[Specialty, ...]
    specialty_words: frozenset[str]
    level: str

    @property
    def credential(self) -> Credential | None:
        """The first that names work."""
        return next((credential for credential in self.credentials if credential.role), None)


@dataclass(frozen=True, slots=True)
class PartTables:
    """`title_parts.toml`, by the words that name each part."""

    words: Mapping[str, Words]
    phrases: Mapping[Words, Words]
    credentials: Mapping[Words, Credential]
    noise: frozenset[Words]
    levels: Mapping[Words, str]
    specialties: Mapping[Words, Specialty]
    choices: Mapping[str, Choice]

    def without_noise(self, words: Sequence[str]) -> Words:
        """The words without those about the contract, the hours or the place."""
        noise = dict.fromkeys(self.noise, True)
        return tuple(word for part, is_noise in split_by(words, noise) if not is_noise for word in part)

    def find_level(self, words: Sequence[str]) -> str:
        """The highest level that a word names; empty for none."""
        named = [level for _, level in split_by(words, self.levels) if level]
        return min(named, key=list(dict.fromkeys(self.levels.values())).index, default="")


def split_by(words: Sequence[str], table: Mapping[Words, Value]) -> Iterator[tuple[Words, Value | None]]:
    """The words from left to right: the longest run that the table knows with its value, or one word with None."""
    longest, place = 5, 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            run = tuple(words[place : place + length])
            if run in table:
                yield run, table[run]
                break
        else:
            length, run = 1, (words[place],)
            yield run, None
        place += length


@cache
def part_tables() -> PartTables:
    """The tables of parts, read once."""
    tables: dict[str, Any] = dict(read_table("title_parts.toml").entries)
    return PartTables(
        words=MappingProxyType({word: tuple(long.split()) for word, long in tables["words"].items()}),
        phrases=MappingProxyType(
            {tuple(short.split()): tuple(long.split()) for short, long in tables["phrases"].items()}
        ),
        credentials=MappingProxyType(
            _by_words(
                (row["marks"], Credential(row["name"], row["role"], row["kind"])) for row in tables["credentials"]
            )
        ),
        noise=frozenset(tuple(words.split()) for words in tables["noise"]["words"]),
        levels=MappingProxyType(_by_words((row["words"], row["level"]) for row in tables["levels"])),
        specialties=MappingProxyType(
            _by_words(
                (row["words"], Specialty(row["name"], row.get("physician", ""), row.get("nurse", "")))
                for row in tables["specialties"]
            )
        ),
        choices=MappingProxyType(
            {
                spelling_key(title): Choice(tuple(row["slugs"]), row.get("note", ""), row.get("is_sure", False))
                for row in tables["asks"]
                for title in row["titles"]
            }
        ),
    )


def parse_title(text: str) -> TitleParts:
    """A title with its parts set aside. Nothing is dropped that may name the work."""
    tables = part_tables()
    words, credentials = _take_credentials(_split_segments(text))
    segments = _expand_segments(words)
    core = tuple(word for segment in segments for word in segment)
    specialty_parts = [(part, known) for part, known in split_by(core, tables.specialties) if known]
    return TitleParts(
        segments=segments,
        core=core,
        credentials=tuple(dict.fromkeys(credentials)),
        specialties=tuple(dict.fromkeys(known for _, known in specialty_parts)),
        specialty_words=frozenset(word for part, _ in specialty_parts for word in part),
        level=tables.find_level(core),
    )


def _split_segments(text: str) -> list[PlacedWord]:
    """Every word with the number of its segment; what follows "at" is left out."""
    segments = enumerate(SEPARATOR.split(DOTTED.sub(lambda match: match[0].replace(".", ""), text)))
    return [(word, place) for place, segment in segments for word in split_words(PLACE.sub("", segment))]


def _take_credentials(words: list[PlacedWord]) -> tuple[list[PlacedWord], list[Credential]]:
    """The words that are none, and the credentials. A mark may go over a bracket or a slash: RT(R), OTR/L."""
    kept: list[PlacedWord] = []
    credentials = []
    place = 0
    for part, credential in split_by([word for word, _ in words], part_tables().credentials):
        own = words[place : place + len(part)]
        is_first = place == 0 or words[place - 1][1] != own[0][1]
        is_last = place + len(part) == len(words) or words[place + len(part)][1] != own[-1][1]
        # Letters that name no work may be a word of the title where they stand first: a PE teacher is no engineer.
        if credential and (credential.role or not is_first or is_last):
            credentials.append(credential)
        else:
            kept += own
        place += len(part)
    return kept, credentials


def _expand_segments(words: list[PlacedWord]) -> tuple[Words, ...]:
    """The segments with short forms written out. A short form may go over a slash: Med/Surg, Ob/Gyn."""
    tables = part_tables()
    segments: dict[int, list[str]] = {}
    place = 0
    for part, long in split_by([word for word, _ in words], tables.phrases):
        own = long if long is not None else tables.words.get(part[0], part)
        segments.setdefault(words[place][1], []).extend(own)
        place += len(part)
    return tuple(map(tuple, segments.values()))


def list_forms(parts: TitleParts) -> tuple[Words, ...]:
    """The forms of a title to look for, the fullest first: the whole, the parts turned around, each part by itself."""
    sequences = [parts.core]
    if len(parts.segments) > 1:
        sequences += [tuple(word for words in reversed(parts.segments[:2]) for word in words), *parts.segments]
    forms = [form for words in sequences for form in _shorten(words)]
    for words in sequences:
        forms += _shorten(tuple(word for word in words if word not in parts.specialty_words))
        # A dean of admissions is a dean.
        forms += [words[: words.index(link)] for link in ("of", "in") if link in words]
    return tuple(dict.fromkeys(form for form in forms if form))


def _shorten(words: Words) -> Iterator[Words]:
    """The words, then without noise, then word by word without levels at either end; then what they lead."""
    yield words
    bare = part_tables().without_noise(words) or words
    yield bare
    while len(bare) > 1 and ROMAN_OR_NUMBER.match(bare[-1]):
        bare = bare[:-1]
        yield bare
    yield from _lead_forms(bare)
    while len(bare) > 1 and (bare[0] in _FRONT or ROMAN_OR_NUMBER.match(bare[0])):
        bare = bare[1:]
        yield bare
        yield from _lead_forms(bare)


_FRONT = frozenset(
    {
        "senior",
        "junior",
        "lead",
        "staff",
        "principal",
        "associate",
        "assistant",
        "entry",
        "mid",
        "level",
        "deputy",
        "group",
    }
    | {"distinguished", "chief", "founding", "executive", "strategic", "certified", "licensed"}
)


def _lead_forms(words: Words) -> Iterator[Words]:
    """Whoever heads something, by each name that the work may have: "director of sales" is "sales director", "sales manager"."""
    if len(words) < 2:
        return
    if words[0] in LEADERS:
        subject = words[2:] if words[1] == "of" else words[1:]
    elif words[-1] in LEADERS:
        subject = words[:-1]
    else:
        return
    if not subject:
        return
    if subject[-1] == "management" and len(subject) > 1:
        subject = subject[:-1]
    if "lead" in (words[0], words[-1]):
        yield from (subject, (*subject, "supervisor"))
    yield from (("head", "of", *subject), ("director", "of", *subject), (*subject, "director"), ("vp", "of", *subject))
    yield (*subject, "manager")


def _by_words(rows: Iterable[tuple[Iterable[str], Value]]) -> dict[Words, Value]:
    return {tuple(text.split()): value for texts, value in rows for text in texts}
