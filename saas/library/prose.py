"""A piece as its page reads it: the same fields, with Markdown rendered once and kept by text."""

from __future__ import annotations

from typing import Any

from saas.library.shapes import Shape
from saas.web.templating import inline, markdown

# Fields that are sentences in a row; all other text is a title or a name and stays plain.
PROSE = frozenset(
    {"lead", "for_whom", "body", "pay_note", "why", "tradeoff", "did", "reads", "text", "answer", "keeps", "poor_uses"}
)


def rendered(shape: Shape) -> dict[str, Any]:
    """Nested dictionaries, lists and `Markup`, ready for a template."""
    return {name: _rendered(name, value) for name, value in shape.model_dump().items()}


def _rendered(name: str, value: Any) -> Any:
    if isinstance(value, str) and name in PROSE:
        return markdown(value) if "\n\n" in value.strip() or value.lstrip().startswith(("-", "1.")) else inline(value)
    if isinstance(value, list | tuple):
        return [_rendered(name, item) for item in value]
    if isinstance(value, dict):
        return {key: _rendered(key, item) for key, item in value.items()}
    return value
