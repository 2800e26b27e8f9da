"""A piece as its page reads it: Markdown rendered once and kept by text, facts written out with their source, terms linked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from saas.facts.figures import Figure
from saas.facts.sources import Source
from saas.kernel.tokens import Token, replace_tokens
from saas.kernel.tokens import plain_text as plain
from saas.library.kinds.parts import Content
from saas.library.pieces.glossary import GlossaryTerms
from saas.web.templating import render_inline, render_markdown

# Fields that are sentences in a row; all other text is a title or a name and stays plain.
MARKDOWN_FIELDS = frozenset(
    {
        "lead", "for_whom", "body", "pay_note", "why", "tradeoff", "did", "reads", "text", "answer", "keeps", "poor_uses",
        "moment", "can_wait", "timing", "words", "meaning", "matters", "works", "watch", "act", "when", "subject",
    }
)  # fmt: skip
# Where a reader meets a term in running text for the first time.
LINKED_FIELDS = frozenset({"body", "answer", "text", "keeps", "why", "can_wait"})
HIDDEN_FIELDS = frozenset({"readings", "sources", "read_next", "origins", "covers", "compared_from", "matches"})


class PageRenderer:
    """Writes one page. `sources` grows with every figure that is cited, in the order they stand on the page."""

    def __init__(self, figure: Callable[[str], Figure], today: date, terms: GlossaryTerms | None = None) -> None:
        self._figure = figure
        self._today = today
        self._terms = terms
        self._seen: set[str] = set()
        self._slots: dict[str, str] = {}
        self.sources: list[Source] = []

    def rendered(self, content: Content) -> dict[str, Any]:
        """Nested dictionaries, lists and `Markup`, ready for a template. Slots of a script show their examples."""
        self._slots = {slot.name: slot.example for slot in getattr(content, "slots", ())}
        fields = {name: value for name, value in content.model_dump().items() if name not in HIDDEN_FIELDS}
        return {name: self._rendered(name, value) for name, value in fields.items()}

    def all_sources(self, *shapes: Content) -> list[Source]:
        """Of the figures in the order they are numbered, then those the pieces name themselves, each once."""
        known = {(source.name, source.url) for source in self.sources}
        named = {(one.name, one.url): one for content in shapes for one in getattr(content, "sources", ())}
        return [*self.sources, *(source for place, source in named.items() if place not in known)]

    def plain(self, text: str) -> str:
        """For titles and descriptions: figures as they are, nothing cited."""
        return plain(text, lambda key: self._figure(key).text)

    def _rendered(self, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return self._written(name, value) if name in MARKDOWN_FIELDS else self.plain(value)
        if isinstance(value, list | tuple):
            return [self._rendered(name, item) for item in value]
        if isinstance(value, dict):
            return {key: self._rendered(key, item) for key, item in value.items()}
        return value

    def _written(self, name: str, text: str) -> Markup:
        is_long = "\n\n" in text.strip() or text.lstrip().startswith(("-", "1."))
        html = replace_tokens(str(render_markdown(text) if is_long else render_inline(text)), self._mark)
        if self._terms is not None and name in LINKED_FIELDS:
            html = self._terms.linked(html, self._seen)
        return Markup(html)  # noqa: S704  # sanitized by markdown(); marks are escaped below

    def _mark(self, token: Token) -> str:
        if token.kind == "slot":
            return f'<span class="slot" data-slot="{escape(token.value)}">{escape(self._slots.get(token.value, token.value))}</span>'
        if token.kind == "example":
            return str(escape(token.value))
        return self._cited(self._figure(token.value))

    def _cited(self, figure: Figure) -> str:
        if figure.source not in self.sources:
            self.sources.append(figure.source)
        number = self.sources.index(figure.source) + 1
        stale = ' <b class="stale">may be out of date</b>' if figure.source.is_stale(self._today) else ""
        return (
            f'<data class="fact" value="{escape(figure.text)}" data-fact="{escape(figure.key)}">{escape(figure.text)}</data>'
            f'<sup class="cite"><a href="#source-{number}" aria-label="Source {number}">{number}</a></sup>{stale}'
        )
