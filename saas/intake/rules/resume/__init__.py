"""From the text of a resume to the lines that say what somebody did: found, ranked, never reworded.

Pure: text in, lines out. What is proposed is the person's to confirm; nothing here writes a word of its own.
"""

from __future__ import annotations

from saas.intake.rules.resume.kinds import FileKind, kind_of, plain_text
from saas.intake.rules.resume.picking import MOST, propose
from saas.intake.rules.resume.room import FILE_BYTES, PAGES, TEXT_ROOM, Unreadable, checked_size, checked_text

__all__ = [
    "FILE_BYTES",
    "MOST",
    "PAGES",
    "TEXT_ROOM",
    "FileKind",
    "Unreadable",
    "checked_size",
    "checked_text",
    "kind_of",
    "plain_text",
    "propose",
]
