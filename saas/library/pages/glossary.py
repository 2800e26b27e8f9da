"""Linking a glossary term where a page first uses it.

Terms are found in the parsed Markdown, where it is known what is a link, a heading or code, and marked in its HTML. Marks
become links when the page is put together, because only the page knows which use is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from typing import Any, cast

import mistune
from markupsafe import Markup

from saas.kernel.tokens import TOKEN
from saas.library.kinds.articles import GlossaryTerm
from saas.library.kinds.parts import Page
from saas.library.pieces.queries import Library
from saas.web.templating import MARKDOWN_PLUGINS, sanitize_html

Token = dict[str, Any]
# Where text is a link already, a heading, or words to copy as they are.
NOT_LINKED = ("link", "image", "heading", "codespan", "block_code")
# A term in rendered text, between characters that no text of ours has: slug, then its words.
MARK = re.compile("\ue000(?P<slug>[^\ue001]*)\ue001(?P<words>[^\ue002]*)\ue002")


class MarkingRenderer(mistune.HTMLRenderer):
    def glossary_term(self, words: str, slug: str) -> str:
        return f"\ue000{slug}\ue001{escape(words)}\ue002"


_parser = mistune.create_markdown(renderer=None, plugins=MARKDOWN_PLUGINS)
_renderer = MarkingRenderer(escape=True)
mistune.create_markdown(renderer=_renderer, plugins=MARKDOWN_PLUGINS)  # teaches the renderer what the plugins parse


@dataclass(frozen=True, eq=False)
class Glossary:
    """The published terms. `slugs` by the words that are linked, in lower case; `meanings` by slug."""

    slugs: Mapping[str, str]
    meanings: Mapping[str, str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words of every term, the longest first; a token is found as a whole, so that no word in it is linked."""
        words = "|".join(map(re.escape, sorted(self.slugs, key=len, reverse=True)))
        terms = rf"(?<![\w-])(?P<term>{words})(?![\w-])" if words else r"(?P<term>(?!))"
        return re.compile(rf"{TOKEN.pattern}|{terms}", re.IGNORECASE)

    def link_terms(self, html: str, linked: set[str]) -> str:
        """Marked HTML with the first use of each term as a link; `linked` are the terms already linked on this page."""

        def link(mark: re.Match[str]) -> str:
            slug, words = mark["slug"], mark["words"]
            if slug in linked:
                return words
            linked.add(slug)
            meaning = escape(self.meanings[slug], quote=True)
            return f'<a class="term" href="/glossary#{slug}" title="{meaning}">{words}</a>'

        return MARK.sub(link, html)


@lru_cache(maxsize=4)
def load_glossary(library: Library) -> Glossary:
    return build_glossary(library.pages_of("term").items())


def build_glossary(pages: Iterable[tuple[str, Page]]) -> Glossary:
    """From the published terms, by slug."""
    slugs: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for slug, page in pages:
        if isinstance(page, GlossaryTerm):
            meanings[slug] = page.description
            slugs |= {words.lower(): slug for words in page.matches or (page.title,)}
    return Glossary(slugs, meanings)


@lru_cache(maxsize=2048)
def render_marked(text: str, glossary: Glossary) -> Markup:
    """Markdown to sanitized HTML in which every use of a term is marked. Cached by text and glossary."""
    tokens, state = _parser.parse(text)
    marked = _mark_terms(cast(list[Token], tokens), glossary)  # a parser without a renderer returns tokens
    return sanitize_html(_renderer.render_tokens(list(marked), state))


def _mark_terms(tokens: Iterable[Token], glossary: Glossary) -> Iterator[Token]:
    for token in _join_texts(tokens):
        if token["type"] == "text":
            yield from _split_text(token["raw"], glossary)
        elif "children" in token and token["type"] not in NOT_LINKED:
            yield token | {"children": list(_mark_terms(token["children"], glossary))}
        else:
            yield token


def _join_texts(tokens: Iterable[Token]) -> list[Token]:
    """The parser may cut a text in two, in the middle of a term."""
    joined: list[Token] = []
    for token in tokens:
        if token["type"] == "text" and joined and joined[-1]["type"] == "text":
            joined[-1] = joined[-1] | {"raw": joined[-1]["raw"] + token["raw"]}
        else:
            joined.append(token)
    return joined


def _split_text(text: str, glossary: Glossary) -> Iterator[Token]:
    last = 0
    for match in glossary.pattern.finditer(text):
        if words := match["term"]:
            yield {"type": "text", "raw": text[last : match.start()]}
            yield {"type": "glossary_term", "raw": words, "attrs": {"slug": glossary.slugs[words.lower()]}}
            last = match.end()
    yield {"type": "text", "raw": text[last:]}
