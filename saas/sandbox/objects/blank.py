"""Every key Stripe always sends: the SDK raises on a missing key, so null is not the same as absent.

Source: `shapes/blanks.json`, reduced from the API description (see `shapes/NOTICE.md`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from saas.sandbox.store import Thing

BLANKS: dict[str, list[str]] = json.loads((Path(__file__).parents[1] / "shapes" / "blanks.json").read_text())


def blank(shape: str, **known: Any) -> Thing:
    """A part of an object: the always-sent keys of `shape` as null, then what is known."""
    return {**dict.fromkeys(BLANKS[shape]), **known}


def api_object(kind: str, **known: Any) -> Thing:
    """A whole API object: `object` is its kind."""
    return {"id": known["id"], "object": kind, **blank(kind, **known)}
