"""What can be found of a piece: one entry for a page, and one for each question of the FAQ. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from saas.kernel.tokens import replace_tokens
from saas.library.kinds.articles import FaqPage, GlossaryTerm, StatePage
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import Page
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import Kind, page_href
from saas.library.kinds.text import page_text, strip_markdown

Figure = Callable[[str], str]
# Signs inside a word, which people leave out: “noncompete”, “401k”, “H1B”.
JOINING_SIGN = re.compile(r"(?<=\w)[-()](?=\w)|(?<=\w)\)")
SEPARATOR = " · "


class Entry(NamedTuple):
    """`words` are its other names, with “ · ” between them; `summary` is its description."""

    href: str
    kind: Kind
    title: str
    words: str
    summary: str
    body: str


def build_entries(kind: Kind, slug: str, content: Content, figure: Figure = lambda _key: "") -> Iterator[Entry]:
    """Nothing for a step: what people pay for is not searched by strangers. `figure` writes out a fact by its key; the search
    table holds none, because a corrected figure would not reach it."""
    if isinstance(content, FaqPage):
        for place, item in enumerate(content.questions, 1):
            href = f"{page_href(kind, slug)}-{place}"
            yield Entry(href, kind, item.question, "", content.title, plain_text(item.answer, figure))
    elif isinstance(content, Page):
        words = SEPARATOR.join(dict.fromkeys([slug.replace("-", " "), *list_other_names(content)]))
        # The heading stands above the text that is shown of a page, and need not be repeated in it.
        body = plain_text(page_text(content, figure), figure).removeprefix(plain_text(content.title, figure)).lstrip()
        yield Entry(page_href(kind, slug), kind, content.title, words, content.description, body)


def list_other_names(content: Content) -> list[str]:
    if isinstance(content, GlossaryTerm):
        names = (*content.matches, content.title)
        return [spelling for name in names for spelling in (name, JOINING_SIGN.sub("", name))]
    if isinstance(content, RolePage):
        return [slug.replace("-", " ") for slug in content.covers]
    if isinstance(content, StatePage):
        state = content.title.partition(":")[0].removesuffix(" unemployment")
        return [f"{state} unemployment insurance"]
    return []


def plain_text(text: str, figure: Figure) -> str:
    """Markdown without its signs, tokens written out."""
    return strip_markdown(
        replace_tokens(text, lambda token: figure(token.value) if token.kind == "fact" else token.value)
    )
