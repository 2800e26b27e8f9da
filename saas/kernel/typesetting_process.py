"""A program of its own: reads one order as JSON, writes one PDF or PNG, and ends. It imports nothing of saas.

A booklet takes some 60 MB, and typst keeps what it has laid out for the next ten; in a process that ends, neither stays
with the pages. `typesetting` starts it.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

SAAS = Path(__file__).parent.parent
PIXELS_PER_INCH = 144.0


def render_document(order: dict[str, Any]) -> bytes:
    """`file` below saas/, `kind` pdf or png, `values` for the file, and `on`, the day it is dated.

    A character that no font of typst's own has would break PDF/UA-1. Such a document is made without that standard
    rather than not at all: it is tagged the same, and the character is looked for among the machine's fonts.
    """
    try:
        return _compile(order, is_accessible=order["kind"] == "pdf", with_system_fonts=False)
    except typst.TypstError:
        if order["kind"] != "pdf":
            raise
        # Not what typst says, which quotes the person's text, and this is written to a log.
        sys.stderr.write("without PDF/UA-1")
        return _compile(order, is_accessible=False, with_system_fonts=True)


def _compile(order: dict[str, Any], *, is_accessible: bool, with_system_fonts: bool) -> bytes:
    document = typst.compile(
        str(SAAS / order["file"]),
        root=str(SAAS),
        font_paths=typst.Fonts(include_system_fonts=with_system_fonts),
        format=order["kind"],
        ppi=PIXELS_PER_INCH,
        sys_inputs={"values": json.dumps(order["values"], ensure_ascii=False)},
        pdf_standards=["ua-1"] if is_accessible else [],
        timestamp=datetime.fromisoformat(order["on"]).replace(hour=12, tzinfo=UTC),
    )
    if not isinstance(document, bytes):
        raise TypeError("One file was asked for.")
    return document


if __name__ == "__main__":
    sys.stdout.buffer.write(render_document(json.load(sys.stdin.buffer)))
