"""The desk's form as a browser fills and sends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from saas.library.editing.fields import Control, controls
from saas.library.shapes import SHAPES, Kind, Shape


def sheet(kind: Kind, shape: Shape, **beside: str) -> dict[str, str]:
    """Every control of a piece with what stands in it. Lines end as browsers end them; an empty box is not sent."""
    return dict(_typed(controls(SHAPES[kind], shape.model_dump(mode="json")))) | beside


def _typed(parts: Iterable[Control]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.kind in ("group", "rows"):
            yield from _typed(part.parts)
        elif part.kind != "flag" or part.value:
            yield part.name, part.value.replace("\n", "\r\n")


def filled(html: str) -> dict[str, str]:
    """What the editor's form would send as it stands on the page."""
    return {name: value.replace("\n", "\r\n") for name, value in _Filled(html).fields.items()}


class _Filled(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._is_inside = False
        self._name = self._text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = "data-editor" in found
        if self._is_inside and tag == "input" and (found.get("type") != "checkbox" or "checked" in found):
            self.fields[found["name"]] = found.get("value", "")
        elif self._is_inside and tag in ("textarea", "select"):
            self._name, self._text = found["name"], ""
        elif tag == "option" and self._name and ("selected" in found or self._name not in self.fields):
            self.fields[self._name] = found.get("value", "")
            self._text = "" if "value" in found else "chosen"

    def handle_data(self, data: str) -> None:
        if self._name and self._text == "chosen":
            self.fields[self._name], self._text = data, ""
        elif self._name and self.get_starttag_text().startswith("<textarea"):
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self._name] = self._text.removeprefix("\n")
        if tag in ("textarea", "select"):
            self._name = ""
