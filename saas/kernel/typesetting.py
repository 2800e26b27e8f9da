"""PDFs and PNGs from typst files.

Values are passed as JSON, so nothing in them is read as markup, and nothing is downloaded. Each document is rendered by
a process of its own (`typesetting_process`), whose memory is freed when it ends.
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

PROGRAM = Path(__file__).with_name("typesetting_process.py")
TIMEOUT_SECONDS = 30
log = structlog.get_logger()


def render_pdf(file: str, values: Mapping[str, Any], dated: date) -> bytes:
    """Render the typst `file` (a path below saas/) with `values` as a tagged PDF that meets PDF/UA-1. Raises Unavailable."""
    return _render("pdf", file, values, dated)


def render_png(file: str, values: Mapping[str, Any], dated: date) -> bytes:
    """The same as one PNG. Raises Unavailable."""
    return _render("png", file, values, dated)


def _render(kind: str, file: str, values: Mapping[str, Any], dated: date) -> bytes:
    request = json.dumps({"file": file, "values": values, "kind": kind, "on": dated.isoformat()}).encode()
    # -I: neither the working directory nor the environment decides what it imports.
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(command, input=request, capture_output=True, timeout=TIMEOUT_SECONDS, check=True)  # noqa: S603  # our own program
    except subprocess.SubprocessError as error:
        log.exception("a document could not be made", file=file)
        raise Unavailable("The document could not be made just now. Nothing is lost: try again in a minute.") from error
    if done.stderr:
        log.warning("a PDF was made without its accessibility standard", file=file)
    return done.stdout
