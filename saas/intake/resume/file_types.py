"""What type a file is, by its first bytes. Its name does not count: a renamed picture is still a picture."""

from __future__ import annotations

import codecs
from typing import Literal

from saas.intake.resume.limits import FAULT_SENTENCES, UnreadableResume

FileType = Literal["pdf", "docx", "text"]

INSTEAD = "Save it as PDF or DOCX, or paste the text below."
# First bytes and sentence of what people send by mistake.
UNREADABLE_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "This is a picture of a page, and a picture holds no text to read."),
    (b"\xff\xd8\xff", "This is a picture of a page, and a picture holds no text to read."),
    (b"GIF8", "This is a picture of a page, and a picture holds no text to read."),
    (b"{\\rtf", "This is a rich text file (RTF), which is not read here."),
    (b"\xd0\xcf\x11\xe0", "This is an older Word file (DOC), or one locked with a password."),
    (b"7z\xbc\xaf", "This is an archive and no document."),
    (b"MZ", "This is a program and no document."),
)
# Text encodings by their byte order mark, the longer first: UTF-32 begins like UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WEB_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml")


def detect_file_type(data: bytes) -> FileType:
    """PDF, DOCX, or perhaps text. Raises UnreadableResume for what is known to be something else."""
    # Some programs write a line of their own before the PDF header; readers allow it in the first kilobyte.
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        if b"word/" in data and b"[Content_Types].xml" in data:
            return "docx"
        raise UnreadableResume(f"This is a packed file, and not a Word document (DOCX). {INSTEAD}")
    for start, sentence in UNREADABLE_TYPES:
        if data.startswith(start):
            raise UnreadableResume(f"{sentence} {INSTEAD}")
    if data[:200].lstrip().lower().startswith(WEB_PAGE_STARTS):
        raise UnreadableResume("This is a web page. Open it, select the text of your resume, and paste it below.")
    return "text"


def decode_text(data: bytes) -> str:
    """The text of a text file: by its byte order mark, as UTF-8, else as Windows-1252. Raises UnreadableResume for anything
    else."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_readable(text):
            return text
    raise UnreadableResume(FAULT_SENTENCES["broken"])


def _is_readable(text: str) -> bool:
    """People type letters; programs write control characters: one in a hundred is tolerated."""
    strange = sum(not (letter.isprintable() or letter.isspace()) for letter in text)
    return strange <= len(text) // 100 and "\x00" not in text
