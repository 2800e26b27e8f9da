"""The house's voice, as far as a machine can hear it: calm, plain, American, and no dashes for drama."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

HYPE = (
    "amazing", "awesome", "incredible", "revolutionary", "game-changing", "game-changer", "cutting-edge", "world-class",
    "best-in-class", "supercharge", "unlock", "unleash", "skyrocket", "effortless", "effortlessly", "seamless", "seamlessly",
    "delve", "empower", "empowering", "elevate", "turbocharge", "guru", "rockstar", "ninja", "journey", "thrive", "thriving",
    "unprecedented", "leverage", "synergy", "transformative", "robust", "holistic", "curated",
)  # fmt: skip
URGENCY = (
    "hurry", "act now", "don't miss", "limited time offer", "for a limited time", "last chance", "only today", "today only",
    "before it's too late", "risk-free",
)  # fmt: skip
COMFORT = (
    "you've got this", "you got this", "self-care", "hold space", "your feelings are valid", "stay positive", "reach out",
    "oops", "uh-oh", "whoops", "sorry to hear",
)  # fmt: skip
BRITISH = (
    "colour", "favour", "behaviour", "labour", "honour", "neighbour", "organise", "organisation", "recognise", "realise",
    "realised", "analyse", "programme", "licence", "centre", "metre", "cheque", "enrol", "enrolment", "cancelled",
    "travelling", "labelled", "fulfil", "skilful", "whilst", "amongst", "catalogue", "practise", "judgement", "specialise",
    "prioritise", "summarise", "apologise", "optimise", "grey", "learnt", "spelt", "towards", "cosy",
)  # fmt: skip
MACHINE = (
    "it's important to note", "it is important to note", "in today's", "at the end of the day", "when it comes to",
    "navigate the", "a testament to", "tapestry", "landscape of",
)  # fmt: skip
HABITS = {
    "hype": HYPE, "urgency": URGENCY, "comfort": COMFORT, "British spelling": BRITISH, "filled-in phrase": MACHINE,
}  # fmt: skip
# Names and quotations that are what they are.
PROPER = re.compile(r"(?i:Labour Party|Centre for|World Health Organisation)|Landscape of")
DASH = re.compile(r"\s—\s|\w—\w")
SHOUT = re.compile(r".{0,30}!(?!=)")
DOUBLED = re.compile(r"\b(?!(?:had|that)\b)([a-z]{2,}) \1\b")
DASHES_PER_1000_WORDS = 3.0


def find_phrases(text: str, words: tuple[str, ...]) -> list[str]:
    """Every place where one of the words is said, with what stands around it."""
    plain = PROPER.sub(" ", text.replace("’", "'"))
    return [plain[max(0, found.start() - 30) : found.end() + 30] for found in _any_of(words).finditer(plain)]


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, words)) + r")(?![\w-])", re.I)


def find_voice_faults(text: str) -> Iterator[str]:
    """A sentence for each habit of voice that we avoid and that is heard in the text."""
    for name, words in HABITS.items():
        for place in find_phrases(text, words):
            yield f"{name}: “…{place}…”"
    yield from (f"exclamation mark: “{found}”" for found in SHOUT.findall(text))
    yield from (f"a word twice: “{found} {found}”" for found in DOUBLED.findall(text))
    if has_too_many_dashes(text):
        yield "dashes for drama"


def has_too_many_dashes(text: str) -> bool:
    return len(DASH.findall(text)) > max(1, len(text.split()) * DASHES_PER_1000_WORDS / 1000)
