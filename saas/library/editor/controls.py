"""Controls for a content: one for each field, groups for its parts, rows for what repeats.
What an editor reads beside a field: its name in words, and how to fill it."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from saas.library.kinds.parts import LAST_FIELDS, Content

ControlKind = Literal["line", "text", "lines", "choice", "flag", "number", "date", "group", "rows"]
# Text in paragraphs; other text is one line.
LONG_FIELDS = frozenset(
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


def build_controls(content: type[Content], values: Mapping[str, Any], above: str = "") -> list[Control]:
    """In the order of the content, what is below the text last. `values` may be incomplete, or what somebody typed wrongly."""
    fields = sorted(content.model_fields.items(), key=lambda pair: pair[0] in LAST_FIELDS)
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
        return Control(name, "group", label, hint=hint, parts=tuple(build_controls(inner, given, f"{name}.")))
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
    return Control(name, "text" if key in LONG_FIELDS else "line", label, text, hint)


def _rows(name: str, part: type[Content], values: Sequence[Any]) -> Iterator[Control]:
    for place, value in enumerate(values):
        row = f"{name}.{place}"
        given = value if isinstance(value, Mapping) else {}
        yield Control(
            row,
            "group",
            f"{label_of(name.rpartition('.')[2])} {place + 1}",
            parts=tuple(build_controls(part, given, f"{row}.")),
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


LABELS = {
    "title": "Title", "lead": "Opening paragraph", "for_whom": "For whom", "pay_note": "How to read the pay", "did": "What you did",
    "reads": "How it reads there", "when": "Conditions, one a line", "checked_on": "Checked on", "href": "Address", "url": "Link",
    "covers": "Roles it covers, one a line", "origins": "Origins, one a line", "destinations": "Destinations",
    "titles": "Job titles, one a line", "after": "After these steps, one a line", "instead_of": "Instead of, one a line",
    "matches": "Words linked to it, one a line", "is_gentle": "Fit for a bad day", "is_weekly": "Comes back every week",
    "is_note": "To know, nothing to do", "can_wait": "What can wait", "act": "Do", "works": "Works", "watch": "Watch",
    "matters": "Matters", "meaning": "Means", "due": "Due", "poor_uses": "Poor uses", "said": "Said back, after “Because you said”",
    "said_one": "Said back where it is one", "said_zero": "Said back where it is zero", "alone": "Excludes the others",
    "optional": "May be skipped", "skip_effect": "What skipping changes", "min": "Smallest", "max": "Largest", "value": "Value, kept",
    "keeps": "What it lets you keep",
}  # fmt: skip
HINTS = {
    "title": "The heading of the page and the line in search. At most 75 characters.",
    "description": "One or two sentences for search results, at most 180 characters.",
    "checked_on": "The day somebody read this against its sources. Year, month, day: 2026-11-25.",
    "when": "For example: employment is laid-off · severance in unsigned, signed · applications unanswered or applications < 30",
    "body": "Markdown. A figure from outside is a mark: {{fact:law.cobra_elect.days}}.",
    "due": "last_day + 5, insurance_end + 60, today + 3, or a deadline’s key.",
    "href": "Begins with a slash.",
    "url": "Begins with https://.",
    "weight": "0 to 100. Fifty is usual; ninety and more is for rights that run out.",
    "place": "In a reading, 1 to 6: of several that hold for a place, the first is used. Questions are asked in this order.",
    "shelf": "The seed file it is written back to.",
}


def label_of(key: str) -> str:
    words = key.replace("_", " ")
    return LABELS.get(key, words[:1].upper() + words[1:])


def hint_of(key: str) -> str:
    return HINTS.get(key, "")
