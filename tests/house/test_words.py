"""The house's voice, as far as a machine can hear it: calm, plain, American, and no dashes for drama."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saas.settings import ROOT
from tests.house.source import TEMPLATES, name_of, python, tree

HYPE = [
    "amazing",
    "awesome",
    "incredible",
    "revolutionary",
    "game-changing",
    "game-changer",
    "cutting-edge",
    "world-class",
    "best-in-class",
    "supercharge",
    "unlock",
    "unleash",
    "skyrocket",
    "effortless",
    "effortlessly",
    "seamless",
    "seamlessly",
    "delve",
    "empower",
    "empowering",
    "elevate",
    "turbocharge",
    "guru",
    "rockstar",
    "ninja",
    "journey",
    "thrive",
    "thriving",
    "unprecedented",
    "leverage",
    "synergy",
    "transformative",
    "robust",
    "holistic",
    "curated",
]
URGENCY = [
    "hurry",
    "act now",
    "don't miss",
    "limited time offer",
    "for a limited time",
    "last chance",
    "only today",
    "today only",
    "before it's too late",
    "risk-free",
]
COMFORT = [
    "you've got this",
    "you got this",
    "self-care",
    "hold space",
    "your feelings are valid",
    "stay positive",
    "reach out",
    "oops",
    "uh-oh",
    "whoops",
    "sorry to hear",
]
BRITISH = [
    "colour",
    "favour",
    "behaviour",
    "labour",
    "honour",
    "neighbour",
    "organise",
    "organisation",
    "recognise",
    "realise",
    "realised",
    "analyse",
    "programme",
    "licence",
    "centre",
    "metre",
    "cheque",
    "enrol",
    "enrolment",
    "cancelled",
    "travelling",
    "labelled",
    "fulfil",
    "skilful",
    "whilst",
    "amongst",
    "catalogue",
    "practise",
    "judgement",
    "specialise",
    "prioritise",
    "summarise",
    "apologise",
    "optimise",
    "grey",
    "learnt",
    "spelt",
    "towards",
    "cosy",
]
MACHINE = [
    "it's important to note",
    "it is important to note",
    "in today's",
    "at the end of the day",
    "when it comes to",
    "navigate the",
    "a testament to",
    "tapestry",
    "landscape of",
]
# Names and quotations that are what they are.
PROPER = re.compile(r"Labour Party|Centre for|World Health Organisation|Landscape of", re.I)
DASHES_PER_1000_WORDS = 3.0


def prose_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("url", "slug", "when", "due", "href", "key", "checked_on", "name", "after", "instead_of"):
                yield from prose_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from prose_of(inner)


def of_template(file: Path) -> str:
    """What is shown: text between tags, and attributes that are read aloud."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!.*?>", " ", file.read_text(encoding="utf-8"), flags=re.S)
    aloud = re.findall(r"""(?:alt|aria-label|title|placeholder)="([^"]*)\"""", text)
    return " ".join([re.sub(r"<[^>]*>", " ", text), *aloud])


def of_program(file: Path) -> str:
    """Sentences in the program: refusals, questions of the shop, reasons."""
    constants = [
        node for node in ast.walk(tree(file)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    documents = {
        node.value
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return "\n".join(str(one.value) for one in constants if one not in documents and len(str(one.value).split()) > 3)


def texts() -> dict[str, str]:
    found = {name_of(file): of_template(file) for file in TEMPLATES.rglob("*.*")}
    for file in sorted((ROOT / "saas").rglob("*.toml")):
        if "facts" not in file.parts:
            found[name_of(file)] = "\n".join(prose_of(tomllib.loads(file.read_text(encoding="utf-8"))))
    for file in python():
        if "sandbox" not in file.parts and of_program(file):
            found[name_of(file)] = of_program(file)
    return found


TEXTS = texts()
both = pytest.mark.parametrize("name", TEXTS)


def heard(name: str, words: list[str]) -> list[str]:
    wanted = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, words)) + r")(?![\w-])", re.I)
    text = PROPER.sub(" ", TEXTS[name].replace("’", "'"))
    return [text[max(0, found.start() - 30) : found.end() + 30] for found in wanted.finditer(text)]


@both
def test_nobody_shouts(name: str) -> None:
    assert re.findall(r".{0,30}!(?!=)", TEXTS[name]) == []


@both
def test_nobody_praises_us(name: str) -> None:
    assert heard(name, HYPE) == []


@both
def test_nobody_is_hurried(name: str) -> None:
    assert heard(name, URGENCY) == []


@both
def test_nobody_is_patted(name: str) -> None:
    assert heard(name, COMFORT) == []


@both
def test_words_are_spelled_as_in_the_united_states(name: str) -> None:
    assert heard(name, BRITISH) == []


@both
def test_nothing_sounds_filled_in(name: str) -> None:
    assert heard(name, MACHINE) == []


@both
def test_dashes_are_rare(name: str) -> None:
    text = TEXTS[name]
    words = len(text.split())
    assert len(re.findall(r"\s—\s|\w—\w", text)) <= max(1, words * DASHES_PER_1000_WORDS / 1000)


@both
def test_no_word_stands_twice(name: str) -> None:
    doubled = re.findall(r"\b(?!(?:had|that)\b)([a-z]{2,}) \1\b", TEXTS[name])
    assert doubled == []
