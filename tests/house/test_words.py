"""The house's voice, as far as a machine can hear it: calm, plain, American, and no dashes for drama."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saas.library.checks import voice
from saas.settings import ROOT
from tests.house.source import SAAS, TEMPLATES, name_of, python, tree


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
    for file in sorted((ROOT / "saas").rglob("*.typ")):
        found[name_of(file)] = file.read_text(encoding="utf-8")
    for file in python():
        # The list of words to avoid has to name them.
        if SAAS / "sandbox" not in file.parents and file.name != "voice.py" and of_program(file):
            found[name_of(file)] = of_program(file)
    return found


TEXTS = texts()
both = pytest.mark.parametrize("name", TEXTS)


def heard(name: str, words: tuple[str, ...]) -> list[str]:
    return voice.find_phrases(TEXTS[name], words)


@both
def test_nobody_shouts(name: str) -> None:
    assert voice.SHOUT.findall(TEXTS[name]) == []


@both
def test_nobody_praises_us(name: str) -> None:
    assert heard(name, voice.HYPE) == []


@both
def test_nobody_is_hurried(name: str) -> None:
    assert heard(name, voice.URGENCY) == []


@both
def test_nobody_is_patted(name: str) -> None:
    assert heard(name, voice.COMFORT) == []


@both
def test_words_are_spelled_as_in_the_united_states(name: str) -> None:
    assert heard(name, voice.BRITISH) == []


@both
def test_nothing_sounds_filled_in(name: str) -> None:
    assert heard(name, voice.MACHINE) == []


@both
def test_dashes_are_rare(name: str) -> None:
    assert not voice.has_too_many_dashes(TEXTS[name])


@both
def test_no_word_stands_twice(name: str) -> None:
    assert voice.DOUBLED.findall(TEXTS[name]) == []
