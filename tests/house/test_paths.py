"""Paths that the program leads to by name exist: a page above a feature is known to it by its path alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from tests.house.source import SAAS, name_of, python, tree

# Keyword arguments and calls whose first argument is a path of ours.
KEYWORDS, CALLS = ("next_href", "end_path", "entry_path"), ("redirect",)


def paths() -> Iterator[tuple[str, str]]:
    """File and path of each; what an f-string fills in is “1”."""
    for file in python(SAAS):
        if SAAS / "sandbox" not in file.parents:
            for node in ast.walk(tree(file)):
                for value in _values(node):
                    path = _text(value)
                    if path.startswith("/"):
                        yield name_of(file), path.partition("?")[0].partition("#")[0]


def _values(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.keyword) and node.arg in KEYWORDS:
        yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
        yield node.args[0]
    elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id.endswith("_PATH") for t in node.targets):
        yield node.value


def _text(value: ast.expr) -> str:
    if isinstance(value, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in value.values)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def test_every_path_that_code_leads_to_exists(app: Flask) -> None:
    adapter = app.url_map.bind("shop.test")

    def leads_somewhere(path: str) -> bool:
        try:
            adapter.match(path, method="GET")
        except NotFound:
            return False
        except RequestRedirect:
            return True
        return True

    assert [(file, path) for file, path in paths() if not leads_somewhere(path)] == []


@pytest.mark.parametrize("path", ["/start/preview", "/intake/review", "/plan/changes"])
def test_where_the_questions_end_is_among_them(path: str) -> None:
    assert path in {known for _, known in paths()}
