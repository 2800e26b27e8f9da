"""Typesetting: values go over as JSON, so nothing in them is read as markup, and nothing is downloaded.

Each piece is set by a process of its own, which takes its memory with it when it ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from saas.kernel.errors import Unavailable

TYPESETTER = Path(__file__).parent / "typesetter.py"
LONGEST_SECONDS = 30
log = structlog.get_logger()


def set_in_type(file: str, values: Mapping[str, Any], kind: str, on: date) -> bytes:
    """`file`, a .typ below saas/, with its values as a `kind` (pdf or png), dated `on`. A PDF is tagged and meets PDF/UA-1.
    Raises Unavailable where it could not be set."""
    order = json.dumps({"file": file, "values": values, "kind": kind, "on": on.isoformat()}).encode()
    # Isolated: neither the folder it is started in nor the environment says what it imports.
    command = [sys.executable, "-I", str(TYPESETTER)]
    try:
        ran = subprocess.run(command, input=order, capture_output=True, timeout=LONGEST_SECONDS, check=True)  # noqa: S603  # our own program
    except subprocess.SubprocessError as error:
        log.exception("not set in type", file=file)
        raise Unavailable("It could not be set in type just now. Nothing is lost: try again in a minute.") from error
    if ran.stderr:
        log.warning("set in type without its accessibility seal", file=file)
    return ran.stdout
