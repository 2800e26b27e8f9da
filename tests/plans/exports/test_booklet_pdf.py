"""GET /plan.pdf, read as a reader of PDFs does: its text, pages, outline, title, language and tags."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from saas.kernel import typesetting as kernel_press
from saas.plans.exports import pdf
from saas.plans.exports.booklet import build_booklet
from saas.plans.saved_plan import SavedPlan

pytestmark = pytest.mark.any_database  # a PDF is set from a plan, wherever that is stored

TODAY = date(2026, 11, 25)
LETTER = (612, 792)


@pytest.fixture
def paper(ann: FlaskClient) -> PdfReader:
    answer = ann.get("/plan.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="careercanopy-plan.pdf"'
    return PdfReader(io.BytesIO(answer.data))


def of(plan: SavedPlan) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render_booklet_pdf(build_booklet(plan, TODAY, "https://shop.test"), TODAY)))


def text(paper: PdfReader) -> str:
    return seen(" ".join(page.extract_text() for page in paper.pages))


def seen(words: str) -> str:
    """Without spaces, which a PDF leaves to the reader, and without how a line happened to break."""
    return re.sub(r"\s+", "", words)


def root(paper: PdfReader) -> Any:
    """The catalog of the file."""
    return paper.trailer["/Root"]


def fonts_of(page: Any) -> list[Any]:
    return list(page["/Resources"]["/Font"].values())


def titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield str(entry.title)


def tags(node: Any) -> Iterator[DictionaryObject]:
    """Every element of the tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, DictionaryObject):
        yield node
        if "/K" in node:
            yield from tags(node["/K"])


def test_every_step_is_there_with_its_reason(paper: PdfReader, plan: SavedPlan) -> None:
    words = text(paper)
    for step in plan.steps:
        assert [part for part in (step.title, step.why, step.because) if seen(part) not in words] == []


def test_every_part_is_there(paper: PdfReader, plan: SavedPlan) -> None:
    words, outline = text(paper), plan.outline
    parts = (
        [sentence.text for sentence in outline.reading] + [row.rule for row in outline.deadlines] + list(outline.notes)
    )
    parts += [way.title for way in outline.directions] + [line.reads for line in outline.translation]
    parts += [block.text for block in outline.rhythm.days] + list(outline.money.notes)
    assert len(parts) > 30
    assert [part for part in parts if seen(part) not in words] == []


def test_every_source_is_there_with_its_address_and_the_day(paper: PdfReader, plan: SavedPlan) -> None:
    words = text(paper)
    sources = [row.source for row in plan.outline.deadlines] + [step.source for step in plan.steps if step.source]
    assert sources
    assert [source.url for source in sources if seen(source.url).replace("-", "") not in words.replace("-", "")] == []
    assert "CheckedNovember" in words


def test_pages_are_letter_and_numbered(paper: PdfReader) -> None:
    count = len(paper.pages)
    assert count > 8
    for number, page in enumerate(paper.pages, start=1):
        assert (page.mediabox.width, page.mediabox.height) == LETTER
        assert f"{number} of {count}" in page.extract_text()


def test_every_page_but_the_first_names_the_plan_on_top(paper: PdfReader, plan: SavedPlan) -> None:
    assert [seen(page.extract_text()).startswith(seen(plan.outline.title)) for page in paper.pages[1:]] == [True] * (
        len(paper.pages) - 1
    )


