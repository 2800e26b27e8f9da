"""Form controls for a content class: one for each field, groups for its parts, rows for what repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from saas.library.kinds.fields import LONG, Content, FieldSpec, field_specs, is_content, item_type, list_choices

ControlKind = Literal["line", "text", "lines", "choice", "flag", "number", "date", "group", "rows"]


@dataclass(frozen=True, slots=True)
class Control:
    """`parts` are the controls of a group, or the groups of rows. `value` is text, as it stands in the input."""

    name: str
    kind: ControlKind
    label: str
    value: str = ""
    hint: str = ""
    options: Sequence[str] = ()
    parts: Sequence[Control] = field(default_factory=tuple)


def build_controls(content: type[Content], values: Mapping[str, Any], above: str = "") -> list[Control]:
    """In the order of the fields, what is below the text last. `values` may be incomplete, or what somebody typed wrongly."""
    return [
        _build_control(f"{above}{spec.name}", spec, values.get(spec.name, spec.default))
        for spec in field_specs(content)
    ]


def _build_control(name: str, spec: FieldSpec, value: Any) -> Control:
    if (item := item_type(spec.annotation)) is not None:
        if is_content(item):
            rows = tuple(_build_rows(name, spec.label, item, value or ()))
            return Control(name, "rows", spec.label, hint=spec.hint, parts=rows)
        return Control(name, "lines", spec.label, "\n".join(map(str, value or ())), spec.hint)
    if is_content(spec.annotation):
        values = value if isinstance(value, Mapping) else {}
        parts = tuple(build_controls(spec.annotation, values, f"{name}."))
        return Control(name, "group", spec.label, hint=spec.hint, parts=parts)
    return _build_input(name, spec, value)


def _build_input(name: str, spec: FieldSpec, value: Any) -> Control:
    text = "" if value is None else str(value)
    if options := list_choices(spec.annotation):
        return Control(name, "choice", spec.label, text, spec.hint, options)
    if spec.annotation is bool:
        return Control(name, "flag", spec.label, "yes" if value in (True, "yes") else "", spec.hint)
    if spec.annotation is int:
        return Control(name, "number", spec.label, text, spec.hint)
    if spec.annotation is date:
        return Control(name, "date", spec.label, text, spec.hint)
    return Control(name, "text" if spec.has(LONG) else "line", spec.label, text, spec.hint)


def _build_rows(name: str, label: str, item: type[Content], values: Sequence[Any]) -> Iterator[Control]:
    for place, value in enumerate(values):
        row = f"{name}.{place}"
        parts = build_controls(item, value if isinstance(value, Mapping) else {}, f"{row}.")
        yield Control(row, "group", f"{label} {place + 1}", parts=tuple(parts))
