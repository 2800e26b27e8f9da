"""A program for one file: bytes on standard input, `{"text": …}` or `{"fault": …}` on standard output.

Run by path and alone; it imports nothing of saas. Arguments: pdf or docx, the most pages, the most characters.
A damaged file ends it with an exception and an exit status, which is all that the caller uses.
"""

from __future__ import annotations

import json
import os
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

CPU_SECONDS = 6
# Behind the web server, which has a core when it needs one.
NICENESS = 10
MEMORY_BYTES = 768_000_000
MAX_UNPACKED_BYTES = 30_000_000
MAX_PARTS = 2_000
# A scan has a stray letter or two from its scanner; a resume has hundreds.
MIN_LETTERS = 20
PARAGRAPH, RUN, TEXT = qn("w:p"), qn("w:r"), qn("w:t")
SPECIAL_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Text boxes are in a file twice: once for current Word, once as a fallback for that of 2007.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Fault(Exception):
    """The file is well formed and still has no text to extract; the message is a `ReadingFault` of `limits.py`."""


def main(kind: str, pages: int, characters: int) -> dict[str, str]:
    """The text of what comes in. Text beyond `characters` is cut one later, so that the caller sees it was too much."""
    data = sys.stdin.buffer.read()
    try:
        text = extract_pdf_text(data, pages, characters) if kind == "pdf" else extract_docx_text(data, characters)
    except Fault as fault:
        return {"fault": str(fault)}
    return {"text": text[: characters + 1].encode("utf-8", "replace").decode()}


def extract_pdf_text(data: bytes, pages: int, characters: int) -> str:
    """The text of each page in the order it was drawn, which keeps columns apart."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        _unlock(reader)
    if len(reader.pages) > pages:
        raise Fault("pages")
    page_texts: list[str] = []
    for page in reader.pages:
        page_texts.append(page.extract_text())
        if sum(map(len, page_texts)) > characters:
            break
    text = "\n".join(page_texts)
    if sum(letter.isalpha() for letter in text) < MIN_LETTERS:
        raise Fault("scanned")
    return text


def extract_docx_text(data: bytes, characters: int) -> str:
    """Every paragraph in order: of the page, of tables, of text boxes. An item of a list begins with a bullet."""
    with ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise Fault("swollen")
    document = docx.Document(BytesIO(data))
    list_styles = {style.style_id for style in document.styles if _is_list(style)}
    text = StringIO()
    for paragraph in document.element.body.iter(PARAGRAPH):
        if next(paragraph.iterancestors(FALLBACK), None) is None:
            text.write(_paragraph_text(paragraph, list_styles) + "\n")
        if text.tell() > characters:
            break
    return text.getvalue()


def _unlock(reader: PdfReader) -> None:
    """Many files are protected against changes alone and open with an empty password."""
    try:
        is_open = reader.decrypt("")
    except DependencyError:
        # The newer ciphers need a library that we do not install for this alone.
        raise Fault("locked") from None
    if not is_open:
        raise Fault("locked")


def _paragraph_text(paragraph: Any, list_styles: set[str]) -> str:
    text = "".join(_text_pieces(paragraph))
    properties = paragraph.pPr
    is_item = properties is not None and (
        properties.numPr is not None or (properties.pStyle is not None and properties.pStyle.val in list_styles)
    )
    return f"• {text}" if is_item and text.strip() else text


def _text_pieces(paragraph: Any) -> Iterator[str]:
    """Without those of a text box anchored in this paragraph. Deleted text has another tag."""
    for piece in paragraph.iter(TEXT, *SPECIAL_CHARACTERS):
        # A tab stop has the tag of a tab and is in no run.
        if piece.getparent().tag == RUN and next(piece.iterancestors(PARAGRAPH)) is paragraph:
            yield SPECIAL_CHARACTERS.get(piece.tag) or piece.text or ""


def _is_list(style: Any) -> bool:
    own = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    return own is not None or str(style.name).lower().startswith("list")


def _limit_resources() -> None:
    """No more time and memory than a resume needs, and files of no bytes at most: it cannot write one."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    _limit_resources()
    json.dump(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
