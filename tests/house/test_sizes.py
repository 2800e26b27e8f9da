"""Budgets: small enough to read at one sitting. Raise one only with a reason beside it."""

from __future__ import annotations

from statistics import median

from tests.house.source import SAAS, TESTS, code_lines, functions, name_of, python

FILE_MAX, FILE_MEDIAN = 300, 60
FUNCTION_MAX, FUNCTION_MEDIAN = 40, 8
VIEW_MAX = 20
TEST_MEDIAN = 10
ROUTES = (".get(", ".post(", ".route(", ".put(", ".delete(")


def test_no_file_has_more_than_300_lines() -> None:
    """Content files (TOML) are prose and exempt: an article is as long as it is."""
    long = {name_of(file): code_lines(file) for folder in (SAAS, TESTS) for file in python(folder)}
    assert {name: lines for name, lines in long.items() if lines > FILE_MAX} == {}


def test_half_of_all_files_have_at_most_60_lines() -> None:
    assert median(code_lines(file) for file in python() if code_lines(file)) <= FILE_MEDIAN


def test_no_function_has_more_than_40_lines() -> None:
    assert [str(function) for function in functions() if function.lines > FUNCTION_MAX] == []


def test_half_of_all_functions_have_at_most_8_lines() -> None:
    assert median(function.lines for function in functions()) <= FUNCTION_MEDIAN


def test_no_view_has_more_than_20_lines() -> None:
    views = [one for one in functions() if any(route in mark for mark in one.decorators for route in ROUTES)]
    assert len(views) > 20
    assert [str(view) for view in views if view.lines > VIEW_MAX] == []


def test_half_of_all_tests_have_at_most_10_lines() -> None:
    assert median(one.lines for one in functions(TESTS) if one.name.startswith("test_")) <= TEST_MEDIAN


def test_there_is_at_least_as_much_test_as_program() -> None:
    """Without the local Stripe and its own tests: it is what other tests and a developer pay at, and no customer runs it."""
    program, tests = (
        sum(
            code_lines(file) for file in python(folder) if not {SAAS / "sandbox", TESTS / "sandbox"} & set(file.parents)
        )
        for folder in (SAAS, TESTS)
    )
    assert tests >= program
