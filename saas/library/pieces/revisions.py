"""A stored revision's text as its content, read once and kept by text."""

from __future__ import annotations

from functools import lru_cache

from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS


@lru_cache(maxsize=4000)
def parse_content(kind: str, body: str) -> Content:
    """ValidationError where the text was written for an older content."""
    return KINDS[kind].content.model_validate_json(body)
