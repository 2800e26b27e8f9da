"""What a line of a resume is: a bullet, a section heading, dates, contact details, or something that somebody did."""

from __future__ import annotations

import re

from saas.facts.sources import read_table

_WORDS = {name: frozenset(words) for name, words in read_table("resume_words.toml").entries.items()}
MAX_HEADING_WORDS = 5
PRESENT_YEAR = 9999

# Word writes bullets in private symbol fonts; a PDF then holds their code points and not a dot.
BULLET = re.compile(r"^\s*(?:[•●○◦▪■□‣⁃·∙➢➤►▶✓✔→»\u2023\uf000-\uf0ff*]|[-–—](?=\s)|o(?=\s+[A-Z])|\d{1,2}[.)](?=\s))\s*")
INNER_BULLET = re.compile(r"\s[•●▪■·∙|]\s")

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|spring|summer|fall|autumn|winter"
YEAR = r"(?:19|20)\d\d"
POINT_IN_TIME = rf"(?:(?:{MONTH})[\s,]*)?(?:\d{{1,2}}[/.])?(?:{YEAR}|['’]\d\d)"
NOW = r"present|current|now|today|ongoing|to date"
SPAN = re.compile(rf"({POINT_IN_TIME})\s*(?:[-–—/]+|to|until|through)\s*({POINT_IN_TIME}|{NOW})", re.I)
LONE_POINT_IN_TIME = re.compile(rf"^{POINT_IN_TIME}$", re.I)
YEAR_ONLY = re.compile(rf"\b{YEAR}s?\b")

CONTACT = re.compile(
    r"\S@\S+\.\w|https?://|www\.|linkedin\.com|github\.com|(?:\+?\d[\s().-]*){10,}|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b",
    re.I,
)
LABEL = re.compile(r"^[A-Z][\w &/]{1,28}:\s+(?=\S)")
DIGIT = re.compile(r"\d")
# A name with a digit in it is no figure: Q3, 24/7, B2B, COVID-19, H-1B, ISO 9001.
NAME_WITH_DIGIT = re.compile(
    r"\b(?:Q[1-4]|24/7|[BC]2[BCG]|COVID-19|ISO[ -]\d+|\d+(?=-(?:bit|tier)\b)|[A-Z]+-?\d+[A-Z]*|401\(?k\)?"
    r"|Grades?\s\d+(?:\s*[-–]\s*\d+)?)(?!\w)",
    re.I,
)
# How long is no result: "for eleven years", "over 3 years", "in one school year".
DURATION = re.compile(
    r"\b(?:for|over|in|after|within|of|than)\s+(?:\d+|[a-z]+)\+?\s+(?:\w+\s)?(?:years?|months?|weeks?)\b", re.I
)
NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|millions?|dozens?|half|twice)\b",
    re.I,
)
OPEN_END = re.compile(
    r"(?:,|-|&|/|\b(?:a|an|the|of|for|in|at|on|to|by|with|from|across|and|or|as|into|over|per|its|their|our|my|than"
    r"|under|between|through|about))$",
    re.I,
)
DUTY = re.compile(rf"^(?:I\s+)?(?:{'|'.join(sorted(_WORDS['duty_words']))})\b", re.I)
FIRST_WORD = re.compile(
    r"^(?:I\s+|We\s+)?(?:(?:also|successfully|personally|jointly|consistently|single-handedly|co-)\s*)?([A-Za-z]+)",
    re.I,
)
CHANGE = re.compile(
    r"\b(?:from|by)\s+\D{0,3}\d|\b(?:reducing|cutting|saving|raising|increasing|improving|lowering|growing|resulting)\b",
    re.I,
)


def match_bullet(line: str) -> re.Match[str] | None:
    """The bullet at the beginning of a line, with the space around it."""
    return BULLET.match(line)


