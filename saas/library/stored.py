"""A stored revision's text as its shape, read once and kept by text."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from saas.library.shapes import SHAPES, Kind
from saas.library.shapes.parts import Shape


@lru_cache(maxsize=4000)
def shape_of(kind: str, body: str) -> Shape:
    """ValidationError where the text was written for an older shape."""
    return SHAPES[cast(Kind, kind)].model_validate_json(body)
