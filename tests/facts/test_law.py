"""Rules with a clock: the number the law names, and where it says so."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from saas.facts.loading import load_facts

LAWS = tuple(load_facts().laws.values())
OFFICIAL = (".gov", "law.cornell.edu", "careeronestop.org")


@pytest.mark.parametrize(
    ("key", "days", "months", "citation"),
    [
        ("owbpa_review_individual", 21, None, "626(f)(1)(F)(i)"),
        ("owbpa_review_group", 45, None, "626(f)(1)(F)(ii)"),
        ("owbpa_revoke", 7, None, "626(f)(1)(G)"),
        ("cobra_elect", 60, None, "1165"),
        ("cobra_first_payment", 45, None, "1162(3)"),
        ("cobra_duration", None, 18, "1162(2)"),
        ("marketplace_sep", 60, None, "155.420"),
        ("unemployment_claim", None, None, "Department of Labor"),
        ("visa_grace", 60, None, "214.1(l)(2)"),
        ("option_exercise_iso", None, 3, "422(a)(2)"),
        ("license_renewal", None, None, "State licensing boards"),
        ("warn_notice", 60, None, "2101"),
        ("final_pay", None, None, "last paycheck"),
        ("spouse_plan_enrollment", 30, None, "2590.701-6"),
        ("plan_loan_offset", None, None, "402(c)(3)(C)"),
    ],
)
def test_a_rule_carries_the_number_and_the_place_the_law_gives(
    key: str, days: int | None, months: int | None, citation: str
) -> None:
    law = load_facts().laws[key]
    assert (law.days, law.months) == (days, months)
    assert f"{law.source.name}, {law.source.edition}".count(citation) == 1


def test_every_rule_has_an_official_link_and_a_date() -> None:
    links = {law.key: urlsplit(law.source.url) for law in LAWS}
    assert [key for key, link in links.items() if link.scheme != "https" or not link.netloc.endswith(OFFICIAL)] == []
    assert [law.key for law in LAWS if law.source.checked_on < date(2026, 11, 23)] == []


def test_every_rule_is_a_plain_sentence_that_names_its_own_number() -> None:
    assert [law.key for law in LAWS if not (law.rule.endswith(".") and law.if_missed.endswith("."))] == []
    assert [law.key for law in LAWS if law.days is not None and str(law.days) not in law.rule] == []
    assert [law.key for law in LAWS if set("!;—") & set(law.rule + law.if_missed)] == []


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_facts().laws["finders_keepers"]
