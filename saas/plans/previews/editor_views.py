"""A draft as readers would see it, inside the editor: as its page, and in the plan of a sample person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.kernel.conditions import Answers, parse_condition
from saas.kernel.errors import NotFound
from saas.kernel.tokens import find_tokens
from saas.library.catalogue import CatalogueStep, build_catalogue
from saas.library.editor import form_data
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import Page
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.steps import StepContent
from saas.library.kinds.text import iter_prose
from saas.library.pages import rendering
from saas.library.pieces.queries import Library, find_piece_faults, load_library
from saas.planner.compose import compose_with_candidates
from saas.plans.queries import load_plan_inputs
from saas.plans.samples.people import SAMPLES, Sample, sample_for_role
from saas.web.session import db

staff_preview = Blueprint("staff_preview", __name__)

# No page may be shown in a frame but this one, in our own editor.
FRAME_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


@staff_preview.app_context_processor
def provide_samples() -> dict[str, object]:
    """The people an editor can choose from."""
    return {"samples": SAMPLES}


@staff_preview.post("/preview/<kind>/page")
def as_page(kind: str) -> ResponseReturnValue:
    content, slug, problems = _parse_draft(kind)
    if not isinstance(content, Page):
        return _render_incomplete(problems, is_step=isinstance(content, StepContent))
    advice = find_piece_faults(db(), _get_kind(kind), slug, content)
    return _in_frame(rendering.render_preview(_get_kind(kind), slug, content, load_library(db()), advice))


@staff_preview.post("/preview/<kind>/plan")
def in_plan(kind: str) -> ResponseReturnValue:
    content, slug, problems = _parse_draft(kind)
    if content is None:
        return _render_incomplete(problems)
    sample = SAMPLES.get(request.form.get("sample", "")) or _find_sample(content, slug)
    values = _place_in_plan(slug, content, sample.answers(clock.today()))
    advice = find_piece_faults(db(), _get_kind(kind), slug, content)
    return _in_frame(render_template("plans/previews/in_plan.html", sample=sample, advice=advice, **values))


def _find_sample(content: Content, slug: str) -> Sample:
    """Somebody of the work that the draft is for."""
    atoms = parse_condition(getattr(content, "when", ())).atoms
    named = (value for atom in atoms if atom.key == "role" for value in atom.values)
    roles = getattr(content, "covers", ()) or getattr(content, "origins", ()) or named
    role = next((role for role in (*roles, slug) if load_facts().role(role)), "")
    return sample_for_role(role) if role else SAMPLES["analyst"]


def _place_in_plan(slug: str, content: Content, answers: Answers) -> dict[str, Any]:
    """Where the draft stands in the sample's plan, or which condition keeps it out."""
    library, today = _with_draft(load_library(db()), slug, content), clock.today()
    composition = compose_with_candidates(answers, replace(load_plan_inputs(db()), catalogue=library.catalogue), today)
    outline, person = composition.outline, composition.person
    own_readings = {person.write_figures(reading.text) for reading in getattr(content, "readings", ())}
    steps = ((phase, step) for phase in outline.phases for step in phase.steps)
    return {
        "lines": [(line, parse_condition((line,)).holds(person.known)) for line in getattr(content, "when", ())],
        "place": next((place for place in steps if place[1].slug == slug), None),
        "outline": outline,
        "is_step": isinstance(content, StepContent),
        "readings": [sentence for sentence in outline.reading if sentence.text in own_readings],
        "today": today,
    }


def _with_draft(library: Library, slug: str, content: Content) -> Library:
    """The published library with this draft in it."""
    catalogue = library.catalogue
    if isinstance(content, StepContent):
        others = tuple(step for step in catalogue.steps if step.slug != slug)
        return replace(library, catalogue=replace(catalogue, steps=(*others, CatalogueStep(slug, 0, content))))
    kind = next(kind for kind, spec in KINDS.items() if spec.content is type(content))
    pages = {**library.pages, (kind, slug): content} if isinstance(content, Page) else library.pages
    return Library(build_catalogue(catalogue.steps, pages, catalogue.version), pages)


def _parse_draft(kind: str) -> tuple[Content | None, str, dict[str, str]]:
    """The content of the editor's form and its slug, or None and what is wrong with it, by field."""
    values = form_data.parse_form(_get_kind(kind), form_data.content_fields(request.form))
    content, problems = form_data.validate_content(_get_kind(kind), values)
    unknown = _unknown_facts(content) if content else {}
    return None if unknown else content, request.form.get("slug", "").strip() or "draft", problems | unknown


def _unknown_facts(content: Content) -> dict[str, str]:
    """Facts that are cited and not there: a page cannot be rendered with them."""
    cited = [(path, token) for path, text in iter_prose(content) for token in find_tokens(text) if token.kind == "fact"]
    figures = load_facts().figures
    return {
        ".".join(map(str, path)): f"There is no fact “{token.value}”."
        for path, token in cited
        if token.value not in figures
    }


def _get_kind(kind: str) -> Kind:
    known = next((known for known in KINDS if known == kind), None)
    if known is None:
        raise NotFound("There is no such kind.")
    return known


def _render_incomplete(problems: dict[str, str], *, is_step: bool = False) -> Response:
    return _in_frame(render_template("plans/previews/incomplete.html", problems=problems, is_step=is_step))


def _in_frame(html: str) -> Response:
    response = make_response(html)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
