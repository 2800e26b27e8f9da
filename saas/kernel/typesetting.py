"""PDFs and PNGs from typst files.

Values are passed as JSON, so nothing in them is read as markup, and nothing is downloaded. Each document is rendered by
a process of its own (`typesetting_process`), whose memory is freed when it ends. A few run at once on a machine, one of
each account.
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
from saas.kernel.slots import Slots

PROGRAM = Path(__file__).with_name("typesetting_process.py")
TIMEOUT_SECONDS = 15
TYPESETTERS = Slots(
    "typesetters",
    2,
    wait_seconds=0.5,
    sentence="Many documents are being made right now, and yours was not begun. Nothing is lost: try again in half a minute.",
    own_sentence="Another document of yours is being made right now. Wait until it is there, then ask for this one.",
)
log = structlog.get_logger()


def render_pdf(file: str, values: Mapping[str, Any], dated: date, owner: str = "") -> bytes:
    """Render the typst `file` (a path below saas/) with `values` as a tagged PDF that meets PDF/UA-1. `owner` names the
    account it is for. Raises Unavailable, and Busy where too many are being made."""
    return _render("pdf", file, values, dated, owner)


def render_png(file: str, values: Mapping[str, Any], dated: date, owner: str = "") -> bytes:
    """The same as one PNG."""
    return _render("png", file, values, dated, owner)


def _render(kind: str, file: str, values: Mapping[str, Any], dated: date, owner: str) -> bytes:
    request = json.dumps({"file": file, "values": values, "kind": kind, "on": dated.isoformat()}).encode()
    # -I: neither the working directory nor the environment decides what it imports.
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        with TYPESETTERS.hold(owner) as slot:
            done = subprocess.run(  # noqa: S603  # our own program
                command, input=request, capture_output=True, timeout=TIMEOUT_SECONDS, check=True, pass_fds=(slot,)
            )
    except subprocess.SubprocessError as error:
        log.exception("a document could not be made", file=file)
        raise Unavailable("The document could not be made just now. Nothing is lost: try again in a minute.") from error
    if done.stderr:
        log.warning("a PDF was made without its accessibility standard", file=file)
    return done.stdout
