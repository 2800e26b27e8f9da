"""Every requirement of OWASP ASVS 5.0.0, levels 1 and 2, is decided, and whatever is called met points at its proof."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from saas.settings import ROOT
from tests.house.asvs import STATES, list_decisions, list_ids, print_table
from tests.house.source import tree

DECISIONS = list_decisions()


def test_every_requirement_is_decided_once() -> None:
    """70 of level 1 and 183 of level 2, as published."""
    ids = list_ids()
    assert Counter(ids.values()) == {1: 70, 2: 183}
    assert Counter(decision.id for decision in DECISIONS) == Counter(list(ids))


def test_every_decision_says_why_in_a_sentence() -> None:
    unsaid = [
        decision.id
        for decision in DECISIONS
        if not (decision.reason.endswith(".") and decision.what.endswith(".") and len(decision.reason) > 12)
    ]
    assert unsaid == []


def test_whatever_is_met_points_at_its_proof() -> None:
    assert [decision.id for decision in DECISIONS if decision.state == "met" and not decision.proof] == []


@cache
def names_in(file: Path) -> frozenset[str]:
    """Functions, classes, methods (`Class.method`) and constants that a module defines."""
    names = set()
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return frozenset(names)


@cache
def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def leads_somewhere(pointer: str) -> bool:
    path, mark, name = pointer.partition("::") if "::" in pointer else pointer.partition("#")
    file = ROOT / path
    if not mark or not name or not file.is_file():
        return False
    return name in (names_in(file) if file.suffix == ".py" and mark == "::" else text_of(file))


@pytest.mark.parametrize("state", STATES)
def test_every_pointer_leads_to_a_test_or_to_code(state: str) -> None:
    dead = [
        f"{decision.id}: {pointer}"
        for decision in DECISIONS
        if decision.state == state
        for pointer in decision.proof
        if not leads_somewhere(pointer)
    ]
    assert dead == []


def test_the_table_is_printed_by_chapter_with_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    print_table()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[-4:] == ["met", "not", "applicable", "left"]
    [total] = [line for line in lines if line.startswith("All")]
    assert sum(map(int, total.split()[1:])) == 253
