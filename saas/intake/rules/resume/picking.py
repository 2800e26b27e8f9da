"""Which lines are proposed, and in what order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.intake.rules.reading.texts import tidy
from saas.intake.rules.resume import marks
from saas.intake.rules.resume.columns import one_column
from saas.intake.rules.resume.verbs import DUTIES, begins_with_a_deed, weight

MOST = 8
UNDATED, LASTING = 0, 9999
WORDS_MIN, CHARACTERS_MAX = 4, 600
# A line near the width of its page was broken by the edge and not by its writer.
FULL_SHARE, FULL_LEAST, FULL_MOST = 0.7, 25, 55
# Letters that a typesetter drew as one, and marks that have no shape: the words stay the same.
DRAWN = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: None, 0x200B: None, 0xFEFF: None, 0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n"}  # fmt: skip


@dataclass
class Item:
    """One line as its writer meant it: joined where the page broke it. `year` is the end of the dates above it.

    `last` holds the characters of the last line that went into it, which says whether it was full.
    """

    text: str
    last: int
    is_bullet: bool
    is_counted: bool
    year: int
    place: int


def propose(text: str, most: int = MOST) -> tuple[str, ...]:
    """The lines of a resume that say what the person did, best first, each exactly as written, trimmed.

    A figure counts most, then an outcome in its first word, then how recent the work is. Nothing is added or reworded.
    """
    lines = one_column(tidy(text.translate(DRAWN)).split("\n"))
    unlike = {item.text.casefold(): item for item in reversed(list(_items(lines))) if _is_deed(item)}
    found = list(unlike.values())
    years = sorted({item.year for item in found} - {UNDATED}, reverse=True)
    ranked = sorted(found, key=lambda item: (-_worth(item, years), item.place))
    return tuple(item.text for item in ranked[:most])


def _worth(item: Item, years: list[int]) -> int:
    """`years`: those of the jobs, newest first. Work without a date counts as neither new nor old."""
    age = years.index(item.year) if item.year in years else 1
    return 2 * marks.figures(item.text) + weight(item.text) + max(0, 2 - age)


def _is_deed(item: Item) -> bool:
    """Whether a line says something that was done, and is neither too short nor a paragraph about a person."""
    text = item.text
    if len(text.split()) < WORDS_MIN or len(text) > CHARACTERS_MAX or not item.is_counted:
        return False
    if marks.is_contact(text) or marks.is_listing(text) or marks.INNER_BULLET.search(text):
        return False
    if DUTIES.match(text) and not marks.figures(text):
        return False
    return item.is_bullet or begins_with_a_deed(text)


def _items(lines: list[str]) -> Iterator[Item]:
    """Lines joined where they were wrapped; headings and dates only set what follows them."""
    item: Item | None = None
    is_counted, year, is_marked, full = True, UNDATED, False, _full(lines)
    for place, line in enumerate(map(str.strip, lines)):
        bullet = marks.bullet_of(line)
        text = " ".join((line[bullet.end() :] if bullet else line).split())
        if len(text) > CHARACTERS_MAX:
            bullet, text = None, ""  # a page without line ends; nothing below looks at more than a long line
        if bullet and not text:
            is_marked = True  # the dot alone, and its words on the next line
            continue
        is_bullet = bool(bullet) or is_marked
        if item and not is_bullet and _goes_on(item, text, full):
            item.text, item.last = _joined(item.text, text), len(text)
            continue
        if item:
            yield item
        item, part = None, None if is_bullet else marks.part_of(line)
        if part is not None:
            is_counted, year = part, LASTING if marks.is_best_of(line) else UNDATED
        elif not is_bullet and (marks.end_year(text) or _is_heading(text)):
            year = marks.end_year(text) or year
        elif text:
            item = Item(text, len(text), is_bullet, is_counted, year, place)
        is_marked = is_marked and not text
    if item:
        yield item


def _full(lines: list[str]) -> int:
    """From how many characters on a line counts as full: by the width most lines of this text keep to."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 4 // 5] if lengths else 0
    return int(min(max(width * FULL_SHARE, FULL_LEAST), FULL_MOST))


def _is_heading(text: str) -> bool:
    return marks.is_dates(text) or marks.is_shouted(text) or bool(marks.LABEL.match(text))


def _goes_on(item: Item, text: str, full: int) -> bool:
    """Whether a line without a mark is the rest of the one before it."""
    if (
        not text
        or len(item.text) > CHARACTERS_MAX
        or marks.part_of(text) is not None
        or marks.end_year(text)
        or _is_heading(text)
    ):
        return False
    if text[0].islower() or text[0] in "%&),":
        return not marks.is_contact(text)
    if item.text.endswith((".", "!", "?", ":", ";")) or item.last < full:
        return False
    return marks.is_left_open(item.text) or not (marks.is_titled(text) or begins_with_a_deed(text))


def _joined(before: str, after: str) -> str:
    is_hyphened = before.endswith("-") and before[-2:-1].isalnum()
    return f"{before}{after}" if is_hyphened else f"{before} {after}"
