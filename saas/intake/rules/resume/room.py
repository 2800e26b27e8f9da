"""How much of a resume is read, and the sentences for what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from saas.intake.rules.faults import AnswerError

FILE_BYTES = 2_000_000
# A resume of two pages has about 6,000 characters; a long academic one 60,000.
TEXT_ROOM = 100_000
PAGES = 30

Fault = Literal["locked", "scanned", "pages", "swollen", "broken", "slow"]

FAULTS: Mapping[Fault, str] = MappingProxyType(
    {
        "locked": "This file is locked with a password, so it cannot be read. Save a copy without the password, or paste the text below.",
        "scanned": "This file holds pictures of pages and no text. Open the resume where it was written and save it as PDF or DOCX, or paste the text below.",
        "pages": f"This file has more than {PAGES} pages, which is longer than a resume. Save the pages with your work as a file of their own, or paste that part below.",
        "swollen": "This file unpacks to far more than a resume holds, so it was left closed. Save it again as PDF, or paste the text below.",
        "broken": "This file cannot be read. It may be damaged, or saved in a way of its own. Save it again as PDF or DOCX, or paste the text below.",
        "slow": "This file takes too long to read, so the reading was stopped. Save it again as PDF, or paste the text below.",
    }
)


class Unreadable(AnswerError):
    """A resume that cannot be taken, with a sentence that says why and what to do instead."""


def checked_size(data: bytes) -> bytes:
    """The file, where it fits. Raises Unreadable."""
    if not data:
        raise Unreadable("This file is empty. Choose another, or paste the text below.")
    if len(data) > FILE_BYTES:
        size = len(data) / 1_000_000
        raise Unreadable(
            f"This file has {size:.1f} MB and there is room for 2 MB. Save it without pictures, or paste the text below."
        )
    return data


def checked_text(text: str) -> str:
    """The text, where it fits. Raises Unreadable."""
    if len(text) > TEXT_ROOM:
        raise Unreadable(
            f"This text has {len(text):,} characters and there is room for {TEXT_ROOM:,}. Take the part with your work."
        )
    return text
