"""What texts may refer to: addresses that exist, and answers that can be given."""

from __future__ import annotations

import pytest
from flask import Flask

from saas.library.checks.link_targets import OTHER_PAGES, build_link_targets
from saas.library.kinds.spec import list_index_pages
from tests.library.examples import EMPLOYMENT


def test_every_fixed_page_that_texts_may_lead_to_is_served(app: Flask) -> None:
    addresses = app.url_map.bind("shop.test")
    fixed = ("/", *OTHER_PAGES, *(page.href for page in list_index_pages()))
    assert [path for path in fixed if not addresses.test(path, "GET")] == []


@pytest.mark.parametrize(
    ("key", "value", "can"),
    [
        ("employment", "", True),
        ("employment", "leaving", True),
        ("employment", "retired", False),
        ("mood", "", False),
        ("family", "", True),
        ("family", "clinical", True),
        ("family", "piracy", False),
        ("days_since_last_day", "", True),
    ],
)
def test_a_condition_asks_for_an_answer_that_can_be_given(key: str, value: str, can: bool) -> None:
    assert build_link_targets([], {"employment": EMPLOYMENT}).can_answer(key, value) is can


@pytest.mark.parametrize(
    ("kind", "value", "can"),
    [
        ("role", "accountant", True),
        ("role", "pirate", False),
        ("state", "oh", True),
        ("state", "zz", False),
        ("money", "7", True),
    ],
)
def test_what_can_be_answered_depends_on_the_kind_of_question(kind: str, value: str, can: bool) -> None:
    question = EMPLOYMENT.model_copy(update={"kind": kind, "options": ()})
    assert build_link_targets([], {"last-thing": question}).can_answer("last_thing", value) is can
