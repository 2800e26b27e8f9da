"""The line where a fault stands, found by the path that the fault names."""

from __future__ import annotations

from pathlib import Path

import pytest

from saas.library.seed.loading import SeedError, read_seed_file
from saas.library.seed.toml_lines import find_line

PAGE = '''title = "A page"
description = "What it says."
checked_on = 2026-11-23
lead = """
First line.

title = "no field, a line of the text"
[[sections]]
"""

[[sections]]
heading = "One?"
body = "Short."

[[sections]]
heading = "Two?"
body = """
[sources]
heading = "no field either"
"""

[[sources]]
name = "A statute"
url = "https://example.com"
checked_on = 2026-11-23
'''
STEPS = """[[step]]
slug = "first"
title = "First"
when = [
    "employment is laid-off",
]

[step.source]
name = "A statute"
url = "https://example.com"
checked_on = 2026-11-23

[[step]]
slug = "second"
title = "Second"
minutes = 30

[[step.parts]]
name = "one"

[[step.parts]]
name = "two"

[step.source]
name = "Another"
"""


def numbered(text: str, line: str, nth: int = 1) -> int:
    """Where a line stands for the nth time, counted from 1."""
    return [number for number, each in enumerate(text.splitlines(), 1) if each == line][nth - 1]


@pytest.mark.parametrize(
    ("path", "line", "nth"),
    [
        (("title",), 'title = "A page"', 1),
        (("checked_on",), "checked_on = 2026-11-23", 1),
        (("lead",), 'lead = """', 1),
        (("sections", 0, "body"), 'body = "Short."', 1),
        (("sections", 1, "heading"), 'heading = "Two?"', 1),
        (("sections", 1, "body"), 'body = """', 1),
        (("sources", 0, "url"), 'url = "https://example.com"', 1),
        (("sources", 0, "checked_on"), "checked_on = 2026-11-23", 2),
    ],
)
def test_a_field_of_a_page_is_found(path: tuple[str | int, ...], line: str, nth: int) -> None:
    assert find_line(PAGE, path) == numbered(PAGE, line, nth)


@pytest.mark.parametrize(
    ("path", "line", "nth"),
    [
        (("step", 0, "title"), 'title = "First"', 1),
        (("step", 0, "when"), "when = [", 1),
        (("step", 0, "when", 0), "when = [", 1),
        (("step", 0, "source", "name"), 'name = "A statute"', 1),
        (("step", 1, "minutes"), "minutes = 30", 1),
        (("step", 1, "source", "name"), 'name = "Another"', 1),
        (("step", 1, "parts", 0, "name"), 'name = "one"', 1),
        (("step", 1, "parts", 1, "name"), 'name = "two"', 1),
    ],
)
def test_a_field_of_a_step_is_found_among_many(path: tuple[str | int, ...], line: str, nth: int) -> None:
    assert find_line(STEPS, path) == numbered(STEPS, line, nth)


@pytest.mark.parametrize(
    ("text", "path", "line", "nth"),
    [
        (PAGE, ("sections", 1, "color"), "[[sections]]", 3),
        (PAGE, ("sources", 0, "edition"), "[[sources]]", 1),
        (STEPS, ("step", 1, "why"), "[[step]]", 2),
        (STEPS, ("step", 0, "source", "edition"), "[step.source]", 1),
        (STEPS, ("step", 1, "parts", 1, "color"), "[[step.parts]]", 2),
    ],
)
def test_for_what_is_missing_its_table_is_named(text: str, path: tuple[str | int, ...], line: str, nth: int) -> None:
    assert find_line(text, path) == numbered(text, line, nth)


@pytest.mark.parametrize("path", [(), ("stage",), ("sections", 7, "body"), ("readings", 0)])
def test_what_stands_nowhere_is_at_the_top(path: tuple[str | int, ...]) -> None:
    assert find_line(PAGE, path) == 1


def test_an_empty_file_has_a_first_line() -> None:
    assert find_line("", ("title",)) == 1


TERM = '''title = "At-will"
description = "What it means."
checked_on = 2026-11-23
stage = "first-week"
meaning = """
One.
Two."""
matters = "It does."
works = "Like this."
watch = "That."
act = "Read it."

[[sources]]
name = "A statute"
url = "https://example.com"
checked_on = 2026-11-23
'''


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("checked_on = 2026-11-23\nstage", 'checked_on = "soon"\nstage', "line 3, checked_on: "),
        ('stage = "first-week"', 'stage = "someday"', "line 4, stage: "),
        ('act = "Read it."', "act = 3", "line 11, act: "),
        ('url = "https://example.com"', 'url = "example"', "line 15, sources.0.url: "),
        ('watch = "That."\n', "", "line 1, watch: Field required"),
        ('name = "A statute"\n', "", "line 13, sources.0.name: Field required"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    file = tmp_path / "terms" / "at-will.toml"
    file.parent.mkdir()
    file.write_text(TERM.replace(old, new))
    with pytest.raises(SeedError) as refused:
        list(read_seed_file(file))
    assert str(refused.value).startswith(f"terms/at-will.toml, “at-will”: {sentence}")


def test_every_fault_of_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "terms" / "at-will.toml"
    file.parent.mkdir()
    file.write_text(TERM.replace('"Read it."', "3").replace('"first-week"', '"someday"'))
    with pytest.raises(SeedError, match=r"line 4, stage: .*; line 11, act: "):
        list(read_seed_file(file))
