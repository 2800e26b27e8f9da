"""A sentence a person wrote about their own work, and how it is best said elsewhere. Nothing is added to what they did.

Where a line of our pages has the same verb and the same object, that line names it in the other language. Elsewhere the
sentence stands as it is, and the guidance says what to lead with and what its reader looks for next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from saas.kernel.formatting import join_words
from saas.library.kinds.parts import TranslationLine

STEM = 5
SHORT = 4
MOST_FIGURES = 2
EMPTY = frozenset({
    "with", "that", "their", "them", "they", "this", "than", "then", "from", "into", "onto",
    "over", "under", "every", "each", "which", "while", "when", "first", "last", "year", "years",
    "month", "months", "week", "weeks", "more", "most", "work", "worked", "team", "teams", "people",
    "within", "without", "three", "four", "five", "seven", "eight", "nine", "patient", "patients",
})  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
NUMBER = r"\$?\d+(?:,\d{3})*(?:\.\d+)?(?:[kKMB]\b)?(?:\s?%|\s(?:percent|million|billion)\b)?"
# “54 to 71 percent” and “4 of 11” are one figure each.
COUNTED = re.compile(rf"{NUMBER}(?:\s(?:to|of)\s{NUMBER})?")
SHARES = ("a third", "a quarter", "half", "twice")
ONLY_WITH_A_NOUN = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WRITTEN_OUT = re.compile(rf"\b(?:a third|a quarter|half|twice|{'|'.join(ONLY_WITH_A_NOUN)})\b")
# What is counted: “1,100 patients”, “46 claim rules”. A singular alone is never it: “46 claim” counts nothing.
NOUN = re.compile(r"^\s(?:[A-Za-z]{3,}\s)?(?:people|staff|children|women|men|[A-Za-z]{2,}s)\b")
NOT_NOUNS = frozenset({"and", "for", "from", "instead", "the", "with", "its", "out", "per", "times", "each", "our"})

# What a reader asks next, by the first verb. Written for any work: it must be true wherever the verb is.
NEXT: tuple[tuple[str, str], ...] = (
    ("built opened launched created started founded set designed developed introduced wrote",
     "who had to agree to it, and whether it was still in use a year later"),
    ("cut reduced removed lowered saved shortened halved eliminated",
     "how it was measured before and after, and what you changed to get there"),
    ("raised increased grew improved doubled expanded lifted",
     "what it was before, and which part of the change was yours"),
    ("led ran managed chaired planned directed headed supervised coordinated organized",
     "how many people it touched, and what you decided yourself"),
    ("trained taught mentored precepted coached onboarded educated",
     "what those people could do alone afterward"),
    ("found discovered caught traced spotted identified diagnosed",
     "how you came to look there, and what stopped it from coming back"),
    ("closed sold renewed won signed negotiated landed",
     "your own part in it beside the team’s, and how long it took"),
    ("moved migrated replaced rebuilt rewrote converted merged automated",
     "what was at risk on the way, and what kept running"),
    ("mapped analyzed modeled researched measured tested audited reviewed forecast",
     "what was decided because of it"),
)  # fmt: skip
ANYTHING = "what was at stake, and what changed because you did it"


def nearest(words: str, lines: tuple[TranslationLine, ...]) -> TranslationLine | None:
    """The line with their verb and their object, the closest first; None where no line has both."""
    theirs = _stems((words,)) - {_first(words)}
    scored = [
        (len(theirs & _stems((line.did,))), -place)
        for place, line in enumerate(lines)
        if _first(line.did) == _first(words)
    ]
    best = max(scored, default=(0, 0))
    return lines[-best[1]] if best[0] else None


def in_their_language(line: TranslationLine, words: str) -> str:
    """Names the kind of work and leaves the claim to the person: our line may say more than they did."""
    found = figures(words)
    keep = (
        f" Your {join_words(found)} {'stays' if len(found) == 1 else 'stay'} as you wrote {'it' if len(found) == 1 else 'them'}."
        if found
        else ""
    )
    return f"Work of this kind reads “{line.reads.rstrip('.')}”. Take the part of that which is true of yours.{keep}"


def as_it_stands(words: str, reader: str) -> str:
    """`reader` is the title hired for, with its article, such as “a clinical operations leader”."""
    found = figures(words)
    lead = (
        f"Lead with {join_words(found)}, and keep the rest as you wrote it."
        if found
        else "Keep it as you wrote it, and add one figure if you have it: how many, how often or how long."
    )
    return f"{lead} Someone hiring {reader} asks next: {asked_next(words)}."


def figures(words: str) -> list[str]:
    """What is counted in a sentence, exactly as written: “1,100 patients”, “$240,000”, “five days”. At most two."""
    pattern = COUNTED if COUNTED.search(words) else WRITTEN_OUT
    counts = [match for match in pattern.finditer(words) if not _is_year(match.group())]
    # “a 32-bed unit” describes a place; what was done there is counted elsewhere in the sentence, or nowhere.
    counts = [match for match in counts if words[match.end() : match.end() + 1] != "-" and not _is_denied(words, match)]
    found = [_with_noun(words, match) for match in counts]
    told = (one for one in found if one not in ONLY_WITH_A_NOUN)
    return list(dict.fromkeys(told))[:MOST_FIGURES]


def asked_next(words: str) -> str:
    verb = words.split(maxsplit=1)[0].lower().strip(",.:;") if words.split() else ""
    return next((text for verbs, text in NEXT if verb in verbs.split()), ANYTHING)


def _with_noun(words: str, match: re.Match[str]) -> str:
    after = NOUN.match(words[match.end() :])
    is_noun = after is not None and not NOT_NOUNS & set(after.group().lower().split())
    if after is None or not is_noun or match.group().endswith(("%", "percent", *SHARES)):
        return match.group()
    return match.group() + after.group()


def _is_denied(words: str, match: re.Match[str]) -> bool:
    """“No two days were the same” counts nothing."""
    return words[: match.start()].rstrip().lower().split()[-1:] in (["no"], ["not"], ["never"])


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0].lower()[:STEM] if text.split() else ""


def _stems(texts: Iterable[str]) -> frozenset[str]:
    words = (word.lower() for text in texts for word in WORD.findall(text) if len(word) >= SHORT)
    return frozenset(word[:STEM] for word in words if word not in EMPTY)
