"""From a form to a piece and back, and the buttons that rearrange its rows."""

from __future__ import annotations

from typing import Any

import pytest

from saas.library.editor import form_data
from saas.library.editor.controls import build_controls
from saas.library.editor.form_data import content_fields, parse_form, rearrange_rows, validate_content
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import SourceNote
from saas.library.kinds.spec import KINDS, Kind
from tests.library.drafts import all_seeds_by_name, changed, role, seeded, step
from tests.library.editor_forms import sheet
from tests.library.editor_forms import typed as on_screen

SOURCE = {"name": "A statute", "url": "https://example.com/law", "checked_on": "2026-11-23"}


def again(kind: Kind, content: Content) -> Content | None:
    """The piece after it was shown in the form and sent unread."""
    return validate_content(kind, parse_form(kind, sheet(kind, content)))[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_piece_that_is_shown_and_sent_unread_is_the_same(kind: Kind) -> None:
    seeds = [seed for seed in all_seeds_by_name().values() if seed.kind == kind]
    assert [seed.slug for seed in seeds if again(kind, seed.content) != seed.content] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_refused_comes_back_as_it_was_typed(kind: Kind) -> None:
    sent = next((sheet(kind, seed.content) for seed in all_seeds_by_name().values() if seed.kind == kind), {})
    sent = {name: f"{value[:20].strip()}?" for name, value in sent.items() if value != "yes"}
    shown = dict(on_screen(build_controls(KINDS[kind].content, parse_form(kind, sent))))
    assert {name: shown[name] for name in sent} == sent


def test_lines_end_as_we_end_them() -> None:
    assert parse_form("page", {"body": "One.\r\n\r\nTwo.\r\n"})["body"] == "One.\n\nTwo.\n"
    assert parse_form("step", {"when": "a is b\r\n\r\n  c is d \r\n"})["when"] == ["a is b", "c is d"]


@pytest.mark.parametrize("blank", ["", " ", "\r\n", " \r\n\r\n"])
def test_blanks_alone_are_nothing(blank: str) -> None:
    assert parse_form("page", {"title": f"{blank}About us ", "body": blank})["body"] == ""
    assert parse_form("page", {"title": f"{blank}About us "})["title"] == "About us"


def test_rows_keep_the_order_of_their_numbers() -> None:
    sent = {f"sections.{place}.heading": f"{place}" for place in (10, 2, 0, 9)}
    assert [row["heading"] for row in parse_form("role", sent)["sections"]] == ["0", "2", "9", "10"]


def test_an_empty_group_is_none() -> None:
    assert parse_form("step", sheet("step", step(source=None)))["source"] is None
    assert validate_content("step", parse_form("step", sheet("step", step(source=None))))[0] == step(source=None)


def test_a_group_with_something_in_it_is_kept() -> None:
    source = SourceNote.model_validate(SOURCE)
    assert parse_form("step", sheet("step", step(source=source)))["source"] == SOURCE
    assert parse_form("step", {"source.name": "A"})["source"] == {"name": "A", "url": "", "checked_on": ""}


def test_a_box_that_is_not_ticked_is_not_sent_and_is_no() -> None:
    assert parse_form("step", {})["is_gentle"] is False
    assert parse_form("step", {"is_gentle": "yes"})["is_gentle"] is True


def test_only_fields_of_the_piece_are_read() -> None:
    sent = {"title": "A", "slug": "a", "base": "1", "csrf_token": "x", "rows": "sections.add", "sample": "nurse"}
    assert content_fields(sent) == {"title": "A"}
    assert "color" not in parse_form("page", {"color": "red"})


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"minutes": "soon"}, {"minutes": "Input should be a valid integer"}),
        ({"when": ["x"]}, {"when": "“x” is not a condition"}),
        ({"when": []}, {"when": "Tuple should have at least 1 item"}),
        ({"after": ["a", "Not A Name"]}, {"after": "Line 2: String should match"}),
        ({"source": SOURCE | {"url": "x"}}, {"source.url": "String should match"}),
    ],
)
def test_a_fault_is_a_sentence_by_the_name_of_its_control(fields: dict[str, Any], faults: dict[str, str]) -> None:
    content, sentences = validate_content("step", step().model_dump(mode="json") | fields)
    assert (content, sentences.keys()) == (None, faults.keys())
    assert [sentences[name] for name in faults if not sentences[name].startswith(faults[name])] == []
    assert all(sentence.endswith(".") for sentence in sentences.values())


