"""Everything the program answers, asked by everybody: every address of its map, every link and form that a page shows.

`Visitor` follows links from the addresses it is given and notes what each answer was and which of Ann's words it held.
Pages of the library are alike, so of each kind of page a few are read.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

HOST = "shop.test"
# Of each rule so many addresses, and of each address so many queries are read. Those that are named to begin with are all.
PAGES_OF_A_KIND, QUERIES_OF_A_PAGE = 2, 2
LINK = re.compile(r"""\s(?:href|src|data-href)=["']([^"']+)["']""")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*>", re.S)
ATTRIBUTE = re.compile(r"""\s([\w-]+)=["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page that changes something: where it goes and what it sends if it is sent as it stands."""

    path: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    rule: str
    words: frozenset[str]


@dataclass
class Visitor:
    """`answers` are by method and address."""

    name: str
    client: FlaskClient
    app: Flask
    words: re.Pattern[str]
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    forms: set[Form] = field(default_factory=set)
    _read: Counter[str] = field(default_factory=Counter)

    def crawl(self, starts: Iterable[str]) -> None:
        waiting = [link for path in starts if ("GET", path) not in self.answers for link in self.get(path)]
        while waiting:
            path = waiting.pop()
            if ("GET", path) not in self.answers and self._is_wanted(path):
                waiting += self.get(path)

    def get(self, path: str) -> list[str]:
        """Ask, note the answer, and return the links of a page."""
        response = self.client.get(path)
        text = self._note("GET", path, response)
        if response.mimetype != "text/html":
            return []
        self.forms |= {form for form in map(_form, FORM.findall(text)) if form is not None}
        links = [html.unescape(link) for link in LINK.findall(text)]
        return [*filter(None, map(_own_path, [*links, response.headers.get("Location", "")]))]

    def post(self, path: str, fields: Iterable[tuple[str, str]] = ()) -> Answer:
        self._note("POST", path, self.client.post(path, data=dict(fields)))
        return self.answers["POST", path]

    def _note(self, method: str, path: str, response: Any) -> str:
        text = bytes(response.get_data()).decode(errors="replace")
        location = response.headers.get("Location", "")
        words = frozenset(self.words.findall(f"{text} {response.headers}"))
        self.answers[method, path] = Answer(response.status_code, location, self.rule_of(path, method), words)
        response.close()
        return text

    def rule_of(self, path: str, method: str = "GET") -> str:
        """The rule an address belongs to; an empty string where there is none."""
        try:
            rule, _ = self.app.url_map.bind(HOST).match(urlsplit(path).path, method=method, return_rule=True)
        except (HTTPException, RequestRedirect):
            return ""
        return str(rule)

    def _is_wanted(self, path: str) -> bool:
        rule, (bare, _, query) = self.rule_of(path), path.partition("?")
        counted = f"{bare}?" if query else rule
        self._read[counted] += 1
        return bool(rule) and self._read[counted] <= (QUERIES_OF_A_PAGE if query else PAGES_OF_A_KIND)


def _own_path(link: str) -> str:
    """The path of a link on our own site, with its query; an empty string for any other."""
    parts = urlsplit(urldefrag(link).url)
    if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", HOST) or not parts.path.startswith("/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _form(parts: tuple[str, str]) -> Form | None:
    """None for a form that only asks: its page is a link with a query."""
    head, body = parts
    attributes = dict(ATTRIBUTE.findall(head))
    path = _own_path(html.unescape(attributes.get("action", "")))
    if attributes.get("method", "get").lower() != "post" or not path:
        return None
    fields = (dict(ATTRIBUTE.findall(tag)) for tag in FIELD.findall(body))
    return Form(path, tuple((each["name"], html.unescape(each.get("value", ""))) for each in fields if "name" in each))
