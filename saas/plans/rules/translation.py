"""Their work in another language. Their own words stay exactly as written; the rest comes from our pages, line by line.

Where a role has no page, lines typical of its field fill up to five, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from saas.kernel.conditions import parse
from saas.library.shapes import Line
from saas.plans.rules.because import reason, reason_for
from saas.plans.rules.outline import Direction, TranslationLine
from saas.plans.rules.profile import Profile
from saas.plans.rules.typical import typical

LEAST_LINES, MOST_LINES = 5, 10
TOP = 3
SHARED_WORDS = 2
SAME_VERB = 1.5
STEM = 5
SHORT = 4
EMPTY = frozenset({
    "with", "that", "their", "them", "they", "this", "than", "then", "from", "into", "onto",
    "over", "under", "every", "each", "which", "while", "when", "first", "last", "year", "years",
    "month", "months", "week", "weeks", "more", "most", "work", "worked", "team", "teams", "people",
    "within", "without", "three", "four", "five", "seven", "eight", "nine",
})  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")


def translation(person: Profile, directions: tuple[Direction, ...]) -> tuple[TranslationLine, ...]:
    """Own accomplishments first, then page lines that fit the directions on top, then the other page lines."""
    lines = tuple(_true_lines(person))
    top = _top(person, directions)
    own = tuple(_own(person, words, top, lines) for words in person.several("accomplishments") if words.strip())
    ordered = sorted(lines, key=lambda line: _distance(line, top))
    told = (*own, *(_written(person, line) for line in ordered))
    return (*told, *_of_the_field(person, len(told)))[:MOST_LINES]


def _top(person: Profile, directions: tuple[Direction, ...]) -> tuple[Direction, ...]:
    """The first directions with a language other than their own; their own where there is no other."""
    others = tuple(way for way in directions if way.slug != person.role_slug)
    return (others or directions)[:TOP]


def _true_lines(person: Profile) -> Iterator[Line]:
    pages = ((person.page,) if person.page else ()) + person.pivots
    for page in pages:
        yield from (line for line in page.translation if parse(line.when).holds(person.known))


def _distance(line: Line, top: tuple[Direction, ...]) -> int:
    """Place of the best direction a line speaks to; lines for no direction in particular come before lines for others."""
    places = [place for place, way in enumerate(top) if way.slug in line.destinations]
    return min(places, default=len(top) if not line.destinations else len(top) + 1)


def _written(person: Profile, line: Line) -> TranslationLine:
    because, _ = reason_for(person, parse(line.when))
    return TranslationLine(line.did, line.reads, line.where, False, because)


def _of_the_field(person: Profile, count: int) -> tuple[TranslationLine, ...]:
    """Enough lines typical of the field to make five, where our pages have few. Only for work that we know."""
    if person.role is None or count >= LEAST_LINES:
        return ()
    because, _ = reason(person, ("role",))
    lines = typical(person.family)[: LEAST_LINES - count]
    return tuple(TranslationLine(did, reads, where, False, because) for did, reads, where in lines)


def _own(person: Profile, words: str, top: tuple[Direction, ...], lines: tuple[Line, ...]) -> TranslationLine:
    """A frame around their sentence. It says how such work is read and claims nothing they did not write."""
    because, _ = reason(person, ("accomplishments",), narrowed={"accomplishments": (words,)})
    nearest = _nearest(words, lines)
    if nearest is None:
        return _as_it_stands(person, words, top, lines, because)
    name = next((way.title for way in top if way.slug in nearest.destinations), "")
    called = f"Readers hiring for {name} call work of this kind" if name else "Elsewhere, work of this kind is called"
    reads = f"{called} “{nearest.reads.rstrip('.')}”. Yours, as you wrote it: “{words}”"
    return TranslationLine(words, reads, nearest.where, True, because)


def _as_it_stands(
    person: Profile, words: str, top: tuple[Direction, ...], lines: tuple[Line, ...], because: str
) -> TranslationLine:
    """Where no line is like theirs: their sentence, and what readers there look for."""
    name = top[0].title if top else person.role_title
    wanted = next((line.reads.rstrip(".") for line in lines if top and top[0].slug in line.destinations), "")
    look = f" Readers there look for work such as “{wanted}”." if wanted else ""
    return TranslationLine(
        words, f"For {name}, say it as it stands, the result first: “{words}”{look}", name, True, because
    )


def _nearest(words: str, lines: tuple[Line, ...]) -> Line | None:
    """The line most like theirs: it begins with the same verb, or shares two words. Ties go to the earlier line."""
    theirs = _stems((words,))
    did = [_stems((line.did,)) for line in lines]
    begins = [_first(line.did) == _first(words) for line in lines]
    rarity = _rarity(theirs, did)
    scored = [
        (score + (SAME_VERB if same else 0), -place)
        for place, (score, known, same) in enumerate(zip(rarity, did, begins, strict=True))
        if (same and score) or len(theirs & known) >= SHARED_WORDS
    ]
    return lines[-max(scored)[1]] if scored else None


def _rarity(theirs: frozenset[str], known: list[frozenset[str]]) -> list[float]:
    """For each line the words it shares with theirs, where a word that many lines hold, such as “patients”, counts little."""
    held = {word: sum(word in line for line in known) for word in sorted(theirs)}
    return [sum(1 / held[word] for word in sorted(theirs & line)) for line in known]


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0].lower()[:STEM] if text.split() else ""


def _stems(texts: Iterable[str]) -> frozenset[str]:
    words = (word.lower() for text in texts for word in WORD.findall(text) if len(word) >= SHORT)
    return frozenset(word[:STEM] for word in words if word not in EMPTY)
