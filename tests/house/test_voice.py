"""The voice of everything people read, as far as a machine can hear it: calm, plain, American, and no dashes for drama.

Templates, letters, the texts of the library and the sentences in the program. Each rule is one pass that lists its offenders.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from saas.library.checks import voice
from saas.library.kinds.text import iter_prose
from saas.library.seed.loading import FOLDER as SEED_FOLDER
from tests.content import all_seeds
from tests.content import name_of as seed_name
from tests.house.source import SAAS, TEMPLATES, name_of, python, tree

# The list of words to avoid has to name them.
HABITS = Path(voice.__file__).with_suffix(".toml")


def template_text(file: Path) -> str:
    """What is shown: text between tags, and attributes that are read aloud."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!.*?>", " ", file.read_text(encoding="utf-8"), flags=re.S)
    aloud = re.findall(r"""(?:alt|aria-label|title|placeholder)="([^"]*)\"""", text)
    return " ".join([re.sub(r"<[^>]*>", " ", text), *aloud])


def program_text(file: Path) -> str:
    """Sentences in the program: refusals, questions of the shop, reasons. No docstrings."""
    nodes = list(ast.walk(tree(file)))
    documents = {node.value for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    sentences = (
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents
    )
    return "\n".join(sentence for sentence in sentences if len(sentence.split()) > 3)


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_in(item)


@cache
def all_texts() -> dict[str, str]:
    """Every text by the name of its file or piece. Facts are quoted from elsewhere, and the local Stripe speaks as Stripe
    does."""
    texts = {name_of(file): template_text(file) for file in TEMPLATES.rglob("*.*")}
    texts |= {seed_name(seed): "\n".join(text for _, text in iter_prose(seed.content)) for seed in all_seeds()}
    for file in sorted(SAAS.rglob("*.toml")):
        if SEED_FOLDER not in file.parents and SAAS / "facts" not in file.parents and file != HABITS:
            texts[name_of(file)] = "\n".join(strings_in(tomllib.loads(file.read_text(encoding="utf-8"))))
    texts |= {name_of(file): file.read_text(encoding="utf-8") for file in sorted(SAAS.rglob("*.typ"))}
    programs = [file for file in python() if SAAS / "sandbox" not in file.parents]
    return texts | {name_of(file): program_text(file) for file in programs}


def offenders(find: Callable[[str], Iterable[str]]) -> list[str]:
    return [f"{name}: “{phrase}”" for name, text in all_texts().items() for phrase in find(text)]


@pytest.mark.parametrize(
    "place", ["role accountant", "step ", "templates/letters/", "templates/library/", "saas/library/", ".typ"]
)
def test_every_place_that_people_read_is_listened_to(place: str) -> None:
    assert [name for name, text in all_texts().items() if place in name and text]


@pytest.mark.parametrize("habit", voice.HABITS)
def test_no_text_has_a_habit_that_we_avoid(habit: str) -> None:
    assert offenders(lambda text: voice.find_phrases(text, voice.HABITS[habit])) == []


def test_there_are_no_exclamation_marks() -> None:
    assert offenders(voice.SHOUT.findall) == []


def test_dashes_are_rare() -> None:
    assert [name for name, text in all_texts().items() if voice.has_too_many_dashes(text)] == []


def test_no_word_stands_twice() -> None:
    assert offenders(voice.DOUBLED.findall) == []
