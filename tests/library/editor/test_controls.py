"""Controls of a content: one for each field, groups for its parts, rows for what repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import pytest

from saas.library.editor.controls import Control, build_controls
from saas.library.kinds.articles import FaqPage
from saas.library.kinds.fields import Content, Editor
from saas.library.kinds.parts import Body
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.steps import StepContent
from tests.library.drafts import role, step

GIVEN = step(is_weekly=True).model_dump(mode="json")


def by_name(parts: Iterable[Control]) -> dict[str, Control]:
    return {part.name: part for part in _all(parts)}


def _all(parts: Iterable[Control]) -> Iterator[Control]:
    for part in parts:
        yield part
        yield from _all(part.parts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_its_control_in_the_order_of_the_class_and_what_is_below_the_text_last(kind: Kind) -> None:
    fields = [name for name in KINDS[kind].content.model_fields if name not in ("read_next", "sources")]
    shown = [part.name for part in build_controls(KINDS[kind].content, {})]
    assert shown[: len(fields)] == fields
    assert set(shown[len(fields) :]) == set(KINDS[kind].content.model_fields) - set(fields)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("title", "line"),
        ("why", "text"),
        ("minutes", "number"),
        ("phase", "choice"),
        ("when", "lines"),
        ("after", "lines"),
        ("source", "group"),
        ("source.checked_on", "date"),
        ("source.url", "line"),
        ("is_gentle", "flag"),
    ],
)
def test_a_field_has_the_control_that_fits_it(name: str, kind: str) -> None:
    assert by_name(build_controls(StepContent, GIVEN))[name].kind == kind


def test_a_choice_offers_every_word_of_its_kind() -> None:
    controls = by_name(build_controls(StepContent, GIVEN))
    assert controls["kind"].options == ("money", "search", "people", "self")
    assert by_name(build_controls(FaqPage, {}))["stage"].options[-2:] == ("interviews-and-offers", "this-plan")


def test_what_is_held_stands_in_its_control() -> None:
    controls = by_name(build_controls(StepContent, GIVEN))
    assert controls["title"].value == step().title
    assert (controls["minutes"].value, controls["when"].value) == (str(step().minutes), "\n".join(step().when))
    assert (controls["is_weekly"].value, controls["is_note"].value) == ("yes", "")


def test_what_repeats_has_a_row_for_each_and_its_place_in_every_name() -> None:
    controls = by_name(build_controls(RolePage, role().model_dump(mode="json")))
    assert len(controls["sections"].parts) == len(role().sections)
    assert controls["sections.1.heading"].value == role().sections[1].heading
    assert controls["sectors.2.titles"].value == "\n".join(role().sectors[2].titles)
    assert controls["sections.0"].label == "Sections 1"


def test_an_empty_form_has_the_defaults_and_no_rows() -> None:
    controls = by_name(build_controls(StepContent, {}))
    assert (controls["weight"].value, controls["shelf"].value, controls["title"].value) == ("50", "unsorted", "")
    assert by_name(build_controls(RolePage, {}))["sections"].parts == ()


@pytest.mark.parametrize("source", [None, "", [], {}])
def test_a_part_that_is_not_there_has_its_empty_controls(source: object) -> None:
    controls = by_name(build_controls(StepContent, {"source": source}))
    assert [part.value for part in controls["source"].parts] == ["", "", ""]


def test_what_was_typed_wrongly_stands_as_it_was_typed() -> None:
    controls = by_name(build_controls(StepContent, {"minutes": "soon", "phase": "never", "when": ["because", "so"]}))
    assert (controls["minutes"].value, controls["phase"].value) == ("soon", "never")
    assert controls["when"].value == "because\nso"


def test_a_row_that_is_none_is_an_empty_row() -> None:
    [row] = by_name(build_controls(RolePage, {"sections": ["?"]}))["sections"].parts
    assert [part.value for part in row.parts] == ["", ""]


def test_a_control_says_what_it_is_and_how_to_fill_it() -> None:
    controls = by_name(build_controls(StepContent, {}))
    assert (controls["when"].label, controls["is_gentle"].label) == ("Conditions, one a line", "Fit for a bad day")
    assert "employment is laid-off" in controls["when"].hint


def test_a_field_without_a_label_is_called_by_its_name() -> None:
    class Recipe(Content):
        cooking_time: str
        serves: Annotated[int, Editor("People", "How many it feeds.")]

    cooking_time, serves = build_controls(Recipe, {})
    assert (cooking_time.label, cooking_time.hint) == ("Cooking time", "")
    assert (serves.label, serves.hint) == ("People", "How many it feeds.")


def test_of_several_labels_the_one_nearest_to_the_field_is_shown() -> None:
    class Recipe(Content):
        method: Annotated[Body, Editor("Method")]

    [method] = build_controls(Recipe, {})
    assert (method.label, method.hint.split(".")[0], method.kind) == ("Method", "Markdown", "text")
