"""Every fault that keeps a piece from being published: its field and its sentence."""

from __future__ import annotations

import pytest

from saas.library.checks import word_counts
from saas.library.checks.content import Fault, find_faults
from saas.library.checks.link_targets import build_link_targets
from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS, Kind, page_href
from tests.library.examples import DAY, TARGETS, faq, guide, pivot, role, script, step, term

READ_NEXT = [{"href": "/nowhere", "why": "More."}]
LINE = {"did": "Did.", "reads": "Reads.", "where": "There."}
UNSOURCED = "has no source: write {{fact:key}}, or the number in words if it is ours."
TABLE: list[tuple[Kind, Content, str, str]] = [
    ("guide", guide(lead="It is amazing."), "lead", "hype: “…It is amazing.…”"),
    ("guide", guide(lead="Wait 30 days."), "lead", f"“30 days” {UNSOURCED}"),
    (
        "guide",
        guide(lead="{{fatc:x}}"),
        "lead",
        "“{{fatc:x}}” is no mark: write {{fact:…}}, {{slot:…}} or {{example:…}}.",
    ),
    ("guide", guide(lead="{{fact:law.none}}"), "lead", "There is no fact “law.none”."),
    ("guide", guide(lead="{{slot:name}}"), "lead", "There is no slot “name”."),
    ("script", script(subject="{{slot:other}}"), "subject", "There is no slot “other”."),
    ("script", script(words="Hello."), "slots", "Slot “name” is nowhere in the words."),
    ("guide", guide(lead="[More](/nowhere)."), "lead", "“/nowhere” leads nowhere."),
    ("guide", guide(read_next=READ_NEXT), "read_next.0.href", "“/nowhere” leads nowhere."),
    ("term", term(see="/nowhere"), "see", "“/nowhere” leads nowhere."),
    ("step", step(when=["mood is low"]), "when", "No question is called “mood”."),
    ("step", step(when=["employment is retired"]), "when", "“employment” cannot be answered with “retired”."),
    (
        "role",
        role(translation=[LINE | {"when": ["mood answered"]}] * 8),
        "translation.0.when",
        "No question is called “mood”.",
    ),
    (
        "role",
        role(readings=[{"place": 1, "text": "So.", "when": ["mood answered"]}]),
        "readings.0.when",
        "No question is called “mood”.",
    ),
    (
        "guide",
        guide(sections=[{"heading": "How", "body": "So."}] * 4),
        "sections.0.heading",
        "Headings of a guide are questions.",
    ),
    (
        "faq",
        faq(questions=[{"question": "How", "answer": "So."}] * 5),
        "questions.0.question",
        "A question ends with a question mark.",
    ),
    ("step", step(after=["none"]), "after", "There is no step “none”."),
    ("step", step(instead_of=["none"]), "instead_of", "There is no step “none”."),
    ("role", role(covers=["none"]), "covers", "There is no role “none” in facts."),
    ("role", role("none"), "translation.7.destinations", "There is no role “none” in facts."),
    ("pivot", pivot("none"), "origins", "There is no role “none” in facts."),
    (
        "pivot",
        pivot(destinations=[{"slug": "none", "title": "A", "text": "B.", "training": "helps"}] * 5),
        "destinations.4.slug",
        "There is no role “none” in facts.",
    ),
    ("guide", guide(), "title", "28 words; a guide has 700 to 1300."),
]


@pytest.fixture(autouse=True)
def _any_length(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invented pieces are short; length has a row of its own."""
    if "field" not in request.fixturenames or request.getfixturevalue("field") != "title":
        monkeypatch.setattr(word_counts, "find_length_fault", lambda _kind, _shape: "")


@pytest.mark.parametrize(
    ("kind", "content", "field", "sentence"),
    TABLE,
    ids=[f"{kind} {field}: {sentence[:30]}" for kind, _, field, sentence in TABLE],
)
def test_a_fault_is_named_by_its_field_and_a_sentence(kind: Kind, content: Content, field: str, sentence: str) -> None:
    assert (field, sentence) in [(fault.field, fault.sentence) for fault in find_faults(kind, content, TARGETS)]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("guide", guide()),
        ("script", script()),
        ("role", role("teacher", covers=("nurse",))),
        ("pivot", pivot("nurse")),
        ("step", step(after=["file-claim"], when=["employment in laid-off, leaving"])),
        ("faq", faq()),
        ("guide", guide(lead="In {{fact:law.x.days}}, see [the card](/glossary#cobra) or [the law](https://x.gov).")),
        ("step", step(why="Within 60 days.", source={"name": "A law", "url": "https://x.gov", "checked_on": DAY})),
    ],
)
def test_a_sound_piece_has_none(kind: Kind, content: Content) -> None:
    assert find_faults(kind, content, TARGETS) == []


def test_every_fault_is_named_at_once() -> None:
    faults = find_faults("guide", guide(lead="It is amazing, see [this](/nowhere) within 30 days."), TARGETS)
    assert [fault.field for fault in faults] == ["lead"] * 3


def test_the_place_of_a_fault_is_written_as_the_editor_names_its_fields() -> None:
    assert Fault(("sections", 2, "body"), "So.").field == "sections.2.body"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_with_a_page_has_an_address(kind: Kind) -> None:
    assert bool(page_href(kind, "x")) is KINDS[kind].has_page
    assert not KINDS[kind].has_page or page_href(kind, "x") in build_link_targets([(kind, "x")], {}).hrefs
