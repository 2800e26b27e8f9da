"""From what the editor's form sent to content, and what its row buttons do to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from saas.kernel.errors import Refusal
from saas.library.editor.controls import Control, build_controls
from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS, Kind

# Sent beside the fields of the piece.
OTHER_FIELDS = ("slug", "base", "csrf_token", "rows", "sample", "moment")
ROW_ACTIONS = ("up", "down", "remove")


class UnfitForm(Refusal):
    """Names that no form of ours has: a row that is a text, a place that is no number, a thousand levels."""

    status = 400


@contextmanager
def _names_of_the_form() -> Iterator[None]:
    """Names of fields are paths into the piece, and somebody may send any."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise UnfitForm("Those fields do not fit this piece, so nothing was saved. Open the page again.") from error


def content_fields(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the piece itself."""
    return {name: value for name, value in form.items() if name not in OTHER_FIELDS}


def parse_form(kind: Kind, fields: Mapping[str, str]) -> dict[str, Any]:
    """Nested values by field, as typed. Rows keep the order of their numbers; an empty group is None. Raises UnfitForm."""
    with _names_of_the_form():
        return _parse_form(kind, fields)


def _parse_form(kind: Kind, fields: Mapping[str, str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in fields.items():
        _put(nested, name.split("."), _trim(value.replace("\r\n", "\n")))
    values = _numbers_to_lists(nested)
    return _read_parts(build_controls(KINDS[kind].content, values), values)


def validate_content(kind: Kind, values: Mapping[str, Any]) -> tuple[Content | None, dict[str, str]]:
    """The content, or what is wrong with it: a sentence by the name of the control it belongs to."""
    try:
        return KINDS[kind].content.model_validate(values), {}
    except ValidationError as error:
        names = set(_list_names(build_controls(KINDS[kind].content, values)))
        faults: dict[str, str] = {}
        for fault in filter(_says_something, error.errors()):
            name, line = _find_control(fault["loc"], names)
            faults.setdefault(name, f"{line}{error_sentence(str(fault['msg']))}")
        return None, faults


def _says_something(fault: ErrorDetails) -> bool:
    """Pydantic also calls rows too few where one of them has a fault of its own."""
    return fault["type"] != "too_short" or len(fault["input"]) < fault["ctx"]["min_length"]


def _list_names(controls: Iterable[Control]) -> Iterator[str]:
    for control in controls:
        yield control.name
        yield from _list_names(control.parts)


def _find_control(path: tuple[str | int, ...], names: set[str]) -> tuple[str, str]:
    """Its name, and which line of it: a text of lines is one control, and so is a choice between several Literals."""
    for length in range(len(path), 0, -1):
        name, below = ".".join(map(str, path[:length])), path[length:]
        if name in names:
            return name, f"Line {below[0] + 1}: " if below and isinstance(below[0], int) else ""
    return ".".join(map(str, path)), ""


def error_sentence(message: str) -> str:
    """Pydantic's message for a person."""
    sentence = message.removeprefix("Value error, ")
    return f"{sentence[:1].upper()}{sentence[1:]}{'' if sentence.endswith('.') else '.'}"


def rearrange_rows(values: dict[str, Any], button: str) -> dict[str, Any]:
    """After a row button: “sections.add”, “sections.2.up”, “sections.2.down”, “sections.2.remove”. Raises UnfitForm."""
    *path, action = button.split(".")
    with _names_of_the_form():
        if action == "add":
            _rows_at(values, path).append({})
        elif action in ROW_ACTIONS and path and path[-1].isdigit():
            _move_row(_rows_at(values, path[:-1]), int(path[-1]), action)
    return values


def _move_row(rows: list[Any], place: int, action: str) -> None:
    if place >= len(rows):
        return
    row = rows.pop(place)
    if action != "remove":
        rows.insert(max(0, place - 1) if action == "up" else place + 1, row)


def _rows_at(values: Any, path: list[str]) -> list[Any]:
    for name in path[:-1]:
        values = values[int(name)] if name.isdigit() else values[name]
    rows = values.get(path[-1]) if isinstance(values, dict) else None
    if not isinstance(rows, list):
        rows = values[path[-1]] = list(rows or ())
    return rows


def _trim(text: str) -> str:
    """Without blanks around it. A text that ends with a line break keeps it, or saving it unread would change it."""
    return f"{text.strip()}\n" if text.strip() and text.endswith("\n") else text.strip()


def _put(values: dict[str, Any], path: list[str], value: str) -> None:
    for name in path[:-1]:
        values = values.setdefault(name, {})
    values[path[-1]] = value


def _numbers_to_lists(value: Any) -> Any:
    """{"0": …, "1": …} → […]: numbers are places in a list."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_numbers_to_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _numbers_to_lists(inner) for name, inner in value.items()}


def _read_parts(controls: Sequence[Control], values: Mapping[str, Any]) -> dict[str, Any]:
    names = {control.name.rpartition(".")[2]: control for control in controls}
    return {name: _read_value(control, values.get(name)) for name, control in names.items()}


def _read_value(control: Control, value: Any) -> Any:
    if control.kind == "rows":
        rows = value if isinstance(value, list) else []
        return [_read_parts(part.parts, row) for part, row in zip(control.parts, rows, strict=True)]
    if control.kind == "group":
        parts = _read_parts(control.parts, value if isinstance(value, Mapping) else {})
        return parts if any(parts.values()) else None
    if control.kind == "lines":
        return [line.strip() for line in str(value or "").split("\n") if line.strip()]
    if control.kind == "flag":
        return value == "yes"
    return value or ""
