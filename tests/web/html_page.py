"""An HTML page, parsed: headings, links, forms, and controls with their labels."""

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
        label = self.attributes.get("aria-label") or self.attributes.get("aria-labelledby")
        return bool(self.in_label or label or self.attributes.get("id") in labels)


class Page(HTMLParser):
    """What tests need to know about one HTML response."""

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
        return [control for control in self.controls if not control.is_named_by(self.labels)]

    @property
    def outline(self) -> list[int]:
        return [int(name[1]) for name in self.headings]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "href" in attributes:
            self.hrefs.append(attributes["href"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(tag)
        self._note_form(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_depth -= 1

    def _note_form(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get").lower()))
        elif tag == "label":
            self._label_depth += 1
            self.labels.add(attributes.get("for", ""))
        elif tag in ("input", "select", "textarea"):
            if self.forms and attributes.get("name"):
                self.forms[-1].fields[attributes["name"]] = attributes.get("value", "")
            if attributes.get("type") not in NAMELESS:
                self.controls.append(Control(tag, attributes, self._label_depth > 0))
