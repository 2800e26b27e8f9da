"""Habits of the code: names, exceptions, comments."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import SAAS, functions, name_of, python, tree

EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|services?|managers?|base|common|misc|stuff)(_|$)")
EMPTY_VERBS = re.compile(r"^_?(process|handle|do|perform|execute)_")
# What a library calls, and therefore names.
GIVEN = {"process_bind_param", "process_result_value", "base_exceptions"}


def packages() -> list[Path]:
    return sorted(file.parent for file in SAAS.glob("*/__init__.py"))


def test_no_file_is_named_for_nothing() -> None:
    assert [name_of(file) for file in python() if EMPTY_NAMES.search(file.stem)] == []


def test_no_function_is_named_for_nothing() -> None:
    empty = [
        str(function)
        for function in functions()
        if EMPTY_VERBS.match(function.name) or EMPTY_NAMES.search(function.name)
    ]
    assert [name for name in empty if not any(given in name for given in GIVEN)] == []


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.name)
def test_every_feature_says_what_it_owns(package: Path) -> None:
    assert len(ast.get_docstring(tree(package / "__init__.py")) or "") > 60


@pytest.mark.parametrize("file", python(), ids=name_of)
def test_every_file_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(tree(file))


# The outermost loops, which must survive whatever happens inside.
CATCH_ALL = {
    "saas/kernel/worker.py": "whatever a job raises is an attempt that failed",
    "saas/wsgi.py": "whatever a developer has just typed is shown in the browser",
}
INNER_IMPORTS = 5


def test_nothing_catches_everything() -> None:
    broad = {
        name_of(file): node.lineno
        for file in python()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not isinstance(node.body[-1], ast.Raise)
    }
    assert set(broad) == set(CATCH_ALL)


def test_imports_stand_on_top() -> None:
    """But for a few that are slow and seldom needed, or that may fail."""
    inner = {
        f"{name_of(file)}:{node.lineno}: {ast.unparse(node)}"
        for file in python()
        for function in ast.walk(tree(file))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert len(inner) <= INNER_IMPORTS, sorted(inner)


def test_nothing_waits_to_be_done_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [name_of(file) for file in python() if marks.search(file.read_text(encoding="utf-8"))] == []
