"""What a file is, by what is in it. Its name is never asked: a renamed picture is still a picture."""

from __future__ import annotations

import codecs
from typing import Literal

from saas.intake.rules.resume.room import FAULTS, Unreadable

FileKind = Literal["pdf", "docx", "text"]

ELSE = "Save it as PDF or DOCX, or paste the text below."
# The first bytes of what people send by mistake.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "This is a picture of a page, and a picture holds no text to read."),
    (b"\xff\xd8\xff", "This is a picture of a page, and a picture holds no text to read."),
    (b"GIF8", "This is a picture of a page, and a picture holds no text to read."),
    (b"{\\rtf", "This is a rich text file (RTF), which is not read here."),
    (b"\xd0\xcf\x11\xe0", "This is an older Word file (DOC), or one locked with a password."),
    (b"7z\xbc\xaf", "This is an archive and no document."),
    (b"MZ", "This is a program and no document."),
)
# Text encodings by their mark, the longer first: UTF-32 begins like UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PAGE_MARKS = (b"<!doctype html", b"<html", b"<?xml")


def kind_of(data: bytes) -> FileKind:
    """PDF, DOCX, or perhaps text. Raises Unreadable for what is known to be something else."""
    # Some programs write a line of their own before the mark of a PDF; readers allow it in the first kilobyte.
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        if b"word/" in data and b"[Content_Types].xml" in data:
            return "docx"
        raise Unreadable(f"This is a packed file, and not a Word document (DOCX). {ELSE}")
    for start, sentence in OTHERS:
        if data.startswith(start):
            raise Unreadable(f"{sentence} {ELSE}")
    if data[:200].lstrip().lower().startswith(PAGE_MARKS):
        raise Unreadable("This is a web page. Open it, select the text of your resume, and paste it below.")
    return "text"


def plain_text(data: bytes) -> str:
    """The text of a text file: by its mark, as UTF-8, else as Windows writes it. Raises Unreadable for anything else."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None)
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_written(text):
            return text
    raise Unreadable(FAULTS["broken"])


def _is_written(text: str) -> bool:
    """People type letters; machines write controls."""
    strange = sum(not (letter.isprintable() or letter.isspace()) for letter in text)
    return strange <= len(text) // 100 and "\x00" not in text
