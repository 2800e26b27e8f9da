"""From what a form sent to the table of a content, and what its row buttons ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from saas.library.editor.controls import Control, build_controls
from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS, Kind

# Sent beside the fields of the piece.
OTHER_FIELDS = ("slug", "base", "csrf_token", "rows", "sample", "moment")
ROW_ACTIONS = ("up", "down", "remove")


def content_fields(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the piece itself."""
    return {name: value for name, value in sent.items() if name not in OTHER_FIELDS}


def parse_form(kind: Kind, sent: Mapping[str, str]) -> dict[str, Any]:
    """Nested values by field, as typed. Rows keep the order of their numbers; an empty group is None."""
    nested: dict[str, Any] = {}
    for name, value in sent.items():
        _put(nested, name.split("."), _trimmed(value.replace("\r\n", "\n")))
    return _read(build_controls(KINDS[kind].content, _with_rows(nested)), _with_rows(nested))


def validate_content(kind: Kind, values: Mapping[str, Any]) -> tuple[Content | None, dict[str, str]]:
    """The piece, or what is wrong with it: a sentence by the name of the control it belongs to."""
    try:
        return KINDS[kind].content.model_validate(values), {}
    except ValidationError as error:
        names, faults = set(_names(build_controls(KINDS[kind].content, values))), dict[str, str]()
        for fault in filter(_is_own, error.errors()):
            name, line = _control_at(fault["loc"], names)
            faults.setdefault(name, f"{line}{error_sentence(str(fault['msg']))}")
        return None, faults


def _is_own(fault: ErrorDetails) -> bool:
    """Rows are also called too few where one of them has a fault of its own. That says nothing."""
    return fault["type"] != "too_short" or len(fault["input"]) < fault["ctx"]["min_length"]


def _names(parts: Iterable[Control]) -> Iterator[str]:
    for part in parts:
        yield part.name
        yield from _names(part.parts)


def _control_at(place: tuple[str | int, ...], names: set[str]) -> tuple[str, str]:
    """Its name, and which line of it: a text of lines is one control, and so is a choice between several kinds of word."""
    for length in range(len(place), 0, -1):
        name, below = ".".join(map(str, place[:length])), place[length:]
        if name in names:
            return name, f"Line {below[0] + 1}: " if below and isinstance(below[0], int) else ""
    return ".".join(map(str, place)), ""


def error_sentence(message: str) -> str:
    """Pydantic's message for a person."""
    said = message.removeprefix("Value error, ")
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith('.') else '.'}"


def rearrange_rows(values: dict[str, Any], button: str) -> dict[str, Any]:
    """After a row button: “sections.add”, “sections.2.up”, “sections.2.down”, “sections.2.remove”."""
    *path, act = button.split(".")
    if act == "add":
        _rows_at(values, path).append({})
    elif act in ROW_ACTIONS and path and path[-1].isdigit():
        _rearrange(_rows_at(values, path[:-1]), int(path[-1]), act)
    return values


def _rearrange(rows: list[Any], place: int, act: str) -> None:
    if place >= len(rows):
        return
    row = rows.pop(place)
    if act != "remove":
        rows.insert(max(0, place - 1) if act == "up" else place + 1, row)


def _rows_at(values: Any, path: list[str]) -> list[Any]:
    for name in path[:-1]:
        values = values[int(name)] if name.isdigit() else values[name]
    rows = values.get(path[-1]) if isinstance(values, dict) else None
    if not isinstance(rows, list):
        rows = values[path[-1]] = list(rows or ())
    return rows


def _trimmed(text: str) -> str:
    """Without blanks around it. A text that ends with its line keeps that end, or saving it unread would change it."""
    return f"{text.strip()}\n" if text.strip() and text.endswith("\n") else text.strip()


def _put(into: dict[str, Any], path: list[str], value: str) -> None:
    for name in path[:-1]:
        into = into.setdefault(name, {})
    into[path[-1]] = value


def _with_rows(value: Any) -> Any:
    """{"0": …, "1": …} → […]: numbers are places in a list."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_with_rows(value[name]) for name in sorted(value, key=int)]
    return {name: _with_rows(inner) for name, inner in value.items()}


def _read(parts: Sequence[Control], values: Mapping[str, Any]) -> dict[str, Any]:
    return {part.name.rpartition(".")[2]: _value(part, values.get(part.name.rpartition(".")[2])) for part in parts}


def _value(control: Control, given: Any) -> Any:
    if control.kind == "rows":
        rows = given if isinstance(given, list) else []
        return [_read(part.parts, row) for part, row in zip(control.parts, rows, strict=True)]
    if control.kind == "group":
        parts = _read(control.parts, given if isinstance(given, Mapping) else {})
        return parts if any(parts.values()) else None
    if control.kind == "lines":
        return [line.strip() for line in str(given or "").split("\n") if line.strip()]
    if control.kind == "flag":
        return given == "yes"
    return given or ""
