"""Every published page, and what its reader should see there: the text of its piece, with marks written out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from markupsafe import Markup

from saas.facts.loading import load_facts
from saas.kernel.tokens import Token, replace_tokens
from saas.library.kinds.articles import ScriptPage
from saas.library.kinds.fields import NOT_ON_PAGE, Content
from saas.library.kinds.spec import KINDS, page_href
from saas.library.kinds.text import iter_prose
from saas.library.seed.loading import Seed
from saas.web.templating import render_markdown
from tests.content import page_seeds

# Pieces with a page of their own; the others are cards of one page.
PAGES = [seed for seed in page_seeds() if not KINDS[seed.kind].is_card]
CITED = re.compile(r'<sup class="cite">.*?</sup>')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
# Said in a plan, or known from elsewhere: the channel heads the margin note, the words of origins stand with their figure.
SAID_ELSEWHERE = {("pivot", "translation")}


def path_of(seed: Seed) -> str:
    return page_href(seed.kind, seed.slug).partition("#")[0]


def visible_text(html: str) -> str:
    """As a reader sees it: no tags, no numbers of sources."""
    return " ".join(Markup(CITED.sub("", html)).striptags().split())


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def sentences_of(seed: Seed) -> Iterator[str]:
    """Every sentence of the piece that belongs on its page."""
    examples = {slot.name: slot.example for slot in seed.content.slots} if isinstance(seed.content, ScriptPage) else {}
    for path, text in iter_prose(seed.content, without=NOT_ON_PAGE):
        if (seed.kind, path[0]) not in SAID_ELSEWHERE:
            yield visible_text(replace_tokens(str(render_markdown(text)), lambda token: _written(token, examples)))


def list_sources(content: Content) -> list[Any]:
    return list(getattr(content, "sources", ()))


def parse_structured_data(html: str) -> list[dict[str, Any]]:
    return [json.loads(match) for match in DATA.findall(html)]


@cache
def title_of(seed: Seed) -> str:
    return replace_tokens(str(getattr(seed.content, "title", "")), lambda token: _written(token, {}))


def _written(token: Token, examples: dict[str, str]) -> str:
    if token.kind == "fact":
        return load_facts().figure(token.value).text
    return examples[token.value] if token.kind == "slot" else token.value
