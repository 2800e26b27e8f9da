"""Their work in another language. Their own words stay exactly as written; the rest comes from our pages, line by line.

Where a role has no page, lines typical of its category fill up to five, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.conditions import parse_condition
from saas.library.kinds.parts import TranslationLine as Line
from saas.planner.outline import Direction, TranslationLine
from saas.planner.own_words import advise_without_line, find_similar_line, quote_similar_line
from saas.planner.person import Profile
from saas.planner.phrases import with_article
from saas.planner.reasons import explain_by_answers, explain_by_condition

LEAST_LINES, MOST_LINES = 5, 10
TOP_DIRECTIONS = 3


def translate_work(person: Profile, directions: tuple[Direction, ...]) -> tuple[TranslationLine, ...]:
    """Own accomplishments first, then page lines that fit the directions on top, then the other page lines."""
    page_lines = tuple(_page_lines(person))
    top = _top_directions(person, directions)
    accomplishments = [words for words in person.choices("accomplishments") if words.strip()]
    own = tuple(
        _own_line(person, words, _direction_at(top, place), page_lines) for place, words in enumerate(accomplishments)
    )
    quoted = {find_similar_line(words, page_lines) for words in accomplishments}
    others = sorted((line for line in page_lines if line not in quoted), key=lambda line: _distance(line, top))
    lines = (*own, *(_page_line(person, line) for line in others))
    return (*lines, *_typical_lines(person, len(lines)))[:MOST_LINES]


def _top_directions(person: Profile, directions: tuple[Direction, ...]) -> tuple[Direction, ...]:
    """The first directions with a language other than their own; their own where there is no other."""
    others = tuple(direction for direction in directions if direction.slug != person.role_slug)
    return (others or directions)[:TOP_DIRECTIONS]


def _direction_at(top: tuple[Direction, ...], place: int) -> Direction | None:
    """One direction after the other, so that three sentences meet three readers."""
    return top[place % len(top)] if top else None


def _page_lines(person: Profile) -> Iterator[Line]:
    """The lines of their pages that are true for them, figures written out."""
    for page in person.pages:
        for line in page.translation:
            if parse_condition(line.when).holds(person.known):
                yield _with_figures(person, line)


def _with_figures(person: Profile, line: Line) -> Line:
    did, reads = person.write_figures(line.did), person.write_figures(line.reads)
    return line if (did, reads) == (line.did, line.reads) else line.model_copy(update={"did": did, "reads": reads})


def _distance(line: Line, top: tuple[Direction, ...]) -> int:
    """Place of the best direction a line speaks to; lines for no direction in particular come before lines for others."""
    places = [place for place, direction in enumerate(top) if direction.slug in line.destinations]
    return min(places, default=len(top) if not line.destinations else len(top) + 1)


def _page_line(person: Profile, line: Line) -> TranslationLine:
    because, _ = explain_by_condition(person, parse_condition(line.when))
    return TranslationLine(line.did, line.reads, line.where, False, because)


def _typical_lines(person: Profile, count: int) -> tuple[TranslationLine, ...]:
    """Enough lines typical of the category to make five, where our pages have few. Only for work that we know."""
    if person.role is None or count >= LEAST_LINES:
        return ()
    because, _ = explain_by_answers(person, ("role",))
    lines = person.facts.typical_work.lines(person.family)[: LEAST_LINES - count]
    return tuple(TranslationLine(line.did, line.reads, line.where, False, because) for line in lines)


def _own_line(
    person: Profile, words: str, direction: Direction | None, page_lines: tuple[Line, ...]
) -> TranslationLine:
    """Guidance beside their sentence. It repeats nothing and claims nothing they did not write."""
    because, _ = explain_by_answers(person, ("accomplishments",), narrowed={"accomplishments": (words,)})
    line = find_similar_line(words, page_lines)
    if line:
        return TranslationLine(words, quote_similar_line(line, words), line.where, True, because)
    is_other_work = (
        direction is not None and direction.slug != person.role_slug and person.choice("direction") != "same"
    )
    title = direction.title if direction and is_other_work else person.role_title
    guidance = advise_without_line(words, with_article(title), person.facts.typical_work)
    return TranslationLine(words, guidance, title, True, because)
