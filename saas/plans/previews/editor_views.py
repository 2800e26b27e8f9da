"""A draft as readers would see it: as its page, and in the plan of a sample person. Shown inside the editor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake.questions.queries import current_questionnaire
from saas.kernel import clock
from saas.kernel.conditions import Answers, parse_condition
from saas.kernel.errors import NotFound
from saas.kernel.tokens import find_tokens
from saas.library.catalogue import CatalogueStep
from saas.library.editor import form_data
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import Page
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.steps import StepContent
from saas.library.kinds.text import iter_prose
from saas.library.pages import rendering
from saas.library.pieces import queries
from saas.library.pieces.queries import Library, find_piece_faults
from saas.planner.compose import compose
from saas.planner.person import profile
from saas.plans.samples.people import SAMPLES, Sample, fitting
from saas.web.session import db

staff_preview = Blueprint("staff_preview", __name__)


@staff_preview.app_context_processor
def samples() -> dict[str, object]:
    return {"samples": SAMPLES}


FRAME = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"


@staff_preview.post("/preview/<kind>/page")
def as_page(kind: str) -> ResponseReturnValue:
    shape, slug, faults = _sent(kind)
    if not isinstance(shape, Page):
        return _framed(
            render_template("plans/admin/unready.html", faults=faults, is_step=isinstance(shape, StepContent))
        )
    advice = find_piece_faults(db(), _kind(kind), slug, shape)
    return _framed(rendering.render_preview(_kind(kind), slug, shape, queries.load_library(db()), advice))


@staff_preview.post("/preview/<kind>/plan")
def in_plan(kind: str) -> ResponseReturnValue:
    shape, slug, faults = _sent(kind)
    if shape is None:
        return _framed(render_template("plans/admin/unready.html", faults=faults, is_step=False))
    sample = SAMPLES.get(request.form.get("sample", "")) or _fitting(shape, slug)
    seen = _in_plan(slug, shape, sample.answers(clock.today()))
    advice = find_piece_faults(db(), _kind(kind), slug, shape)
    return _framed(render_template("plans/admin/in_plan.html", sample=sample, advice=advice, **seen))


def _fitting(shape: Content, slug: str) -> Sample:
    """Somebody of the work that the draft is for."""
    roles = (
        value
        for atom in parse_condition(getattr(shape, "when", ())).atoms
        if atom.key == "role"
        for value in atom.values
    )
    own = getattr(shape, "covers", ()) or getattr(shape, "origins", ()) or roles
    role = next((one for one in (*own, slug) if load_facts().role(one)), "")
    if not role:
        return SAMPLES["analyst"]
    return Sample(f"Laid off four days ago from work as {role.replace('-', ' ')}", lambda today: fitting(role, today))


def _in_plan(slug: str, shape: Content, answers: Answers) -> dict[str, Any]:
    """Where the draft stands in the sample's plan, or which condition keeps it out."""
    library = _with(queries.load_library(db()), slug, shape)
    outline = compose(answers, library.catalogue, load_facts(), current_questionnaire(db()), clock.today())
    person = profile(answers, library.catalogue, load_facts(), current_questionnaire(db()), clock.today())
    lines = [(line, parse_condition((line,)).holds(person.known)) for line in getattr(shape, "when", ())]
    place = next(((phase, step) for phase in outline.phases for step in phase.steps if step.slug == slug), None)
    said = {sentence.text for sentence in outline.reading} & {
        person.spoken(one.text) for one in getattr(shape, "readings", ())
    }
    return {
        "shape": shape, "lines": lines, "place": place, "outline": outline, "is_step": isinstance(shape, StepContent),
        "readings": [sentence for sentence in outline.reading if sentence.text in said], "today": clock.today(),
    }  # fmt: skip


def _with(library: Library, slug: str, shape: Content) -> Library:
    """The published library with this draft in it."""
    catalogue = library.catalogue
    if isinstance(shape, StepContent):
        others = tuple(step for step in catalogue.steps if step.slug != slug)
        return replace(library, catalogue=replace(catalogue, steps=(*others, CatalogueStep(slug, 0, shape))))
    kind = next(kind for kind, spec in KINDS.items() if spec.content is type(shape))
    pages = {**library.pages, (kind, slug): shape} if isinstance(shape, Page) else library.pages
    return Library(queries.build_catalogue(catalogue.steps, pages, catalogue.version), pages)


def _sent(kind: str) -> tuple[Content | None, str, dict[str, str]]:
    values = form_data.parse_form(_kind(kind), form_data.content_fields(request.form))
    shape, faults = form_data.validate_content(_kind(kind), values)
    unknown = _unknown(shape) if shape else {}
    return None if unknown else shape, request.form.get("slug", "").strip() or "draft", faults | unknown


def _unknown(shape: Content) -> dict[str, str]:
    """Facts that are cited and not there: a page cannot be drawn with them."""
    cited = [(path, token) for path, text in iter_prose(shape) for token in find_tokens(text) if token.kind == "fact"]
    return {
        ".".join(map(str, path)): f"There is no fact “{token.value}”."
        for path, token in cited if token.value not in load_facts().figures
    }  # fmt: skip


def _kind(kind: str) -> Kind:
    found = next((known for known in KINDS if known == kind), None)
    if found is None:
        raise NotFound("There is no such kind.")
    return found


def _framed(html: str) -> Response:
    """The house lets no page stand in a frame but this one, in its own editor."""
    answer = make_response(html)
    answer.headers["Content-Security-Policy"] = FRAME
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
