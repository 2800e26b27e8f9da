"""What a request may carry: form pairs become a tree, and the tree is checked against the shape of its endpoint.

Shapes are data (`shapes/parameters.json`, notation in `shapes/NOTICE.md`). Unknown, missing and ill-typed parameters all
follow from them. Values come out typed: int, bool, str, list, dict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from saas.sandbox.errors import ApiError, empty_parameter, invalid_integer, missing_parameter, unknown_parameter
from saas.sandbox.store import Json

SHAPES_FOLDER = Path(__file__).parents[1] / "shapes"
PARAMETER_SHAPES: Json = json.loads((SHAPES_FOLDER / "parameters.json").read_text())
CURRENCIES: list[str] = json.loads((SHAPES_FOLDER / "currencies.json").read_text())
KEY_PARTS = re.compile(r"\[([^\]]*)\]")


def parse_form(pairs: Iterable[tuple[str, str]]) -> Json:
    """`a[b][0]=1` pairs as a tree of dicts; lists stay dicts of numbers until their shape is known."""
    tree: Json = {}
    for name, value in pairs:
        head, _, tail = name.partition("[")
        path = [head, *KEY_PARTS.findall("[" + tail)] if tail else [head]
        branch = tree
        for part in path[:-1]:
            child = branch.setdefault(part or str(len(branch)), {})
            if not isinstance(child, dict):
                raise ApiError(f"Invalid parameter: {name}", param=head)
            branch = child
        branch[path[-1] or str(len(branch))] = value
    return tree


def parse_parameters(endpoint: str, pairs: Iterable[tuple[str, str]]) -> Json:
    """The typed parameters of a request to `endpoint` ("POST /v1/refunds"), or an ApiError."""
    return _parse_object(parse_form(pairs), PARAMETER_SHAPES[endpoint], "")


def _parse_object(value: object, shape: Json, name: str) -> Json:
    if not isinstance(value, dict):
        raise ApiError("Invalid object", param=name)
    if "*" in shape:
        return {key: _parse(child, shape["*"], f"{name}[{key}]") for key, child in value.items()}
    if "*currency" in shape:
        return {
            _currency_key(key, name): _parse(child, shape["*currency"], f"{name}[{key}]")
            for key, child in value.items()
        }
    shapes_by_name = {key.rstrip("!"): child for key, child in shape.items()}
    for key in value:
        if key not in shapes_by_name:
            raise unknown_parameter(_nested_name(name, key))
    for key in shape:
        if key.endswith("!") and key[:-1] not in value:
            raise missing_parameter(_nested_name(name, key[:-1]))
    return {key: _parse(child, shapes_by_name[key], _nested_name(name, key)) for key, child in value.items()}


def require_currency(code: str, param: str) -> str:
    """The code in lower case. ApiError (400) when Stripe knows no such currency."""
    if code.lower() not in CURRENCIES:
        raise ApiError(
            f"Invalid currency: {code.lower()}. Stripe currently supports these currencies: {', '.join(CURRENCIES)}",
            param=param,
        )
    return code.lower()


def _currency_key(key: str, name: str) -> str:
    if key != key.lower():
        raise ApiError(
            f"Currencies must be lowercase when used as keys in a map. Use `{key.lower()}` instead of `{key}`.",
            param=name,
        )
    return require_currency(key, name)


def _nested_name(name: str, key: str) -> str:
    return f"{name}[{key}]" if name else key


def _parse(value: Any, shape: Any, name: str) -> Any:
    if isinstance(shape, list):
        return _parse_list(value, shape[0], name)
    if isinstance(shape, dict):
        return _parse_either(value, shape["|"], name) if "|" in shape else _parse_object(value, shape, name)
    if shape.startswith("$"):
        return _parse(value, PARAMETER_SHAPES[shape], name)
    if shape == "anything":
        return value
    if not isinstance(value, str):
        raise ApiError(f"Invalid string: {json.dumps(value)}", param=name)
    return _parse_scalar(value, shape, name)


def _parse_list(value: Any, shape: Any, name: str) -> list[Any]:
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        raise ApiError("Invalid array", param=name)
    return [
        _parse(child, shape, f"{name}[{index}]")
        for index, child in enumerate(value[key] for key in sorted(value, key=int))
    ]


def _parse_either(value: Any, shapes: list[Any], name: str) -> Any:
    is_tree = isinstance(value, dict)
    if value == "" and "unset" in shapes:
        return ""
    candidates = [shape for shape in shapes if isinstance(shape, (dict, list)) == is_tree and shape != "unset"]
    return _parse(value, (candidates or shapes)[0], name)


def _parse_scalar(value: str, shape: str, name: str) -> Any:
    if shape == "integer":
        return _parse_integer(value, name)
    if shape == "boolean":
        if value not in ("true", "false"):
            raise ApiError(f"Invalid boolean: {value}", param=name)
        return value == "true"
    if value == "" and "[metadata]" not in name and not name.startswith("metadata["):
        raise empty_parameter(name)
    if shape.startswith("one of "):
        _require_one_of(value, shape.split(" ")[2:], name)
    if shape in ("number", "decimal"):
        _require_number(value, name)
    if shape == "currency":
        return require_currency(value, name)
    return value


def _parse_integer(value: str, name: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        raise invalid_integer(name, value)
    return int(value)


def _require_number(value: str, name: str) -> None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        raise ApiError(f"Invalid decimal: {value}", code="parameter_invalid_string", param=name)


def _require_one_of(value: str, allowed: list[str], name: str) -> None:
    if value not in allowed:
        choices = ", ".join(allowed[:-1]) + (" or " if len(allowed) > 1 else "") + allowed[-1]
        last = name.rpartition("[")[2].rstrip("]")
        raise ApiError(f"Invalid {name if last.isdigit() else last}: must be one of {choices}", param=name)
