"""What of a piece can be found: one entry a page, and one a question of the FAQ. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from saas.kernel.tokens import replaced
from saas.library.rules import addresses
from saas.library.rules.words import on_page
from saas.library.shapes import FaqPage, Kind, Page, RolePage, Shape, TermCard

Figure = Callable[[str], str]
MARKDOWN = re.compile(r"[*_`#>|]+|\]\([^)]*\)|\[")


class Entry(NamedTuple):
    """`words` are other names for it; `summary` is its description."""

    href: str
    kind: Kind
    title: str
    words: str
    summary: str
    body: str


def entries(kind: Kind, slug: str, shape: Shape, figure: Figure = lambda _key: "") -> Iterator[Entry]:
    """Nothing for a step: what people pay for is not searched by strangers. `figure` writes out a fact by its key; what
    is searched holds none, because a corrected figure would not reach it."""
    if isinstance(shape, FaqPage):
        for place, item in enumerate(shape.questions, 1):
            href = f"{addresses.href(kind, slug)}-{place}"
            yield Entry(href, kind, item.question, "", shape.title, plain(item.answer, figure))
    elif isinstance(shape, Page):
        words = f"{slug.replace('-', ' ')} {other_names(shape)}"
        yield Entry(
            addresses.href(kind, slug),
            kind,
            shape.title,
            words,
            shape.description,
            plain(on_page(shape, figure), figure),
        )


def other_names(shape: Shape) -> str:
    if isinstance(shape, TermCard):
        return " ".join(shape.matches)
    if isinstance(shape, RolePage):
        return " ".join(slug.replace("-", " ") for slug in shape.covers)
    return ""


def plain(text: str, figure: Figure) -> str:
    """Markdown without its signs, marks written out."""
    return MARKDOWN.sub("", replaced(text, lambda token: figure(token.value) if token.kind == "fact" else token.value))
