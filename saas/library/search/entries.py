"""What of a piece can be found: one entry a page, and one a question of the FAQ. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from saas.kernel.tokens import replace_tokens
from saas.library.rules import addresses
from saas.library.rules.words import on_page, unmarked
from saas.library.shapes import Kind
from saas.library.shapes.parts import Page, Shape
from saas.library.shapes.reading import FaqPage, StatePage, TermCard
from saas.library.shapes.work import RolePage

Figure = Callable[[str], str]
# Signs inside a word, which people leave out: “noncompete”, “401k”, “H1B”.
JOINING = re.compile(r"(?<=\w)[-()](?=\w)|(?<=\w)\)")
BETWEEN = " · "


class Entry(NamedTuple):
    """`words` are other names for it, with “ · ” between them; `summary` is its description."""

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
        words = BETWEEN.join(dict.fromkeys([slug.replace("-", " "), *other_names(shape)]))
        # The heading stands above the text that is shown of a page, and need not be repeated in it.
        body = plain(on_page(shape, figure), figure).removeprefix(plain(shape.title, figure)).lstrip()
        yield Entry(addresses.href(kind, slug), kind, shape.title, words, shape.description, body)


def other_names(shape: Shape) -> list[str]:
    if isinstance(shape, TermCard):
        return [way for name in (*shape.matches, shape.title) for way in (name, JOINING.sub("", name))]
    if isinstance(shape, RolePage):
        return [slug.replace("-", " ") for slug in shape.covers]
    if isinstance(shape, StatePage):
        return [f"{shape.title.partition(':')[0].removesuffix(' unemployment')} unemployment insurance"]
    return []


def plain(text: str, figure: Figure) -> str:
    """Markdown without its signs, marks written out."""
    return unmarked(replace_tokens(text, lambda token: figure(token.value) if token.kind == "fact" else token.value))
