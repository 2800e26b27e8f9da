"""Sizes that show when something has grown by accident. Where one makes somebody split or squeeze, it is wrong: change it."""

from __future__ import annotations

from tests.house.source import SAAS, TESTS, functions, line_count, name_of, python

FILE_LINES, FUNCTION_LINES, VIEW_LINES = 400, 50, 25
ROUTES = (".get(", ".post(", ".route(", ".put(", ".delete(")


def test_no_file_is_longer_than_400_lines() -> None:
    """Content and data (TOML) are exempt: an article is as long as it is."""
    lengths = {name_of(file): line_count(file) for folder in (SAAS, TESTS) for file in python(folder)}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    assert [str(function) for function in functions() if function.lines > FUNCTION_LINES] == []


def test_no_view_is_longer_than_25_lines() -> None:
    views = [
        function for function in functions() if any(route in mark for mark in function.decorators for route in ROUTES)
    ]
    assert views
    assert [str(view) for view in views if view.lines > VIEW_LINES] == []
