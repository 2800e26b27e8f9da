"""Typesetting: values go over as JSON, so nothing in a plan is read as markup, and nothing is downloaded.

Each piece is set by a process of its own, which takes its memory with it when it ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from saas.kernel.errors import Unavailable
from saas.plans.copies.pictures import Runway

TYPESETTER = Path(__file__).parent / "typesetter.py"
LONGEST_SECONDS = 30
log = structlog.get_logger()


def paper(values: Mapping[str, Any], on: date) -> bytes:
    """The booklet as a tagged PDF that meets PDF/UA-1, dated `on`. Unavailable where it could not be set."""
    return _set("booklet.typ", values, "pdf", on)


def runway_png(picture: Runway, on: date) -> bytes:
    """The runway for a letter: 1120 pixels wide, to be shown at half of that. Unavailable where it could not be drawn."""
    return _set("runway.typ", asdict(picture) | {"peak": picture.peak}, "png", on)


def _set(file: str, values: Mapping[str, Any], kind: str, on: date) -> bytes:
    order = json.dumps({"file": file, "values": values, "kind": kind, "on": on.isoformat()}).encode()
    # Isolated: neither the folder it is started in nor the environment says what it imports.
    command = [sys.executable, "-I", str(TYPESETTER)]
    try:
        ran = subprocess.run(command, input=order, capture_output=True, timeout=LONGEST_SECONDS, check=True)  # noqa: S603  # our own program
    except subprocess.SubprocessError as error:
        log.exception("not set in type", file=file)
        raise Unavailable(
            "The copy could not be set in type just now. Your plan is safe: try again, or print it from its page.",
            next_label="Open your plan",
            next_href="/plan",
        ) from error
    if ran.stderr:
        log.warning("set in type without its accessibility seal", file=file)
    return ran.stdout
