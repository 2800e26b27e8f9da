"""Which lines of a resume are proposed, and in what order. Pure: text in, lines out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.intake.answers.parsing import clean_answer
from saas.intake.resume import lines as line_rules
from saas.intake.resume.columns import to_one_column

MAX_PROPOSED = 8
NO_YEAR, TIMELESS = 0, 9999
MIN_WORDS, MAX_CHARACTERS = 4, 600
# A line near the width of its page was broken by the edge and not by its writer. Characters, but for the share.
FULL_LINE_SHARE, FULL_LINE_MIN, FULL_LINE_MAX = 0.7, 25, 55
# Ligatures become letters, soft hyphens and zero-width marks go, other line ends become \n: the words stay the same.
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0xFEFF))
LINE_ENDS = dict.fromkeys((0x2028, 0x2029, 0x0B, 0x0C), "\n")
PLAIN_CHARACTERS: dict[int, str | None] = {**LIGATURES, **INVISIBLE, **LINE_ENDS}


@dataclass
class ResumeLine:
    """One line as its writer meant it: joined where the page broke it. `year` is the end of the dates above it.

    `counts`: its section holds work. `last_length` is that of the last line on the page that went into it, in characters,
    which says whether that one was full.
    """

    text: str
    last_length: int
    is_bullet: bool
    counts: bool
    year: int
    place: int


def propose_lines(text: str, limit: int = MAX_PROPOSED) -> tuple[str, ...]:
    """The lines of a resume that say what the person did, best first, each exactly as written, trimmed.

    A figure counts most, then an outcome in its first word, then how recent the work is. Nothing is added or reworded.
    """
    page_lines = to_one_column(clean_answer(text.translate(PLAIN_CHARACTERS)).split("\n"))
    # The first of several equal lines stays.
    deeds = {line.text.casefold(): line for line in reversed(list(_join_lines(page_lines))) if _is_deed(line)}
    years = sorted({line.year for line in deeds.values()} - {NO_YEAR}, reverse=True)
    ranked = sorted(deeds.values(), key=lambda line: (-_score(line, years), line.place))
    return tuple(line.text for line in ranked[:limit])


def _score(line: ResumeLine, years: list[int]) -> int:
    """`years`: those of the jobs, newest first. Work without a date counts as neither new nor old."""
    age = years.index(line.year) if line.year in years else 1
    return 2 * line_rules.figure_score(line.text) + line_rules.verb_score(line.text) + max(0, 2 - age)


def _is_deed(line: ResumeLine) -> bool:
    """Whether a line says something that was done, and is neither too short nor a paragraph about a person."""
    text = line.text
    if len(text.split()) < MIN_WORDS or len(text) > MAX_CHARACTERS or not line.counts:
        return False
    if line_rules.has_contact_details(text) or line_rules.is_keyword_list(text) or line_rules.INNER_BULLET.search(text):
        return False
    if line_rules.is_duty(text) and not line_rules.figure_score(text):
        return False
    return line.is_bullet or line_rules.begins_with_past_verb(text)


def _join_lines(page_lines: list[str]) -> Iterator[ResumeLine]:
    """Lines joined where they were wrapped; headings and dates only set what follows them."""
    line: ResumeLine | None = None
    counts, year, has_lone_bullet, full_length = True, NO_YEAR, False, _full_line_length(page_lines)
    for place, page_line in enumerate(map(str.strip, page_lines)):
        bullet = line_rules.match_bullet(page_line)
        text = " ".join((page_line[bullet.end() :] if bullet else page_line).split())
        if len(text) > MAX_CHARACTERS:
            bullet, text = None, ""  # a page without line ends; nothing below looks at more than a long line
        if bullet and not text:
            has_lone_bullet = True  # its words are on the next line
            continue
        is_bullet = bool(bullet) or has_lone_bullet
        if line and not is_bullet and _is_continuation(line, text, full_length):
            line.text, line.last_length = _join_texts(line.text, text), len(text)
            continue
        if line:
            yield line
        line, section = None, None if is_bullet else line_rules.section_counts(page_line)
        if section is not None:
            counts, year = section, TIMELESS if line_rules.is_highlights_heading(page_line) else NO_YEAR
        elif not is_bullet and (line_rules.find_end_year(text) or _is_heading(text)):
            year = line_rules.find_end_year(text) or year
        elif text:
            line = ResumeLine(text, len(text), is_bullet, counts, year, place)
        has_lone_bullet = has_lone_bullet and not text
    if line:
        yield line


def _full_line_length(page_lines: list[str]) -> int:
    """From how many characters on a line counts as full: by the width most lines of this text keep to."""
    lengths = sorted(len(line.strip()) for line in page_lines if line.strip())
    width = lengths[len(lengths) * 4 // 5] if lengths else 0
    return int(min(max(width * FULL_LINE_SHARE, FULL_LINE_MIN), FULL_LINE_MAX))


def _is_heading(text: str) -> bool:
    return line_rules.is_date_line(text) or line_rules.is_all_caps(text) or bool(line_rules.LABEL.match(text))


def _is_continuation(line: ResumeLine, text: str, full_length: int) -> bool:
    """Whether a line without a bullet is the rest of the one before it."""
    if not text or len(line.text) > MAX_CHARACTERS or _is_heading(text):
        return False
    if line_rules.section_counts(text) is not None or line_rules.find_end_year(text):
        return False
    if text[0].islower() or text[0] in "%&),":
        return not line_rules.has_contact_details(text)
    if line.text.endswith((".", "!", "?", ":", ";")) or line.last_length < full_length:
        return False
    is_new_line = line_rules.is_title_case(text) or line_rules.begins_with_past_verb(text)
    return line_rules.ends_mid_phrase(line.text) or not is_new_line


def _join_texts(before: str, after: str) -> str:
    is_hyphenated = before.endswith("-") and before[-2:-1].isalnum()
    return f"{before}{after}" if is_hyphenated else f"{before} {after}"
