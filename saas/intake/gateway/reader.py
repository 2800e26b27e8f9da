"""A program for one file: bytes on standard input, `{"text": …}` or `{"fault": …}` on standard output.

Run by path and alone; it imports nothing of the house. Arguments: pdf or docx, the most pages, the most characters.
A damaged file ends it with an exception and a status, which is all that the house wants to know.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.errors import DependencyError

CPU_SECONDS = 10
MEMORY_BYTES = 768_000_000
UNPACKED_BYTES = 30_000_000
PARTS = 2_000
# A scan has a stray letter or two from its scanner; a resume has hundreds.
LETTERS_LEAST = 20
PARAGRAPH, RUN, TEXT = qn("w:p"), qn("w:r"), qn("w:t")
SHAPES = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Text boxes stand twice in a file: once for today's Word, once for that of 2007.
OLDER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Fault(Exception):
    """The file is what it says it is and still holds nothing to read here."""


def main(kind: str, pages: int, characters: int) -> dict[str, str]:
    """The text of what comes in. Text beyond `characters` is cut one later, so that the house sees it was too much."""
    data = sys.stdin.buffer.read()
    try:
        text = pdf_text(data, pages, characters) if kind == "pdf" else docx_text(data, characters)
    except Fault as fault:
        return {"fault": str(fault)}
    return {"text": text[: characters + 1].encode("utf-8", "replace").decode()}


def pdf_text(data: bytes, pages: int, characters: int) -> str:
    """The text of each page in the order it was set, which keeps columns apart."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        _unlock(reader)
    if len(reader.pages) > pages:
        raise Fault("pages")
    found: list[str] = []
    for page in reader.pages:
        found.append(page.extract_text())
        if sum(map(len, found)) > characters:
            break
    text = "\n".join(found)
    if sum(letter.isalpha() for letter in text) < LETTERS_LEAST:
        raise Fault("scanned")
    return text


def docx_text(data: bytes, characters: int) -> str:
    """Every paragraph in order: of the page, of tables, of text boxes. A line of a list begins with a dot."""
    with ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
            raise Fault("swollen")
    document = docx.Document(BytesIO(data))
    listed = {style.style_id for style in document.styles if _is_list(style)}
    text = StringIO()
    for paragraph in document.element.body.iter(PARAGRAPH):
        if next(paragraph.iterancestors(OLDER), None) is None:
            text.write(_line(paragraph, listed) + "\n")
        if text.tell() > characters:
            break
    return text.getvalue()


def _unlock(reader: PdfReader) -> None:
    """Many files are locked against changes alone and open with an empty password."""
    try:
        is_open = reader.decrypt("")
    except DependencyError:
        # The newer ciphers need a library that we do not keep for this alone.
        raise Fault("locked") from None
    if not is_open:
        raise Fault("locked")


def _line(paragraph: Any, listed: set[str]) -> str:
    text = "".join(_pieces(paragraph))
    own = paragraph.pPr
    is_item = own is not None and (own.numPr is not None or (own.pStyle is not None and own.pStyle.val in listed))
    return f"• {text}" if is_item and text.strip() else text


def _pieces(paragraph: Any) -> Iterator[str]:
    """Written here and not in a text box that hangs on this paragraph. What was struck out is of another kind."""
    for piece in paragraph.iter(TEXT, *SHAPES):
        # A tab stop has the tag of a tab, and stands in no run.
        if piece.getparent().tag == RUN and next(piece.iterancestors(PARAGRAPH)) is paragraph:
            yield SHAPES.get(piece.tag) or piece.text or ""


def _is_list(style: Any) -> bool:
    own = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    return own is not None or str(style.name).lower().startswith("list")


def _bounded() -> None:
    """No more time and memory than a resume needs, and no file longer than nothing: it cannot write one."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    _bounded()
    json.dump(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
