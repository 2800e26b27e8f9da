"""The plan on paper, and its picture for a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from saas.kernel.errors import Unavailable
from saas.kernel.press import set_in_type
from saas.plans.copies.pictures.runway import Runway

TYPE = "plans/copies/type"


def paper(values: Mapping[str, Any], on: date) -> bytes:
    """The booklet as a tagged PDF that meets PDF/UA-1, dated `on`. Unavailable where it could not be set."""
    return _set("booklet.typ", values, "pdf", on)


def runway_png(picture: Runway, on: date) -> bytes:
    """The runway for a letter: 1120 pixels wide, to be shown at half of that. Unavailable where it could not be drawn."""
    return _set("runway.typ", asdict(picture) | {"peak": picture.peak}, "png", on)


def _set(file: str, values: Mapping[str, Any], kind: str, on: date) -> bytes:
    try:
        return set_in_type(f"{TYPE}/{file}", values, kind, on)
    except Unavailable as refusal:
        raise Unavailable(
            "The copy could not be set in type just now. Your plan is safe: try again, or print it from its page.",
            next_label="Open your plan",
            next_href="/plan",
        ) from refusal
