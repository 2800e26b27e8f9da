"""A program of its own: reads one order as JSON, writes one PDF or PNG, and ends. It imports nothing of the house.

Setting a booklet takes some 60 MB, and typst keeps what it has set for the next ten; in a process that ends, neither
stays with the pages. `typesetting` starts it.
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


def render(order: dict[str, Any]) -> bytes:
    """`file` below saas/, `kind` pdf or png, `values` for the file, and `on`, the day it is dated.

    A letter that no font of typst's own has would break PDF/UA-1. Such a paper goes without its seal rather than not
    at all: it is tagged the same, and the letter is looked for among the machine's fonts.
    """
    try:
        return _compile(order, is_sealed=order["kind"] == "pdf", with_system_fonts=False)
    except typst.TypstError:
        if order["kind"] != "pdf":
            raise
        # Not what typst says, which quotes the person's text, and this is written to a log.
        sys.stderr.write("without its seal")
        return _compile(order, is_sealed=False, with_system_fonts=True)


def _compile(order: dict[str, Any], *, is_sealed: bool, with_system_fonts: bool) -> bytes:
    made = typst.compile(
        str(SAAS / order["file"]),
        root=str(SAAS),
        font_paths=typst.Fonts(include_system_fonts=with_system_fonts),
        format=order["kind"],
        ppi=PIXELS_PER_INCH,
        sys_inputs={"values": json.dumps(order["values"], ensure_ascii=False)},
        pdf_standards=["ua-1"] if is_sealed else [],
        timestamp=datetime.fromisoformat(order["on"]).replace(hour=12, tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("One file was asked for.")
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(render(json.load(sys.stdin.buffer)))
