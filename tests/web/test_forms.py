"""The form idiom: one sentence per refused field, everything typed stays, and nothing but text is read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from wtforms import StringField

from saas.web.forms import EmailAddress, Form, clean_email, clean_line, clean_text, max_length, parse_whole_number


class NoteForm(Form):
    email = StringField(filters=[clean_email], validators=[EmailAddress("This is no address.")])
    note = StringField(filters=[clean_text], validators=[max_length(10)])


def sent(app: Flask, **request: Any) -> NoteForm:
    with app.test_request_context("/", method="POST", **request):
        form = NoteForm()
        form.validate()
        return form


def test_a_valid_form_has_no_errors(app: Flask) -> None:
    form = sent(app, data={"email": " Ann@Example.com ", "note": "yes"})
    assert form.field_errors == {}
    assert form.typed_values == {"email": "ann@example.com", "note": "yes"}


def test_each_refused_field_has_one_sentence_and_keeps_what_was_typed(app: Flask) -> None:
    form = sent(app, data={"email": "ann@", "note": "longer than ten"})
    assert form.field_errors == {
        "email": "This is no address.",
        "note": "That is longer than 10 characters. Shorten it a little.",
    }
    assert form.typed_values == {"email": "ann@", "note": "longer than ten"}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("jürgen@example.com", "only the letters a to z before the @"),
        ("jurgen@bücher.example", ""),
        ("ann@example", "no address"),
        ("ann@-example-.com", "no address"),
        ("ann@example.com, bea@example.com", "no address"),
        ("ann@example.com\r\nBcc: bea@example.com", "no address"),
        ('"ann bea"@example.com', "no address"),
        (f"{'a' * 65}@example.com", "no address"),
    ],
)
def test_an_address_that_a_relay_cannot_take_is_refused_beside_the_field(app: Flask, address: str, words: str) -> None:
    error = sent(app, data={"email": address, "note": ""}).field_errors.get("email", "")
    assert words in error and bool(words) == bool(error)


@pytest.mark.parametrize(
    "request_parts",
    [
        {"data": {"email": (BytesIO(b"x"), "x.txt"), "note": (BytesIO(b"y"), "y.txt")}},
        {"json": {"email": ["a"], "note": {"b": 1}}},
        {"json": [1]},
        {},
    ],
    ids=["files", "json object", "json list", "nothing"],
)
def test_what_is_not_text_is_read_as_nothing(app: Flask, request_parts: dict[str, Any]) -> None:
    form = sent(app, **request_parts)
    assert form.typed_values == {"email": "", "note": ""}
    assert form.field_errors == {}


def test_a_page_not_sent_yet_is_filled_by_the_view(app: Flask) -> None:
    with app.test_request_context("/?note=address"):
        assert NoteForm(note="kept").typed_values == {"email": "", "note": "kept"}


def test_text_has_one_kind_of_line_end_and_no_nul() -> None:
    assert clean_text(" a\r\nb\rc\x00 ") == "a\nb\nc"
    assert clean_line("a\r\n b\x00") == "a b"
    assert (clean_text(None), clean_line(None), clean_email(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1,200", 1200), ("0", 0), ("999999999", 999_999_999), ("1,000,000", 1_000_000)]
    + [(text, None) for text in ("", "5,0", "1,2000", ",100", "-3", "1.5", "²", "٣", "1000000000", "1234,567")],
)
def test_a_whole_number_is_read_strictly(text: str, number: int | None) -> None:
    assert parse_whole_number(text) == number
