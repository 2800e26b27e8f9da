"""How large a resume may be, and the sentence for each file that cannot be read. Sizes in bytes and characters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from saas.intake.answers.parsing import AnswerError

MAX_FILE_BYTES = 2_000_000
# A resume of two pages has about 6,000 characters; a long academic one 60,000.
MAX_TEXT_CHARACTERS = 100_000
MAX_PAGES = 30

ReadingFault = Literal["locked", "scanned", "pages", "swollen", "broken", "slow"]

FAULT_SENTENCES: Mapping[ReadingFault, str] = MappingProxyType(
    {
        "locked": "This file is locked with a password, so it cannot be read. Save a copy without the password, or paste the text below.",
        "scanned": "This file holds pictures of pages and no text. Open the resume where it was written and save it as PDF or DOCX, or paste the text below.",
        "pages": f"This file has more than {MAX_PAGES} pages, which is longer than a resume. Save the pages with your work as a file of their own, or paste that part below.",
        "swollen": "This file unpacks to far more than a resume holds, so it was left closed. Save it again as PDF, or paste the text below.",
        "broken": "This file cannot be read. It may be damaged, or saved in a way of its own. Save it again as PDF or DOCX, or paste the text below.",
        "slow": "This file takes too long to read, so the reading was stopped. Save it again as PDF, or paste the text below.",
    }
)


class UnreadableResume(AnswerError):
    """A resume that cannot be taken, with a sentence that says why and what to do instead."""


def check_file_size(data: bytes) -> bytes:
    """The same bytes where they fit. Raises UnreadableResume."""
    if not data:
        raise UnreadableResume("This file is empty. Choose another, or paste the text below.")
    if len(data) > MAX_FILE_BYTES:
        size = len(data) / 1_000_000
        raise UnreadableResume(
            f"This file has {size:.1f} MB and there is room for 2 MB. Save it without pictures, or paste the text below."
        )
    return data


def check_text_length(text: str) -> str:
    """The same text where it fits. Raises UnreadableResume."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise UnreadableResume(
            f"This text has {len(text):,} characters and there is room for {MAX_TEXT_CHARACTERS:,}. Take the part with your work."
        )
    return text