def section_counts(line: str) -> bool | None:
    """For the heading of a section: True where its lines count, False where they do not. None for any other line."""
    words = _join_spaced_letters(line).strip(" :*#_|=-–—").split()
    is_short = 0 < len(words) <= MAX_HEADING_WORDS
    if not is_short or match_bullet(line) or line.rstrip().endswith((".", ",")) or DIGIT.search(line):
        return None
    if not all(word[0].isupper() or word.lower() in _WORDS["other_headings"] for word in words):
        return None
    lowered = {word.strip(",:").lower() for word in words}
    if lowered & _WORDS["never_work_headings"] or lowered <= _WORDS["other_headings"]:
        return False
    return True if lowered & (_WORDS["work_headings"] | _WORDS["highlight_headings"]) else None


def is_highlights_heading(line: str) -> bool:
    """The heading of a section in which its writer put the best already, whatever the year."""
    words = {word.strip(":").lower() for word in _join_spaced_letters(line).split()}
    return bool(words & _WORDS["highlight_headings"])


def is_all_caps(line: str) -> bool:
    """A heading in capitals, such as a name or an employer."""
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters)


def find_end_year(line: str) -> int | None:
    """The year a span of dates ends in; 9999 for the present. None where the line has no span."""
    span = SPAN.search(line)
    if span is None:
        return None
    if re.fullmatch(NOW, span[2], re.I):
        return PRESENT_YEAR
    year = span[2][-4:] if span[2][-4:].isdigit() else f"20{span[2][-2:]}"
    return int(year)


def is_date_line(line: str) -> bool:
    """Nothing but dates, in brackets or between bars perhaps."""
    rest = SPAN.sub("", line).strip(" ()|,;–—-")
    return (rest == "" and bool(SPAN.search(line))) or bool(LONE_POINT_IN_TIME.match(line.strip(" ()|,")))


def has_contact_details(line: str) -> bool:
    """An email address, a link, a telephone number, or a state with its ZIP code."""
    return bool(CONTACT.search(line))


def is_keyword_list(line: str) -> bool:
    """Skills in a row: short pieces between commas, bars or dots, and no sentence around them."""
    pieces = [piece for piece in re.split(r"[,;|•·∙/]", line) if piece.strip()]
    if len(pieces) < 3:
        return False
    return sum(len(piece.split()) for piece in pieces) / len(pieces) <= 2.5 and not DIGIT.search(line)


def figure_score(line: str) -> int:
    """2 for a figure in digits, 1 for one in words, 0 for none. Years and names with a digit do not count."""
    rest = line
    for pattern in (SPAN, NAME_WITH_DIGIT, YEAR_ONLY, DURATION):
        rest = pattern.sub(" ", rest)
    if DIGIT.search(rest):
        return 2
    return 1 if NUMBER_WORDS.search(rest) else 0


def verb_score(line: str) -> int:
    """3 for an outcome, 1 for another past verb, -1 for a duty; one more where the line says what changed."""
    score = 0
    if first_word(line) in _WORDS["outcome_verbs"]:
        score = 3
    elif is_duty(line):
        score = -1
    elif begins_with_past_verb(line):
        score = 1
    return score + (1 if CHANGE.search(line) else 0)


def is_duty(line: str) -> bool:
    """Begins like "Responsible for" or "Assisted with"."""
    return bool(DUTY.match(line))


def begins_with_past_verb(line: str) -> bool:
    """A verb in the past, which is how people write what they did."""
    word = first_word(line)
    return word in _WORDS["outcome_verbs"] | _WORDS["action_verbs"] or (word.endswith("ed") and len(word) > 4)


def first_word(line: str) -> str:
    """In lower case, after "I" and adverbs such as "also"."""
    match = FIRST_WORD.match(line)
    return match[1].lower() if match else ""


def is_title_case(line: str) -> bool:
    """Written like a job title or an employer: capitals on most of its few words."""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(line.split()) <= 8 and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def ends_mid_phrase(line: str) -> bool:
    """Ends in a word that wants another, or in a comma."""
    return bool(OPEN_END.search(line[-12:]))


def _join_spaced_letters(line: str) -> str:
    """ "E X P E R I E N C E" → "EXPERIENCE"; any other line as it is."""
    letters = line.split()
    return "".join(letters) if len(letters) > 3 and all(len(letter) == 1 for letter in letters) else line
