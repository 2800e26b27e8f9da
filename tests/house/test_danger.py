"""A person in danger, over the whole program: each place for sentences has the line with 988, and each address that takes
text brings the card. A new form or page is held to it without being entered anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.safety.hooks import NOT_LOOKED_AT, SECRET_FIELDS
from saas.web.page_cache import PERSONAL_COOKIE
from tests.house.routes import OWNED, PAID, PUBLIC, RULES, SIGNED_IN, path_of
from tests.house.source import TEMPLATES
from tests.people import ANN, Person, account_of

CARD, LINE = 'data-card="988"', 'class="line-988"'
DANGER = "I want to die"
# Where staff write. Pages of theirs speak about this, and nobody else types there.
OF_STAFF = ("staff/", "library/editor/", "shop/refunds/staff_", "shop/refunds/_staff_")
# How an address is named of which the permission, the piece or the question is a part.
ARGUMENTS = {
    "/start/<key>": {"key": "role"},
    "/intake/<key>": {"key": "own_words"},
    "/plan/sample/<slug>": {"slug": "registered-nurse"},
}
As = Callable[[Person], FlaskClient]


def is_of_staff(name: str) -> bool:
    return name.startswith(OF_STAFF)


def test_each_field_for_sentences_has_the_line_under_it() -> None:
    """A field has it by itself. Where `line=False` leaves it out, one line follows them all."""
    without, fields = set(), 0
    for file in sorted(TEMPLATES.rglob("*.html")):
        name, text = file.relative_to(TEMPLATES).as_posix(), file.read_text(encoding="utf-8")
        drawn_here = "<textarea" in text
        drawn_by_macro = len(re.findall(r"\bfield\([^\n]*\"textarea\"", text))
        fields += drawn_by_macro + drawn_here
        if is_of_staff(name):
            continue
        if (drawn_here or "line=False" in text) and "{{ line_988() }}" not in text:
            without.add(name)
    assert without == set()
    assert fields >= 10


def test_the_field_itself_draws_the_line_after_the_text() -> None:
    text = (TEMPLATES / "components/field.html").read_text(encoding="utf-8")
    assert text.index("</textarea>") < text.index("{{ line_988() }}")


def _rules_looked_at(method: str) -> list[Any]:
    rules = [rule for rule in RULES if method in (rule.methods or ()) and not str(rule).startswith(NOT_LOOKED_AT)]
    return sorted(rules, key=lambda rule: str(rule).startswith("/settings/deletion"))


def _path(app: Flask, session: Session, rule: Any) -> str:
    name = str(rule)
    if name in OWNED:
        return path_of(app, rule, OWNED[name](session, account_of(session, ANN)))
    values = ARGUMENTS.get(name) or dict.fromkeys(rule.arguments, "x")
    return path_of(app, rule, values)


@pytest.mark.any_database
def test_each_address_that_takes_a_form_brings_the_card(app: Flask, as_: As, session: Session) -> None:
    """On the page that answers, or on the very next one, whatever else the address makes of the form."""
    fields = dict.fromkeys(("note", "words", "own_words", "accomplishments-1", "resume-text", "email", "q"), DANGER)
    rules = _rules_looked_at("POST")
    paths = {str(rule): _path(app, session, rule) for rule in rules}
    silent, count = {}, 0
    for rule, path in paths.items():
        client = as_(ANN)
        answer = client.post(path, data=fields)
        count += 1
        if CARD not in answer.text and CARD not in client.get("/pricing").text:
            silent[rule] = answer.status_code
    assert silent == {}
    assert count == len(paths) >= 35


@pytest.mark.any_database
def test_each_page_gives_way_to_the_card_and_nothing_else_does(app: Flask, as_: As) -> None:
    paths = sorted(str(rule) for rule in _rules_looked_at("GET") if str(rule) in {*PUBLIC, *SIGNED_IN, *PAID})
    ann, others, pages = as_(ANN), [], 0
    for path in paths:
        ann.set_cookie(PERSONAL_COOKIE, "card")
        answer = ann.get(path)
        is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        pages += is_page
        main = answer.text[answer.text.find("<main") :] if is_page else ""
        if is_page != (CARD in answer.text if is_page else False) or "<form" in main or "<button" in main:
            others.append(path)
        if not is_page and any(PERSONAL_COOKIE in cookie for cookie in answer.headers.getlist("Set-Cookie")):
            others.append(path)
    assert others == []
    assert pages >= 30


@pytest.mark.any_database
def test_search_and_each_page_of_somebody_signed_in_has_the_line(as_: As) -> None:
    ann, without, counted = as_(ANN), [], 0
    for path in sorted({str(rule) for rule in _rules_looked_at("GET")} & {*PAID, *SIGNED_IN, "/search"}):
        answer = ann.get(path)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            counted += 1
            without += [path] if LINE not in answer.text else []
    assert without == []
    assert counted >= 12


def test_secrets_that_are_typed_are_not_read() -> None:
    typed = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r"field\(\"(\w*password\w*)\"", file.read_text(encoding="utf-8"))
    }
    assert typed <= SECRET_FIELDS
