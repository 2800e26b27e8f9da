"""What a line of a resume is: a bullet, a heading, dates, somebody's address, or what they did."""

from __future__ import annotations

import re

# Word writes bullets in private symbol fonts; a PDF then holds their places and not a dot.
BULLET = re.compile(r"^\s*(?:[•●○◦▪■□‣⁃·∙➢➤►▶✓✔→»\u2023\uf000-\uf0ff*]|[-–—](?=\s)|o(?=\s+[A-Z])|\d{1,2}[.)](?=\s))\s*")
INNER_BULLET = re.compile(r"\s[•●▪■·∙|]\s")

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|spring|summer|fall|autumn|winter"
YEAR = r"(?:19|20)\d\d"
POINT = rf"(?:(?:{MONTH})[\s,]*)?(?:\d{{1,2}}[/.])?(?:{YEAR}|['’]\d\d)"
NOW = r"present|current|now|today|ongoing|to date"
SPAN = re.compile(rf"({POINT})\s*(?:[-–—/]+|to|until|through)\s*({POINT}|{NOW})", re.I)
LONE_POINT = re.compile(rf"^{POINT}$", re.I)
YEAR_ONLY = re.compile(rf"\b{YEAR}s?\b")

CONTACT = re.compile(r"\S@\S+\.\w|https?://|www\.|linkedin\.com|github\.com|(?:\+?\d[\s().-]*){10,}|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b", re.I)  # fmt: skip
LABEL = re.compile(r"^[A-Z][\w &/]{1,28}:\s+(?=\S)")
DIGIT = re.compile(r"\d")
# Names with a figure in them are no figure: Q3, 24/7, B2B, COVID-19, H-1B, ISO 9001.
NOT_A_FIGURE = re.compile(r"\b(?:Q[1-4]|24/7|[BC]2[BCG]|COVID-19|ISO[ -]\d+|\d+(?=-(?:bit|tier)\b)|[A-Z]+-?\d+[A-Z]*|401\(?k\)?|Grades?\s\d+(?:\s*[-–]\s*\d+)?)(?!\w)", re.I)  # fmt: skip
# How long is no result: "for eleven years", "over 3 years", "in one school year".
LASTING = re.compile(
    r"\b(?:for|over|in|after|within|of|than)\s+(?:\d+|[a-z]+)\+?\s+(?:\w+\s)?(?:years?|months?|weeks?)\b", re.I
)
NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|millions?|dozens?|half|twice)\b",
    re.I,
)

OPEN_END = re.compile(r"(?:,|-|&|/|\b(?:a|an|the|of|for|in|at|on|to|by|with|from|across|and|or|as|into|over|per|its|their|our|my|than|under|between|through|about))$", re.I)  # fmt: skip

KEPT_PARTS = frozenset(
    ("experience", "employment", "history", "projects", "volunteer", "volunteering", "career", "leadership")
)
BEST_PARTS = frozenset(("achievements", "accomplishments", "awards", "highlights", "results", "honors"))
# No job has one of these words in its title.
NEVER_WORK = frozenset(("skills", "competencies", "certifications", "certificates", "references", "hobbies", "summary", "objective", "coursework", "licensure", "interests"))  # fmt: skip
# These are also in titles, so the whole heading has to be made of them: “Education and Training”, and not “Training Manager”.
OTHER_PARTS = frozenset((
    "education", "training", "licenses", "credentials", "languages", "contact", "profile", "about", "me", "memberships",
    "affiliations", "tools", "technologies", "expertise", "strengths", "publications", "qualifications", "software",
    "professional", "personal", "technical", "core", "relevant", "key", "additional", "other", "areas", "information",
    "details", "executive", "career", "and", "of", "&", "/",
))  # fmt: skip
PART_WORDS = 5


def bullet_of(line: str) -> re.Match[str] | None:
    return BULLET.match(line)


def part_of(line: str) -> bool | None:
    """For the heading of a part: True where its lines count, False where they do not. None for any other line."""
    words = _closed(line).strip(" :*#_|=-–—").split()
    if not 0 < len(words) <= PART_WORDS or bullet_of(line) or line.rstrip().endswith((".", ",")) or DIGIT.search(line):
        return None
    if not all(word[0].isupper() or word.lower() in OTHER_PARTS for word in words):
        return None
    plain = {word.strip(",:").lower() for word in words}
    if plain & NEVER_WORK or plain <= OTHER_PARTS:
        return False
    return True if plain & (KEPT_PARTS | BEST_PARTS) else None


def is_best_of(line: str) -> bool:
    """The heading of a part in which its writer put the best already, whatever the year."""
    return bool({word.strip(":").lower() for word in _closed(line).split()} & BEST_PARTS)


def is_shouted(line: str) -> bool:
    """A heading in capitals, such as a name or an employer."""
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters)


def end_year(line: str) -> int | None:
    """The year a span of dates ends in; 9999 while it lasts. None where the line has no span."""
    found = SPAN.search(line)
    if found is None:
        return None
    if re.fullmatch(NOW, found[2], re.I):
        return 9999
    year = found[2][-4:] if found[2][-4:].isdigit() else f"20{found[2][-2:]}"
    return int(year)


def is_dates(line: str) -> bool:
    """Nothing but dates, and perhaps a place in brackets or between bars."""
    rest = SPAN.sub("", line).strip(" ()|,;–—-")
    return (rest == "" and bool(SPAN.search(line))) or bool(LONE_POINT.match(line.strip(" ()|,")))


def is_contact(line: str) -> bool:
    return bool(CONTACT.search(line))


def is_listing(line: str) -> bool:
    """Skills in a row: short pieces between commas, bars or dots, and no sentence around them."""
    pieces = [piece for piece in re.split(r"[,;|•·∙/]", line) if piece.strip()]
    if len(pieces) < 3:
        return False
    return sum(len(piece.split()) for piece in pieces) / len(pieces) <= 2.5 and not DIGIT.search(line)


def figures(line: str) -> int:
    """2 for a figure in digits, 1 for one in words, 0 for none. Years and names with a digit do not count."""
    bare = LASTING.sub(" ", YEAR_ONLY.sub(" ", NOT_A_FIGURE.sub(" ", SPAN.sub(" ", line))))
    if DIGIT.search(bare):
        return 2
    return 1 if NUMBER_WORDS.search(bare) else 0


def is_titled(line: str) -> bool:
    """Written like a title or an employer: capitals on most of its few words."""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(line.split()) <= 8 and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def is_left_open(line: str) -> bool:
    """Whether a line ends in a word that wants another."""
    return bool(OPEN_END.search(line[-12:]))


def _closed(line: str) -> str:
    """The word that "E X P E R I E N C E" spells; any other line as it is."""
    letters = line.split()
    return "".join(letters) if len(letters) > 3 and all(len(letter) == 1 for letter in letters) else line
