"""The text of a piece, field by field, and how many words a reader reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from saas.kernel.tokens import replace_tokens
from saas.library.kinds.fields import NOT_ON_PAGE, NOT_PROSE, Content, FieldSpec, Treatment, field_specs

FieldPath = tuple[str | int, ...]
# Signs of Markdown, but not what they are about.
SIGNS = re.compile(r"[*`|]+|^(?:#+|>)\s|(?<!\w)_|_(?!\w)|\]\([^)]*\)|\[(?=[^\]]*\]\()", re.M)
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*", re.UNICODE)


def walk_fields(
    content: Content, *, without: Treatment | None = None, above: FieldPath = ()
) -> Iterator[tuple[FieldPath, FieldSpec, Any]]:
    """Every field with its path and value, e.g. ("sections", 0, "body"), a part's fields after the field that holds it.
    Fields with the treatment `without` are left out, and everything in them."""
    for field in field_specs(type(content)):
        if without in field.treatments:
            continue
        path, value = (*above, field.name), getattr(content, field.name)
        yield path, field, value
        if isinstance(value, Content):
            yield from walk_fields(value, without=without, above=path)
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, Content):
                    yield from walk_fields(item, without=without, above=(*path, place))


def walk_text(content: Content, *, without: Treatment | None = None) -> Iterator[tuple[FieldPath, FieldSpec, str]]:
    """Every text that is not empty; of several in one field, each with its place."""
    for path, field, value in walk_fields(content, without=without):
        if isinstance(value, str) and value:
            yield path, field, value
        elif isinstance(value, tuple):
            texts = ((place, item) for place, item in enumerate(value) if isinstance(item, str) and item)
            yield from (((*path, place), field, text) for place, text in texts)


def iter_prose(content: Content, *, without: Treatment | None = None) -> Iterator[tuple[FieldPath, str]]:
    """Every sentence of ours with its place: no names, addresses or rules."""
    return ((path, text) for path, field, text in walk_text(content, without=without) if not field.has(NOT_PROSE))


def page_text(content: Content, figure: Callable[[str], str] = str) -> str:
    """All text of the page, in order. `figure` writes out a fact by its key; without it the key itself stands there."""
    texts = [text for _, text in iter_prose(content, without=NOT_ON_PAGE)]
    return replace_tokens(
        "\n\n".join(texts), lambda token: figure(token.value) if token.kind == "fact" else token.value
    )


def strip_markdown(text: str) -> str:
    """Without the signs of Markdown; of a link, its words."""
    return SIGNS.sub("", text)


def count_words(text: str) -> int:
    return len(WORD.findall(text))
