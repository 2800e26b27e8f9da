"""A stored revision's text as its content, read once and kept by text."""

from __future__ import annotations

from functools import lru_cache

from saas.library.kinds.parts import Content
from saas.library.kinds.spec import CONTENT_CLASSES


@lru_cache(maxsize=4000)
def parse_content(kind: str, body: str) -> Content:
    """ValidationError where the text was written for an older content."""
    return CONTENT_CLASSES[kind].model_validate_json(body)
