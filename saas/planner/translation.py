"""Their work in another language. Their own words stay exactly as written; the rest comes from our pages, line by line.

Where a role has no page, lines typical of its field fill up to five, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.conditions import parse_condition
from saas.library.kinds.parts import TranslationLine as Line
from saas.planner.outline import Direction, TranslationLine
from saas.planner.own_words import as_it_stands, in_their_language, nearest
from saas.planner.person import Profile
from saas.planner.phrases import a
from saas.planner.reasons import reason, reason_for
from saas.planner.typical import typical

LEAST_LINES, MOST_LINES = 5, 10
TOP = 3


def translation(person: Profile, directions: tuple[Direction, ...]) -> tuple[TranslationLine, ...]:
    """Own accomplishments first, then page lines that fit the directions on top, then the other page lines."""
    lines = tuple(_true_lines(person))
    top = _top(person, directions)
    wrote = [words for words in person.several("accomplishments") if words.strip()]
    own = tuple(_own(person, words, _at(top, place), lines) for place, words in enumerate(wrote))
    named = {nearest(words, lines) for words in wrote}
    ordered = sorted((line for line in lines if line not in named), key=lambda line: _distance(line, top))
    told = (*own, *(_written(person, line) for line in ordered))
    return (*told, *_of_the_field(person, len(told)))[:MOST_LINES]


def _top(person: Profile, directions: tuple[Direction, ...]) -> tuple[Direction, ...]:
    """The first directions with a language other than their own; their own where there is no other."""
    others = tuple(way for way in directions if way.slug != person.role_slug)
    return (others or directions)[:TOP]


def _at(top: tuple[Direction, ...], place: int) -> Direction | None:
    """One direction after the other, so that three sentences meet three readers."""
    return top[place % len(top)] if top else None


def _true_lines(person: Profile) -> Iterator[Line]:
    pages = ((person.page,) if person.page else ()) + person.pivots
    for page in pages:
        yield from (
            _spoken(person, line) for line in page.translation if parse_condition(line.when).holds(person.known)
        )


def _spoken(person: Profile, line: Line) -> Line:
    did, reads = person.spoken(line.did), person.spoken(line.reads)
    return line if (did, reads) == (line.did, line.reads) else line.model_copy(update={"did": did, "reads": reads})


def _distance(line: Line, top: tuple[Direction, ...]) -> int:
    """Place of the best direction a line speaks to; lines for no direction in particular come before lines for others."""
    places = [place for place, way in enumerate(top) if way.slug in line.destinations]
    return min(places, default=len(top) if not line.destinations else len(top) + 1)


def _written(person: Profile, line: Line) -> TranslationLine:
    because, _ = reason_for(person, parse_condition(line.when))
    return TranslationLine(line.did, line.reads, line.where, False, because)


def _of_the_field(person: Profile, count: int) -> tuple[TranslationLine, ...]:
    """Enough lines typical of the field to make five, where our pages have few. Only for work that we know."""
    if person.role is None or count >= LEAST_LINES:
        return ()
    because, _ = reason(person, ("role",))
    lines = typical(person.family)[: LEAST_LINES - count]
    return tuple(TranslationLine(did, reads, where, False, because) for did, reads, where in lines)


def _own(person: Profile, words: str, way: Direction | None, lines: tuple[Line, ...]) -> TranslationLine:
    """Guidance beside their sentence. It repeats nothing and claims nothing they did not write."""
    because, _ = reason(person, ("accomplishments",), narrowed={"accomplishments": (words,)})
    line = nearest(words, lines)
    if line:
        return TranslationLine(words, in_their_language(line, words), line.where, True, because)
    is_elsewhere = way is not None and way.slug != person.role_slug and person.choice("direction") != "same"
    title = way.title if way and is_elsewhere else person.role_title
    return TranslationLine(words, as_it_stands(words, a(title)), title, True, because)
