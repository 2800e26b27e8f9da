"""The editor's form as a browser fills and sends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from saas.library.editor.controls import Control, build_controls
from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS, Kind


def sheet(kind: Kind, content: Content, **beside: str) -> dict[str, str]:
    """Every control of a piece with what stands in it. Lines end as browsers end them; an empty box is not sent."""
    return dict(typed(build_controls(KINDS[kind].content, content.model_dump(mode="json")))) | beside


def typed(parts: Iterable[Control]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.kind in ("group", "rows"):
            yield from typed(part.parts)
        elif part.kind != "flag" or part.value:
            yield part.name, part.value.replace("\n", "\r\n")


def filled(html: str) -> dict[str, str]:
    """What the editor's form would send as it stands on the page."""
    return {name: value.replace("\n", "\r\n") for name, value in _Filled(html).fields.items()}


def publication_fields(html: str) -> dict[str, str]:
    """What the publication form on an editor's page sends unseen: which revision was read, and whether it was withdrawn."""
    form = re.search(r'<form method="post" action="[^"]*/publication">(.*?)</form>', html, re.S)
    hidden = r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"'
    return dict(re.findall(hidden, form[1])) if form else {}


class _Filled(HTMLParser):
    """`_name` is the text or choice that is being read; `_is_chosen` that its value is the text of this option."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._is_inside = self._is_chosen = False
        self._name = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = "data-editor" in attributes
        elif self._is_inside and tag in ("textarea", "select"):
            self._name = attributes["name"]
        elif self._is_inside and tag == "input" and (attributes.get("type") != "checkbox" or "checked" in attributes):
            self.fields[attributes["name"]] = attributes.get("value", "")
        if tag == "textarea" and self._name:
            self.fields[self._name] = ""
        elif tag == "option" and self._name and ("selected" in attributes or self._name not in self.fields):
            self.fields[self._name] = attributes.get("value", "")
            self._is_chosen = "value" not in attributes

    def handle_data(self, data: str) -> None:
        if self._is_chosen or (self._name and self.get_starttag_text() == self._opened()):
            self.fields[self._name] += data
        self._is_chosen = False

    def _opened(self) -> str | None:
        """The tag that was opened last, where it is a text's: what follows is its value."""
        last = self.get_starttag_text()
        return last if last and last.startswith("<textarea") else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.fields[self._name] = self.fields.get(self._name, "").removeprefix("\n")
            self._name = ""
