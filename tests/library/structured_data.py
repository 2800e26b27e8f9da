"""Structured data against what search engines document: `schema_org.json`, one definition a type."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker


@cache
def _schema() -> dict[str, Any]:
    errors: dict[str, Any] = json.loads((Path(__file__).parent / "schema_org.json").read_text(encoding="utf-8"))
    return errors


def faults(data: dict[str, Any]) -> list[str]:
    """A sentence for each fault, with the place where it is. Google refuses a breadcrumb whose places are not in order."""
    kind = data.get("@type", "")
    schema = {"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]}
    if kind not in _schema()["$defs"]:
        return [f"no such type: {kind}"]
    errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(data)
    places = [step.get("position") for step in data.get("itemListElement", [])]
    return [
        *(f"{error.json_path}: {error.message}" for error in errors),
        *(["places are not in order"] if places != list(range(1, len(places) + 1)) else []),
    ]
