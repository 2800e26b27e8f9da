"""A stored revision's text as the content of its kind, parsed once and cached by text."""

from __future__ import annotations

from functools import lru_cache

from pydantic import ValidationError

from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS


@lru_cache(maxsize=4000)
def parse_content(kind: str, body: str) -> Content:
    """ValidationError where the text was written for an older form of the kind."""
    return KINDS[kind].content.model_validate_json(body)


def try_parse_content(kind: str, body: str) -> Content | None:
    """None where the text was written for an older form of the kind."""
    try:
        return parse_content(kind, body)
    except ValidationError:
        return None
