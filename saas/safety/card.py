"""The words of the card with 988, read from `facts/data/crisis_card.toml`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from saas.facts.tables import read_toml

FILE = "crisis_card.toml"


@dataclass(frozen=True, slots=True)
class Act:
    """A link that reaches somebody: tel:, sms: or https:."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """Help for a situation or in a language. `language` is a BCP 47 tag; `words` are Markdown, a paragraph each."""

    label: str
    words: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class CrisisCard:
    """`acts` reach the lifeline; `ways` are what else there is, in the order to be read."""

    title: str
    words: tuple[str, ...]
    acts: tuple[Act, ...]
    ways: tuple[Way, ...]


@cache
def load_card() -> CrisisCard:
    """The card. KeyError where the file lacks a part of it."""
    entries = read_toml(FILE)
    lifeline = entries.pop("lifeline")
    return CrisisCard(
        title=lifeline["title"],
        words=tuple(lifeline["words"]),
        acts=tuple(Act(act["words"], act["href"]) for act in lifeline["acts"]),
        ways=tuple(_parse_way(entry) for entry in entries.values()),
    )


def _parse_way(entry: Mapping[str, Any]) -> Way:
    return Way(entry["label"], tuple(entry["words"]), entry.get("language", "en-US"))
