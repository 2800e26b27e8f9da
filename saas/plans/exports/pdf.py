"""The plan as a PDF, and its runway as a picture for a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

from saas.kernel.errors import Unavailable
from saas.kernel.slots import Busy
from saas.kernel.typesetting import render_pdf, render_png
from saas.plans.exports.drawings.runway import RunwayDrawing

TYPST = "plans/exports/typst"


def render_booklet_pdf(booklet: Mapping[str, Any], on: date, owner: str = "") -> bytes:
    """A tagged PDF that meets PDF/UA-1, dated `on`; `owner` names the account. Unavailable where it could not be made."""
    with _plan_is_safe():
        return render_pdf(f"{TYPST}/booklet.typ", booklet, on, owner)


def render_runway_png(drawing: RunwayDrawing, on: date) -> bytes:
    """1120 pixels wide, to be shown at half of that. Unavailable where it could not be drawn."""
    with _plan_is_safe():
        return render_png(f"{TYPST}/runway.typ", asdict(drawing) | {"peak": drawing.peak}, on)


@contextmanager
def _plan_is_safe() -> Iterator[None]:
    try:
        yield
    except Busy:
        raise
    except Unavailable as refusal:
        raise Unavailable(
            "The document could not be made just now. Your plan is safe: try again, or print it from its page.",
            next_label="Open your plan",
            next_href="/plan",
        ) from refusal