def test_it_knows_its_title_and_its_language(paper: PdfReader, plan: SavedPlan) -> None:
    assert paper.metadata is not None
    assert (paper.metadata.title, paper.metadata.author) == (plan.outline.title, "CareerCanopy")
    assert root(paper)["/Lang"] == "en-US"
    assert root(paper)["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_outline_has_every_part_and_every_phase(paper: PdfReader, plan: SavedPlan) -> None:
    named = list(titles(paper.outline))
    phase_titles = [phase.title for phase in plan.outline.phases if plan.steps_in(phase.key)]
    parts = ["Your reading", "Deadlines", "Money", "Direction", "Steps", "A week you can keep", "Notes", "Sources"]
    assert [part for part in (*parts, *phase_titles) if part not in named] == []


def test_it_is_tagged_and_claims_the_standard_for_accessible_pdf(paper: PdfReader) -> None:
    assert root(paper)["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root(paper)["/Metadata"].get_data()
    kinds = {str(tag.get("/S")) for tag in tags(root(paper)["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure", "/L", "/Link"} <= kinds


def test_every_drawing_is_told_in_words(paper: PdfReader, plan: SavedPlan) -> None:
    figures = [tag for tag in tags(root(paper)["/StructTreeRoot"]) if tag.get("/S") == "/Figure"]
    alternatives = [str(figure.get("/Alt", "")) for figure in figures]
    assert len(alternatives) == 3 and all(alternatives)
    assert any("offer floor" in words for words in alternatives)


def test_all_type_is_in_the_file(paper: PdfReader) -> None:
    fonts = {str(font.get_object()["/BaseFont"]) for page in paper.pages for font in fonts_of(page)}
    assert fonts
    assert [name for name in fonts if not re.match(r"/[A-Z]{6}\+LibertinusSerif", name)] == []


@pytest.mark.parametrize(
    "words", ['#read("/etc/passwd")', "*bold* _x_ $1+1$ = head", "<script>&amp;", "@ref #[x] \\ // /* `raw`"]
)
def test_what_a_person_wrote_is_set_as_they_wrote_it(plan: SavedPlan, words: str) -> None:
    first, *rest = plan.steps
    assert seen(words) in text(of(replace(plan, steps=[replace(first, note=words), *rest])))


@pytest.mark.parametrize("words", ["Rang 王さん an", "done 🎉", "tab\tand\nline"])
def test_a_letter_that_no_font_has_costs_nobody_the_booklet(plan: SavedPlan, words: str) -> None:
    first, *rest = plan.steps
    paper = of(replace(plan, steps=[replace(first, note=words), *rest]))
    assert root(paper)["/MarkInfo"]["/Marked"]
    assert seen(words.split()[0]) in text(paper)


def test_a_dropped_step_is_not_in_it_and_a_note_is(plan: SavedPlan) -> None:
    first, second, *rest = plan.steps
    words = text(of(replace(plan, steps=[replace(first, note="Call Jo before noon"), *rest], dropped=[second])))
    assert seen("You noted: Call Jo before noon") in words
    assert seen(second.title) not in words


def test_the_same_plan_on_the_same_day_is_the_same_file(plan: SavedPlan) -> None:
    values = build_booklet(plan, TODAY, "https://shop.test")
    assert pdf.render_booklet_pdf(values, TODAY) == pdf.render_booklet_pdf(values, TODAY)


def test_a_plan_with_almost_nothing_is_a_booklet_too(plan: SavedPlan) -> None:
    money = replace(
        plan.outline.money, months=(), starting_dollars=None, missing=("savings",), offer_floor_dollars=None
    )
    bare = replace(plan.outline, deadlines=(), directions=(), translation=(), decision=None, money=money, notes=())
    thin = replace(plan, steps=plan.steps[:1])
    thin.__dict__["outline"] = bare
    assert "Oneanswerisopen" in text(of(thin))


def test_a_letter_that_no_font_has_is_not_quoted_in_the_log(plan: SavedPlan, capfd: pytest.CaptureFixture[str]) -> None:
    first, *rest = plan.steps
    of(replace(plan, steps=[replace(first, note="my secret \U0001f9ff"), *rest]))
    output = "".join(capfd.readouterr())
    assert "without its accessibility standard" in output and "secret" not in output


def test_what_cannot_be_set_is_a_sentence_and_no_crash(ann: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_press, "PROGRAM", kernel_press.PROGRAM.with_name("no-such.py"))
    answer = ann.get("/plan.pdf")
    assert (answer.status_code, "Your plan is safe" in answer.text) == (503, True)


def test_while_many_documents_are_made_the_page_says_when_to_come_back(ann: FlaskClient) -> None:
    with kernel_press.TYPESETTERS.hold("x"), kernel_press.TYPESETTERS.hold("y"):
        answer = ann.get("/plan.pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert "Many documents are being made right now" in answer.text


def test_setting_type_leaves_typst_out_of_the_process_that_answers() -> None:
    names = "saas.plans.exports.pdf, saas.plans.letters"
    output = subprocess.run(
        [sys.executable, "-c", f"import {names}, sys; print('typst' in sys.modules)"], capture_output=True, check=True
    )
    assert output.stdout.strip() == b"False"


def test_the_booklet_needs_a_plan(as_: Any, client: FlaskClient) -> None:
    assert client.get("/plan.pdf").headers["Location"].startswith("/sign-in")
