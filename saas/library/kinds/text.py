"""The words of a piece, field by field, and how many a reader reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from saas.kernel.tokens import replace_tokens
from saas.library.kinds.parts import Content

FieldPath = tuple[str | int, ...]
# Names, addresses and rules: not sentences of ours.
NOT_PROSE = frozenset(
    {
        "url", "slug", "when", "due", "href", "key", "checked_on", "name", "after", "instead_of", "destinations", "covers",
        "origins", "matches", "shelf", "stage", "channel", "kind", "phase", "training", "months",
        "see", "guides", "value", "unit",
    }
)  # fmt: skip
# Read in a plan or a search result, not on the page itself.
NOT_ON_PAGE = frozenset({"readings", "sources", "read_next", "description", "example", "compared_from"})
# Signs of Markdown, but not what they are about.
SIGNS = re.compile(r"[*`|]+|^(?:#+|>)\s|(?<!\w)_|_(?!\w)|\]\([^)]*\)|\[(?=[^\]]*\]\()", re.M)
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*", re.UNICODE)


def iter_prose(content: Content) -> Iterator[tuple[FieldPath, str]]:
    """Every sentence of ours with its place, e.g. (("sections", 0, "body"), "…")."""
    yield from _prose(content.model_dump(), (), is_variation=False)


def _prose(value: Any, path: FieldPath, *, is_variation: bool) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, dict):
        # The condition of a step is a rule; the “when” of a variation is a sentence.
        skipped = NOT_PROSE - {"when"} if is_variation else NOT_PROSE
        for name, inner in value.items():
            # A line's destinations are slugs; a pivot's are parts with a text of their own.
            if name not in skipped or _has_parts(inner):
                yield from _prose(inner, (*path, name), is_variation=name == "variations")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _prose(inner, (*path, place), is_variation=is_variation)


def _has_parts(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(item, dict) for item in value)


def page_text(content: Content, figure: Callable[[str], str] = str) -> str:
    """All text of the page, in order. `figure` writes out a fact by its key; without it the key itself stands there."""
    fields = [text for path, text in iter_prose(content) if path[0] not in NOT_ON_PAGE and path[-1] not in NOT_ON_PAGE]
    return replace_tokens(
        "\n\n".join(fields), lambda token: figure(token.value) if token.kind == "fact" else token.value
    )


def strip_markdown(text: str) -> str:
    """Without the signs of Markdown; of a link, its words."""
    return SIGNS.sub("", text)


def count_words(text: str) -> int:
    return len(WORD.findall(text))
