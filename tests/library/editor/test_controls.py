"""Controls of a content: one for each field, groups for its parts, rows for what repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from saas.library.editor.controls import Control, build_controls, label_of
from saas.library.kinds.articles import FaqPage
from saas.library.kinds.parts import LAST_FIELDS
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import CONTENT_CLASSES, Kind
from saas.library.kinds.steps import StepPiece
from tests.library.drafts import role, step

GIVEN = step(is_weekly=True).model_dump(mode="json")


def by_name(parts: Iterable[Control]) -> dict[str, Control]:
    return {part.name: part for part in _all(parts)}


def _all(parts: Iterable[Control]) -> Iterator[Control]:
    for part in parts:
        yield part
        yield from _all(part.parts)


@pytest.mark.parametrize("kind", CONTENT_CLASSES)
def test_every_field_has_its_control_in_the_order_of_the_shape_and_what_is_below_the_text_last(kind: Kind) -> None:
    fields = [name for name in CONTENT_CLASSES[kind].model_fields if name not in LAST_FIELDS]
    shown = [part.name for part in build_controls(CONTENT_CLASSES[kind], {})]
    assert shown[: len(fields)] == fields
    assert set(shown[len(fields) :]) == set(CONTENT_CLASSES[kind].model_fields) - set(fields)


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
    assert by_name(build_controls(StepPiece, GIVEN))[name].kind == kind


def test_a_choice_offers_every_word_of_its_kind() -> None:
    found = by_name(build_controls(StepPiece, GIVEN))
    assert found["kind"].options == ("money", "search", "people", "self")
    assert by_name(build_controls(FaqPage, {}))["stage"].options[-2:] == ("interviews-and-offers", "this-plan")


def test_what_is_held_stands_in_its_control() -> None:
    found = by_name(build_controls(StepPiece, GIVEN))
    assert found["title"].value == step().title
    assert (found["minutes"].value, found["when"].value) == (str(step().minutes), "\n".join(step().when))
    assert (found["is_weekly"].value, found["is_note"].value) == ("yes", "")


def test_what_repeats_has_a_row_for_each_and_its_place_in_every_name() -> None:
    found = by_name(build_controls(RolePage, role().model_dump(mode="json")))
    assert len(found["sections"].parts) == len(role().sections)
    assert found["sections.1.heading"].value == role().sections[1].heading
    assert found["sectors.2.titles"].value == "\n".join(role().sectors[2].titles)
    assert found["sections.0"].label == "Sections 1"


def test_an_empty_form_has_the_defaults_and_no_rows() -> None:
    found = by_name(build_controls(StepPiece, {}))
    assert (found["weight"].value, found["shelf"].value, found["title"].value) == ("50", "unsorted", "")
    assert by_name(build_controls(RolePage, {}))["sections"].parts == ()


@pytest.mark.parametrize("source", [None, "", [], {}])
def test_a_part_that_is_not_there_has_its_empty_controls(source: object) -> None:
    found = by_name(build_controls(StepPiece, {"source": source}))
    assert [part.value for part in found["source"].parts] == ["", "", ""]


def test_what_was_typed_wrongly_stands_as_it_was_typed() -> None:
    found = by_name(build_controls(StepPiece, {"minutes": "soon", "phase": "never", "when": ["because", "so"]}))
    assert (found["minutes"].value, found["phase"].value) == ("soon", "never")
    assert found["when"].value == "because\nso"


def test_a_row_that_is_none_is_an_empty_row() -> None:
    [row] = by_name(build_controls(RolePage, {"sections": ["?"]}))["sections"].parts
    assert [part.value for part in row.parts] == ["", ""]


def test_a_control_says_what_it_is_and_how_to_fill_it() -> None:
    found = by_name(build_controls(StepPiece, {}))
    assert (found["when"].label, found["is_gentle"].label) == ("Conditions, one a line", "Fit for a bad day")
    assert "employment is laid-off" in found["when"].hint


@pytest.mark.parametrize(("key", "label"), [("pay_note", "How to read the pay"), ("some_new_field", "Some new field")])
def test_a_field_without_a_label_is_called_by_its_name(key: str, label: str) -> None:
    assert label_of(key) == label
