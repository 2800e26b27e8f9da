"""Controls for a shape: one for each field, groups for its parts, rows for what repeats."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from saas.library.editing.labels import hint_of, label_of
from saas.library.shapes.parts import LAST, Shape

ControlKind = Literal["line", "text", "lines", "choice", "flag", "number", "date", "group", "rows"]
# Text in paragraphs; other text is one line.
LONG = frozenset(
    {
        "body", "lead", "for_whom", "pay_note", "why", "text", "answer", "keeps", "poor_uses", "moment", "can_wait", "timing",
        "words", "meaning", "matters", "works", "watch", "act", "description", "tradeoff",
    }
)  # fmt: skip


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


def controls(shape: type[Shape], values: Mapping[str, Any], above: str = "") -> list[Control]:
    """In the order of the shape, what is below the text last. `values` may be incomplete, or what somebody typed wrongly."""
    fields = sorted(shape.model_fields.items(), key=lambda pair: pair[0] in LAST)
    return [
        _control(f"{above}{name}", name, info.annotation, values.get(name, _default(info))) for name, info in fields
    ]


def _default(info: Any) -> Any:
    return None if info.is_required() else info.get_default(call_default_factory=True)


def _control(name: str, key: str, annotation: Any, value: Any) -> Control:
    label, hint = label_of(key), hint_of(key)
    inner = _inner(annotation)
    if _is_many(inner):
        part = _inner(get_args(inner)[0])
        if _is_shape(part):
            return Control(name, "rows", label, hint=hint, parts=tuple(_rows(name, part, value or ())))
        return Control(name, "lines", label, "\n".join(map(str, value or ())), hint)
    if _is_shape(inner):
        given = value if isinstance(value, Mapping) else {}
        return Control(name, "group", label, hint=hint, parts=tuple(controls(inner, given, f"{name}.")))
    return _simple(name, key, inner, value, label, hint)


def _simple(name: str, key: str, inner: Any, value: Any, label: str, hint: str) -> Control:
    text = "" if value is None else str(value)
    if options := _options(inner):
        return Control(name, "choice", label, text, hint, options)
    if inner is bool:
        return Control(name, "flag", label, "yes" if value in (True, "yes") else "", hint)
    if inner is int:
        return Control(name, "number", label, text, hint)
    if inner is date:
        return Control(name, "date", label, text, hint)
    return Control(name, "text" if key in LONG else "line", label, text, hint)


def _rows(name: str, part: type[Shape], values: Sequence[Any]) -> Iterator[Control]:
    for place, value in enumerate(values):
        row = f"{name}.{place}"
        given = value if isinstance(value, Mapping) else {}
        yield Control(
            row,
            "group",
            f"{label_of(name.rpartition('.')[2])} {place + 1}",
            parts=tuple(controls(part, given, f"{row}.")),
        )


def _inner(annotation: Any) -> Any:
    """Without Annotated and without None."""
    if hasattr(annotation, "__metadata__"):
        return _inner(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [one for one in get_args(annotation) if one is not type(None)]
        return _inner(kept[0]) if len(kept) == 1 else annotation
    return annotation


def _options(inner: Any) -> tuple[str, ...]:
    if get_origin(inner) is Literal:
        return tuple(map(str, get_args(inner)))
    if get_origin(inner) in (Union, types.UnionType):
        return tuple(option for one in get_args(inner) for option in _options(_inner(one)))
    return ()


def _is_many(inner: Any) -> bool:
    return get_origin(inner) is tuple


def _is_shape(inner: Any) -> bool:
    return isinstance(inner, type) and issubclass(inner, BaseModel)
