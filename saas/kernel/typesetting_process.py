"""A program of its own: reads one request as JSON from stdin, writes one PDF or PNG to stdout, and exits.

A booklet takes about 60 MB, and typst caches what it laid out; neither should stay in the web process. Imports nothing
of saas. Started by `typesetting`.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

SAAS = Path(__file__).parent.parent
PIXELS_PER_INCH = 144.0
# Behind the web server, which has a core when it needs one.
NICENESS = 10


def render_document(request: dict[str, Any]) -> bytes:
    """Render a request: `file` below saas/, `kind` pdf or png, `values`, and `on`, the date of the document.

    A character that none of typst's fonts has would violate PDF/UA-1. Such a document is rendered without that standard:
    it is tagged all the same, and the character is taken from the system's fonts.
    """
    try:
        return _compile(request, is_accessible=request["kind"] == "pdf", with_system_fonts=False)
    except typst.TypstError:
        if request["kind"] != "pdf":
            raise
        # Not typst's own message, which quotes the person's text: this ends up in a log.
        sys.stderr.write("without PDF/UA-1")
        return _compile(request, is_accessible=False, with_system_fonts=True)


def _compile(request: dict[str, Any], *, is_accessible: bool, with_system_fonts: bool) -> bytes:
    document = typst.compile(
        str(SAAS / request["file"]),
        root=str(SAAS),
        font_paths=typst.Fonts(include_system_fonts=with_system_fonts),
        format=request["kind"],
        ppi=PIXELS_PER_INCH,
        sys_inputs={"values": json.dumps(request["values"], ensure_ascii=False)},
        pdf_standards=["ua-1"] if is_accessible else [],
        timestamp=datetime.fromisoformat(request["on"]).replace(hour=12, tzinfo=UTC),
    )
    if not isinstance(document, bytes):
        raise TypeError("Expected a single file.")
    return document


if __name__ == "__main__":
    os.nice(NICENESS)
    sys.stdout.buffer.write(render_document(json.load(sys.stdin.buffer)))
