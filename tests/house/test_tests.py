"""Tests are the specification: each says something that can be wrong, and none is satisfied by a page that is missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.house.source import TESTS, name_of, python, tree

# Called for the exception it raises where what it waits for does not come true.
CHECKS = {"raises", "warns", "fail", "expect", "wait_for_url", "raise_for_status"}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file in python(TESTS):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef):
                yield name_of(file), node


def called_names(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


@cache
def checking_helpers() -> set[str]:
    """Functions of the tests that assert something, or call one that does."""
    bodies = {function.name: function for _, function in functions() if not function.name.startswith("test_")}
    checking = {name for name, body in bodies.items() if any(isinstance(node, ast.Assert) for node in ast.walk(body))}
    while more := {name for name, body in bodies.items() if called_names(body) & (checking | CHECKS)} - checking:
        checking |= more
    return checking


def says_something(function: ast.FunctionDef) -> bool:
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    # A fixture may hand out a function under its own name, as `check_shape`.
    return bool(called_names(function) & (checking_helpers() | CHECKS))


def test_every_test_says_something_that_can_be_wrong() -> None:
    silent = [
        f"{file}::{function.name}"
        for file, function in functions()
        if function.name.startswith("test_") and not says_something(function)
    ]
    assert silent == []


def test_no_test_is_satisfied_by_a_page_that_is_not_there() -> None:
    """A test that takes 404 beside 200 passes when a page has gone."""
    lenient = [
        f"{file}::{function.name}"
        for file, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Compare) and "status_code" in ast.unparse(node.left)
        for operator, choice in zip(node.ops, node.comparators, strict=True)
        if isinstance(operator, ast.In)
        and isinstance(choice, ast.Tuple | ast.Set | ast.List)
        and {200, 404} <= set(map(constant, choice.elts))
    ]
    assert lenient == []


def constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def test_the_name_of_a_test_is_a_sentence() -> None:
    short = [
        f"{file}::{function.name}"
        for file, function in functions()
        if function.name.startswith("test_") and function.name.count("_") < 3
    ]
    assert short == []
