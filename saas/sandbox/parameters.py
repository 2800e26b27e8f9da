"""What a request may carry: form pairs become a tree, and the tree is held against its endpoint's shape.

Shapes are data (`shapes/parameters.json`, notation in `shapes/NOTICE.md`). Unknown, missing and
ill-typed parameters all follow from them; values come out typed (int, bool, str, list, dict).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from saas.sandbox.refusals import (
    ApiRefusal,
    empty_parameter,
    invalid_integer,
    missing_parameter,
    unknown_parameter,
)
from saas.sandbox.store import Thing

FOLDER = Path(__file__).parent / "shapes"
SHAPES: Thing = json.loads((FOLDER / "parameters.json").read_text())
CURRENCIES: list[str] = json.loads((FOLDER / "currencies.json").read_text())
PARTS = re.compile(r"\[([^\]]*)\]")


def grow(pairs: Iterable[tuple[str, str]]) -> Thing:
    """`a[b][0]=1` pairs as a tree of dicts; lists stay dicts of numbers until their shape is known."""
    tree: Thing = {}
    for name, value in pairs:
        head, _, tail = name.partition("[")
        path = [head, *PARTS.findall("[" + tail)] if tail else [head]
        branch = tree
        for part in path[:-1]:
            below = branch.setdefault(part or str(len(branch)), {})
            if not isinstance(below, dict):
                raise ApiRefusal(f"Invalid parameter: {name}", param=head)
            branch = below
        branch[path[-1] or str(len(branch))] = value
    return tree


def checked(endpoint: str, pairs: Iterable[tuple[str, str]]) -> Thing:
    """The typed parameters of a request to `endpoint` ("POST /v1/refunds"), or an ApiRefusal."""
    return _object(grow(pairs), SHAPES[endpoint], "")


def _object(value: object, shape: Thing, name: str) -> Thing:
    if not isinstance(value, dict):
        raise ApiRefusal("Invalid object", param=name)
    if "*" in shape:
        return {key: _fit(below, shape["*"], f"{name}[{key}]") for key, below in value.items()}
    if "*currency" in shape:
        return {
            _currency_key(key, name): _fit(below, shape["*currency"], f"{name}[{key}]") for key, below in value.items()
        }
    known = {key.rstrip("!"): below for key, below in shape.items()}
    for key in value:
        if key not in known:
            raise unknown_parameter(_inside(name, key))
    for key in shape:
        if key.endswith("!") and key[:-1] not in value:
            raise missing_parameter(_inside(name, key[:-1]))
    return {key: _fit(below, known[key], _inside(name, key)) for key, below in value.items()}


def require_currency(code: str, param: str) -> str:
    """The code in lower case. ApiRefusal (400) when Stripe knows no such currency."""
    if code.lower() not in CURRENCIES:
        raise ApiRefusal(
            f"Invalid currency: {code.lower()}. Stripe currently supports these currencies: {', '.join(CURRENCIES)}",
            param=param,
        )
    return code.lower()


def _currency_key(key: str, name: str) -> str:
    if key != key.lower():
        raise ApiRefusal(
            f"Currencies must be lowercase when used as keys in a map. Use `{key.lower()}` instead of `{key}`.",
            param=name,
        )
    return require_currency(key, name)


def _inside(name: str, key: str) -> str:
    return f"{name}[{key}]" if name else key


def _fit(value: Any, shape: Any, name: str) -> Any:
    if isinstance(shape, list):
        return _list(value, shape[0], name)
    if isinstance(shape, dict):
        return _either(value, shape["|"], name) if "|" in shape else _object(value, shape, name)
    if shape.startswith("$"):
        return _fit(value, SHAPES[shape], name)
    if shape == "anything":
        return value
    if not isinstance(value, str):
        raise ApiRefusal(f"Invalid string: {json.dumps(value)}", param=name)
    return _scalar(value, shape, name)


def _list(value: Any, shape: Any, name: str) -> list[Any]:
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        raise ApiRefusal("Invalid array", param=name)
    return [
        _fit(below, shape, f"{name}[{place}]")
        for place, below in enumerate(value[key] for key in sorted(value, key=int))
    ]


def _either(value: Any, shapes: list[Any], name: str) -> Any:
    wants_tree = isinstance(value, dict)
    if value == "" and "unset" in shapes:
        return ""
    fitting = [shape for shape in shapes if isinstance(shape, (dict, list)) == wants_tree]
    fitting = [shape for shape in fitting if shape != "unset"] or shapes
    return _fit(value, fitting[0], name)


def _scalar(value: str, shape: str, name: str) -> Any:
    if shape == "integer":
        return _integer(value, name)
    if shape == "boolean":
        if value not in ("true", "false"):
            raise ApiRefusal(f"Invalid boolean: {value}", param=name)
        return value == "true"
    if value == "" and "[metadata]" not in name and not name.startswith("metadata["):
        raise empty_parameter(name)
    if shape.startswith("one of "):
        _one_of(value, shape.split(" ")[2:], name)
    if shape in ("number", "decimal"):
        _number(value, name)
    if shape == "currency":
        return require_currency(value, name)
    return value


def _integer(value: str, name: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        raise invalid_integer(name, value)
    return int(value)


def _number(value: str, name: str) -> None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        raise ApiRefusal(f"Invalid decimal: {value}", code="parameter_invalid_string", param=name)


def _one_of(value: str, allowed: list[str], name: str) -> None:
    if value not in allowed:
        listed = ", ".join(allowed[:-1]) + (" or " if len(allowed) > 1 else "") + allowed[-1]
        last = name.rpartition("[")[2].rstrip("]")
        raise ApiRefusal(f"Invalid {name if last.isdigit() else last}: must be one of {listed}", param=name)