def test_a_fault_in_a_choice_of_several_kinds_of_word_is_told_once() -> None:
    faq = seeded("faq", "first-week").content.model_dump(mode="json")
    assert validate_content("faq", faq | {"stage": "someday"})[1].keys() == {"stage"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_an_empty_form_stands_beside_a_control(kind: Kind) -> None:
    names = {control.name for control in build_controls(KINDS[kind].content, {})}
    content, faults = validate_content(kind, parse_form(kind, {}))
    assert content is None
    assert faults.keys() <= names


def test_a_fault_in_a_row_names_the_row() -> None:
    values = role().model_dump(mode="json")
    values["sectors"][2]["titles"] = ["One"]
    assert validate_content("role", values)[1].keys() == {"sectors.2.titles"}


@pytest.mark.parametrize(
    ("button", "letters"),
    [
        ("rows.add", "abc?"),
        ("rows.1.up", "bac"),
        ("rows.1.down", "acb"),
        ("rows.1.remove", "ac"),
        ("rows.0.up", "abc"),
        ("rows.2.down", "abc"),
        ("rows.9.remove", "abc"),
        ("rows.9.up", "abc"),
        ("rows.up", "abc"),
        ("rows.x.up", "abc"),
        ("rows.1.turn", "abc"),
    ],
)
def test_a_button_rearranges_its_rows(button: str, letters: str) -> None:
    rows = rearrange_rows({"rows": [{"is": letter} for letter in "abc"]}, button)["rows"]
    assert "".join(row.get("is", "?") for row in rows) == letters


def test_a_button_below_a_row_rearranges_the_rows_of_that_row() -> None:
    values = {"days": [{"acts": ["a"]}, {"acts": ["b", "c"]}]}
    assert rearrange_rows(values, "days.1.acts.1.up") == {"days": [{"acts": ["a"]}, {"acts": ["c", "b"]}]}
    assert rearrange_rows(values, "days.0.acts.add")["days"][0] == {"acts": ["a", {}]}
    assert rearrange_rows(values, "days.1.acts.0.remove")["days"][1] == {"acts": ["b"]}


@pytest.mark.parametrize("rows", [None, (), []])
def test_the_first_row_is_added_where_there_was_none(rows: object) -> None:
    assert rearrange_rows({"sections": rows}, "sections.add") == {"sections": [{}]}
    assert rearrange_rows({}, "sections.add") == {"sections": [{}]}


def test_an_added_row_is_shown_empty_and_the_others_as_they_were() -> None:
    before = parse_form("role", sheet("role", role()))
    shown = {part.name: part for part in build_controls(KINDS["role"].content, rearrange_rows(before, "sections.add"))}
    texts = [dict(on_screen([row])) for row in shown["sections"].parts]
    assert list(texts[-1].values()) == ["", ""]
    assert len(texts) == len(role().sections) + 1


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("Value error, “x” is no word", "“x” is no word."),
        ("field required", "Field required."),
        ("It stands.", "It stands."),
    ],
)
def test_a_message_becomes_a_sentence(message: str, sentence: str) -> None:
    assert form_data.error_sentence(message) == sentence


def test_a_text_with_markup_in_it_is_read_as_it_is() -> None:
    odd = changed(role(), lead='<b>"Fish" & chips</b> {{fact:x}} <!-- no -->')
    assert again("role", odd) == odd


@pytest.mark.parametrize(
    "fields",
    [
        {"sections": "x"}, {"sections.0": "x"}, {"title": "x", "title.0": "y"}, {"sections.²": "1"},
        {"sections." + "9" * 5000: "1"}, {"a." * 2000 + "b": "1"},
    ],
    ids=["a text for rows", "a text for a row", "a text with rows", "no number", "many digits", "many levels"],
)  # fmt: skip
def test_names_that_no_form_has_are_refused(fields: dict[str, str]) -> None:
    with pytest.raises(form_data.UnfitForm):
        form_data.parse_form("role", fields)


@pytest.mark.parametrize("button", ["add", "sections.².up", "sections." + "9" * 5000 + ".up", "a.b.c.add", "0.up"])
def test_a_row_button_that_no_form_has_is_refused(button: str) -> None:
    with pytest.raises(form_data.UnfitForm):
        form_data.rearrange_rows({"title": "t", "sections": [{"a": "x"}]}, button)
