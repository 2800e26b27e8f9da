"""Figures in prose. One from outside is written as a token, so that it has a source and is corrected in one place; our own
counts (“twenty conversations”, “two weeks”) are written in words; those in words to copy are the reader's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from saas.kernel.tokens import TOKEN
from saas.library.kinds.articles import SitePage
from saas.library.kinds.fields import NOT_PROSE, TO_COPY, Content
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.text import FieldPath, walk_text

FIGURE = re.compile(
    r"\$\s?\d[\d,.]*(?:\s?(?:million|billion))?"
    r"|\d+(?:\.\d+)?\s?(?:%|percent\b)"
    r"|\d{1,3}(?:,\d{3})+"
    r"|\d+(?:\.\d+)?\s(?:million|billion|thousand)\b"
    r"|\b\d+\s(?:calendar |business |working )?(?:days?|weeks?|months?|years?|employees|hours)\b"
    r"|\b\d+-(?:day|week|month|year|hour)\b"
    r"|\b(?:twenty-one|forty-five|sixty|ninety|one hundred (?:and )?eighty)\s(?:calendar )?days\b",
    re.IGNORECASE,
)


def find_unsourced_figures(content: Content) -> Iterator[tuple[FieldPath, str]]:
    """Figures that are typed into the text. A step may hold them beside its source; the site's own pages say what we
    promise, and that is ours. A question is drawn without marks, and what it says of the law stands in the plan with a source."""
    if isinstance(content, SitePage | QuestionContent) or getattr(content, "source", None) is not None:
        return
    for path, field, text in walk_text(content):
        if not field.has(NOT_PROSE) and not field.has(TO_COPY):
            for figure in FIGURE.finditer(TOKEN.sub("", text)):
                yield path, figure[0]
