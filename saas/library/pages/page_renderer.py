"""The fields of a piece as its page shows them: Markdown rendered, figures cited with their source, glossary terms linked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from saas.facts.figures import Figure
from saas.facts.sources import Source
from saas.kernel.tokens import Token, plain_text, replace_tokens
from saas.library.kinds.fields import GLOSSARY, MARKDOWN, NOT_RENDERED, Content, FieldSpec, field_specs
from saas.library.kinds.parts import SourceNote
from saas.library.pages.glossary import Glossary, render_marked
from saas.web.templating import render_markdown, unwrap_paragraph


class PageRenderer:
    """Renders one page. `sources` grows with every figure that is cited, in the order they stand on the page."""

    def __init__(self, figure: Callable[[str], Figure], today: date, glossary: Glossary | None = None) -> None:
        self._figure = figure
        self._today = today
        self._glossary = glossary
        self._linked_terms: set[str] = set()
        self._slots: dict[str, str] = {}
        self.sources: list[Source] = []

    def render(self, content: Content) -> dict[str, Any]:
        """Nested dictionaries, lists and `Markup`, ready for a template. Slots of a script show their examples."""
        self._slots = {slot.name: slot.example for slot in getattr(content, "slots", ())}
        return self._render_fields(content)

    def list_sources(self, *contents: Content) -> list[Source | SourceNote]:
        """Of the figures in the order they are numbered, then those the pieces name themselves, each once."""
        cited = {(source.name, source.url) for source in self.sources}
        named = {(note.name, note.url): note for content in contents for note in getattr(content, "sources", ())}
        return [*self.sources, *(note for key, note in named.items() if key not in cited)]

    def plain(self, text: str) -> str:
        """For titles and descriptions: figures as they are, nothing cited."""
        return plain_text(text, lambda key: self._figure(key).text)

    def _render_fields(self, content: Content) -> dict[str, Any]:
        fields = (field for field in field_specs(type(content)) if not field.has(NOT_RENDERED))
        return {field.name: self._render_value(field, getattr(content, field.name)) for field in fields}

    def _render_value(self, field: FieldSpec, value: Any) -> Any:
        if isinstance(value, str):
            return self._render_markdown(field, value) if field.has(MARKDOWN) else self.plain(value)
        if isinstance(value, tuple):
            return [self._render_value(field, item) for item in value]
        return self._render_fields(value) if isinstance(value, Content) else value

    def _render_markdown(self, field: FieldSpec, text: str) -> Markup:
        is_long = "\n\n" in text.strip() or text.lstrip().startswith(("-", "1."))
        glossary = self._glossary if field.has(GLOSSARY) else None
        rendered = render_markdown(text) if glossary is None else render_marked(text, glossary)
        html = replace_tokens(str(rendered if is_long else unwrap_paragraph(rendered)), self._write_token)
        if glossary is not None:
            html = glossary.link_terms(html, self._linked_terms)
        return Markup(html)  # noqa: S704  # sanitized when it was rendered; tokens and links are escaped

    def _write_token(self, token: Token) -> str:
        if token.kind == "slot":
            return f'<span class="slot" data-slot="{escape(token.value)}">{escape(self._slots.get(token.value, token.value))}</span>'
        if token.kind == "example":
            return str(escape(token.value))
        return self._cite(self._figure(token.value))

    def _cite(self, figure: Figure) -> str:
        if figure.source not in self.sources:
            self.sources.append(figure.source)
        number = self.sources.index(figure.source) + 1
        stale = ' <b class="stale">may be out of date</b>' if figure.source.is_stale(self._today) else ""
        return (
            f'<data class="fact" value="{escape(figure.text)}" data-fact="{escape(figure.key)}">{escape(figure.text)}</data>'
            f'<sup class="cite"><a href="#source-{number}" aria-label="Source {number}">{number}</a></sup>{stale}'
        )
