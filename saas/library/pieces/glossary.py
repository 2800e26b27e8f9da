"""Linking a glossary term where a page first uses it. Pure: HTML in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from saas.library.kinds.articles import GlossaryTerm
from saas.library.kinds.parts import Page

TAG = re.compile(r"(<[^>]+>)")
# Text in here is a link already, a heading, or words to copy.
CLOSED = ("a", "h2", "h3", "h4", "data", "mark", "button")


@dataclass(frozen=True)
class GlossaryTerms:
    """`slugs` by the words that are linked, in lower case."""

    slugs: Mapping[str, str]
    meanings: Mapping[str, str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        words = sorted(self.slugs, key=len, reverse=True)
        return re.compile(
            rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])" if words else r"(?!)", re.IGNORECASE
        )

    def linked(self, html: str, seen: set[str]) -> str:
        """The HTML with the first use of each term linked; `seen` holds the terms already linked on this page."""
        parts, open_tags = TAG.split(html), 0
        for place, part in enumerate(parts):
            if part.startswith("<"):
                name = part.strip("</>").split()[0].lower() if part.strip("</> ") else ""
                if name in CLOSED:
                    open_tags += -1 if part.startswith("</") else 1
            elif not open_tags:
                parts[place] = self.pattern.sub(lambda found: self._link(found[0], seen), part)
        return "".join(parts)

    def _link(self, words: str, seen: set[str]) -> str:
        slug = self.slugs[words.lower()]
        if slug in seen:
            return words
        seen.add(slug)
        return f'<a class="term" href="/glossary#{slug}" title="{escape(self.meanings[slug], quote=True)}">{words}</a>'


def collect_terms(pages: Iterable[tuple[str, Page]]) -> GlossaryTerms:
    """From the published cards, by slug."""
    slugs: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for slug, page in pages:
        if isinstance(page, GlossaryTerm):
            meanings[slug] = page.description
            slugs |= {words.lower(): slug for words in page.matches or (page.title,)}
    return GlossaryTerms(slugs, meanings)
