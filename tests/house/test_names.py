"""Names that a newcomer would read twice: STYLE.md says why, and this lists every one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import SAAS, TESTS, name_of, python, tree


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILE_NAMES = words(
    """
    room world ground wanted desk press papers doors machines exchange marks told telling said reading giving
    asking money_back look sharing walk trades standing lengths ease likeness copies ways whole changing drawn
"""
)

FUNCTION_NAMES = words(
    """
    room room_for press set_in_type doors money_back ask look follow refunds_seen let_go move tell book told
    telling said take come_back bring_in drawn plant nobodys own keep ease likeness standing lengths asking
    whole move_in weather town
"""
)

CLASS_NAMES = words(
    """
    World Ground Wanted Pen Walk Trades TradeBook Moved OnItsWay Contested Extras House Purse Kept Told Telling
    Wish Book Desk
"""
)

# They say that there is something, and not what.
VARIABLE_NAMES = words(
    """
    one found asked held told gone made wish
"""
)

# Nouns of the product or of a library's interface.
ALLOWED_FILES = {"saas/planner/decision/desk.py"}
ALLOWED_MODULE_FUNCTIONS = {"saas/planner/compose.py"}


def test_no_file_has_a_name_that_nobody_would_look_for() -> None:
    assert [
        name_of(file) for file in every_file() if file.stem in FILE_NAMES and name_of(file) not in ALLOWED_FILES
    ] == []


def test_no_function_or_class_has_a_name_that_says_nothing() -> None:
    odd = [
        f"{name_of(file)}:{node.lineno} {node.name}"
        for file in every_file()
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.FunctionDef) and node.name.removeprefix("_") in FUNCTION_NAMES)
        or (isinstance(node, ast.ClassDef) and node.name in CLASS_NAMES)
    ]
    assert odd == []


def test_every_variable_says_what_it_holds() -> None:
    odd = [
        f"{name_of(file)}:{line} {name}"
        for file in every_file()
        for line, name in variables(tree(file))
        if name in VARIABLE_NAMES
    ]
    assert odd == []


def test_no_module_holds_a_public_function_of_its_own_name() -> None:
    """`from saas.x import y` would then mean two things."""
    same = [
        name_of(file)
        for file in python(SAAS)
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef) and node.name == file.stem
    ]
    assert set(same) - ALLOWED_MODULE_FUNCTIONS == set()


def test_no_package_re_exports() -> None:
    """An import leads to where a name is defined. A package that imports something uses it itself."""
    exports = [
        f"{name_of(file)}: {name}"
        for file in python(SAAS)
        if file.name == "__init__.py"
        for name in imported_names(tree(file))
        if name not in read_names(tree(file))
    ]
    assert exports == []


def every_file() -> list[Path]:
    return [*python(SAAS), *python(TESTS)]


def variables(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


def imported_names(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield from (alias.asname or alias.name for alias in node.names)


def read_names(module: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
