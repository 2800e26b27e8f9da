"""A page as a reader meets it: headings, links, forms, and controls with their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

NAMELESS = {"hidden", "submit", "button", "image", "reset"}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Control:
    tag: str
    attributes: dict[str, str]
    in_label: bool

    def is_named_by(self, labels: set[str]) -> bool:
        named = self.attributes.get("aria-label") or self.attributes.get("aria-labelledby")
        return bool(self.in_label or named or self.attributes.get("id") in labels)


class Page(HTMLParser):
    """Everything a test asks about one HTML answer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.forms: list[Form] = []
        self.controls: list[Control] = []
        self.labels: set[str] = set()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._label_depth = 0
        self.feed(text)

    @property
    def unnamed(self) -> list[Control]:
        return [one for one in self.controls if not one.is_named_by(self.labels)]

    @property
    def outline(self) -> list[int]:
        return [int(name[1]) for name in self.headings]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if "href" in found:
            self.hrefs.append(found["href"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(tag)
        self._note_form(tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_depth -= 1

    def _note_form(self, tag: str, found: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
        elif tag == "label":
            self._label_depth += 1
            self.labels.add(found.get("for", ""))
        elif tag in ("input", "select", "textarea"):
            if self.forms and found.get("name"):
                self.forms[-1].fields[found["name"]] = found.get("value", "")
            if found.get("type") not in NAMELESS:
                self.controls.append(Control(tag, found, self._label_depth > 0))
