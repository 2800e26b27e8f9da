"""A sentence a person wrote about their own work, and how it is best said elsewhere. Nothing is added to what they did.

Where a line of our pages has the same verb and the same object, that line names it in the other language. Elsewhere the
sentence stands as it is, and the guidance says what to lead with and what its reader looks for next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from saas.facts.typical_work import TypicalWork
from saas.kernel.formatting import join_words
from saas.library.kinds.parts import TranslationLine

# Words are compared by their first letters, and words shorter than four letters are not compared at all.
STEM_LENGTH = 5
LEAST_LENGTH = 4
MOST_FIGURES = 2
# Words that say nothing about the object of a sentence.
STOP_WORDS = frozenset(
    [
        "with",
        "that",
        "their",
        "them",
        "they",
        "this",
        "than",
        "then",
        "from",
        "into",
        "onto",
        "over",
        "under",
        "every",
        "each",
        "which",
        "while",
        "when",
        "first",
        "last",
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "more",
        "most",
        "work",
        "worked",
        "team",
        "teams",
        "people",
        "within",
        "without",
        "three",
        "four",
        "five",
        "seven",
        "eight",
        "nine",
        "patient",
        "patients",
    ]
)
WORD = re.compile(r"[^\W\d_]+")
NUMBER = r"\$?\d+(?:,\d{3})*(?:\.\d+)?(?:[kKMB]\b)?(?:\s?%|\s(?:percent|million|billion)\b)?"
TIME = r"(?:minutes|hours|days|weeks|months|years)"
# “54 to 71 percent”, “4 of 11” and “11 days to 5” are one figure each.
FIGURE = re.compile(rf"{NUMBER}(?:\s(?:{TIME}\s)?(?:to|→|->)\s{NUMBER}|\sof\s{NUMBER})?")
# What the count is of: “118% of quota”, “40 minutes of downtime”.
MEASURED = re.compile(r"^\sof\s(?:the\s|its\s|our\s)?[A-Za-z]{3,}\b")
FRACTIONS = ("a third", "a quarter", "half", "twice")
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WRITTEN_OUT = re.compile(rf"\b(?:a third|a quarter|half|twice|{'|'.join(NUMBER_WORDS)})\b")
# What is counted: “1,100 patients”, “46 claim rules”. A singular alone is never it: “46 claim” counts nothing.
NOUN = re.compile(r"^\s(?:[A-Za-z]{3,}\s)?(?:people|staff|children|women|men|[A-Za-z]{2,}s)\b")
TIME_UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
NOT_NOUNS = frozenset({"and", "for", "from", "instead", "the", "with", "its", "out", "per", "times", "each", "our"})


def find_similar_line(words: str, lines: tuple[TranslationLine, ...]) -> TranslationLine | None:
    """The line with their verb and their object, the closest first; None where no line has both."""
    stems = _stems((words,)) - {_first_stem(words)}
    scored = [
        (len(stems & _stems((line.did,))), -place)
        for place, line in enumerate(lines)
        if _first_stem(line.did) == _first_stem(words)
    ]
    best = max(scored, default=(0, 0))
    return lines[-best[1]] if best[0] else None


def quote_similar_line(line: TranslationLine, words: str) -> str:
    """Names the kind of work and leaves the claim to the person: our line may say more than they did."""
    figures = find_figures(words)
    advice = f"Work of this kind reads “{line.reads.rstrip('.')}”. Take the part of that which is true of yours."
    if not figures:
        return advice
    is_one = len(figures) == 1
    return f"{advice} Your {join_words(figures)} {'stays' if is_one else 'stay'} as you wrote {'it' if is_one else 'them'}."


def advise_without_line(words: str, reader: str, typical_work: TypicalWork) -> str:
    """`reader` is the title hired for, with its article, such as “a clinical operations leader”."""
    figures = find_figures(words)
    lead = (
        f"Lead with {join_words(figures)}, and keep the rest as you wrote it."
        if figures
        else "Keep it as you wrote it, and add one figure if you have it: how many, how often or how long."
    )
    verb = words.split(maxsplit=1)[0].lower().strip(",.:;") if words.split() else ""
    return f"{lead} Someone hiring {reader} asks next: {typical_work.reader_question(verb)}."


def find_figures(words: str) -> list[str]:
    """What is counted in a sentence, exactly as written: “1,100 patients”, “$240,000”, “five days”. At most two."""
    pattern = FIGURE if FIGURE.search(words) else WRITTEN_OUT
    matches = [match for match in pattern.finditer(words) if not _is_year(match.group())]
    # “a 32-bed unit” describes a place; what was done there is counted elsewhere in the sentence, or nowhere.
    matches = [
        match for match in matches if words[match.end() : match.end() + 1] != "-" and not _is_negated(words, match)
    ]
    figures = [_with_noun(words, match) for match in matches]
    counting = (figure for figure in figures if figure not in NUMBER_WORDS)
    return list(dict.fromkeys(counting))[:MOST_FIGURES]


def _with_noun(words: str, match: re.Match[str]) -> str:
    noun = NOUN.match(words[match.end() :])
    is_noun = noun is not None and not NOT_NOUNS & set(noun.group().lower().split())
    is_share = match.group().endswith(("%", "percent", *FRACTIONS))
    figure = match.group() + (noun.group() if noun is not None and is_noun and not is_share else "")
    measured = MEASURED.match(words[match.start() + len(figure) :]) if is_share or figure.endswith(TIME_UNITS) else None
    return figure + (measured.group() if measured else "")


def _is_negated(words: str, match: re.Match[str]) -> bool:
    """“No two days were the same” counts nothing."""
    return words[: match.start()].rstrip().lower().split()[-1:] in (["no"], ["not"], ["never"])


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None


def _first_stem(text: str) -> str:
    return text.split(maxsplit=1)[0].lower()[:STEM_LENGTH] if text.split() else ""


def _stems(texts: Iterable[str]) -> frozenset[str]:
    words = (word.lower() for text in texts for word in WORD.findall(text) if len(word) >= LEAST_LENGTH)
    return frozenset(word[:STEM_LENGTH] for word in words if word not in STOP_WORDS)
