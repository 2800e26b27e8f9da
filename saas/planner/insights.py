"""Your reading: four to six sentences, in place order, from our pages where we have one and from the facts where not."""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.calendar import format_date
from saas.kernel.conditions import parse_condition
from saas.kernel.money import format_usd
from saas.library.kinds.parts import Reading
from saas.planner.outline import Sentence
from saas.planner.person import Profile
from saas.planner.reasons import reason, reason_for
from saas.planner.situation import Circumstances

LEAST, MOST = 4, 6
PLACES = range(1, 7)


def reading(now: Circumstances) -> tuple[Sentence, ...]:
    """Of several sentences that hold for a place, the first; the role's page speaks before the pivot's."""
    written = tuple(_written(now.person))
    if len(written) >= LEAST:
        return written[:MOST]
    return (*written, *_from_facts(now))[:MOST]


def _written(person: Profile) -> Iterator[Sentence]:
    pages = ((person.page,) if person.page else ()) + person.pivots
    said = [piece for page in pages for piece in page.readings]
    for place in PLACES:
        found = next((piece for piece in said if piece.place == place and _holds(person, piece)), None)
        if found:
            because, keys = reason_for(person, parse_condition(found.when))
            yield Sentence(person.spoken(found.text), because, keys)


def _holds(person: Profile, piece: Reading) -> bool:
    return parse_condition(piece.when).holds(person.known)


def _from_facts(now: Circumstances) -> Iterator[Sentence]:
    """What occupational data can say of anybody's work, most telling first."""
    for text, keys in (*_standing(now.person), *_market(now.person), *_ways(now), *_clock(now)):
        because, named = reason(now.person, keys)
        yield Sentence(text, because, named)


def _standing(person: Profile) -> Iterator[tuple[str, tuple[str, ...]]]:
    employment = person.choice("employment")
    if employment == "laid-off":
        text = "A layoff is decided in a budget, by position. It says little about the work of the person who held it."
        yield text, ("employment",)
    elif employment == "at-risk":
        yield "Nothing has ended yet, so the weeks with pay are the ones to prepare in.", ("employment",)
    elif employment == "leaving":
        yield "You choose the date, so pay and cover keep running while you look.", ("employment",)


def _market(person: Profile) -> Iterator[tuple[str, tuple[str, ...]]]:
    role = person.role
    if role is None:
        return
    if role.openings_k:
        count = f"{round(role.openings_k * 1000, -2):,.0f}"
        yield (
            f"About {count} jobs a year are projected to open nationally in the occupation your work is counted with.",
            ("role",),
        )
    if role.growth_pct is not None:
        yield _growth(role.growth_pct), ("role",)
    if role.pay.p50 is None and not role.openings_k:
        text = (
            "No civilian pay or outlook is published for this work, so the comparisons start from where you could go."
        )
        yield text, ("role",)
    if role.pay.p25 and role.pay.p75:
        low, high = format_usd(role.pay.p25), format_usd(role.pay.p75)
        yield (
            f"The middle half of people in that occupation are paid between {low} and {high} a year.",
            ("current_pay", "role"),
        )


def _growth(percent: float) -> str:
    if percent < 0:
        size = f"{abs(percent):g}%"
        return f"The occupation is projected to shrink by {size} from 2024 to 2034, so where you look matters more than how often."
    pace = "faster than" if percent > 5 else "about as fast as" if percent >= 2 else "slower than"
    return f"The occupation is projected to grow by {percent:g}% from 2024 to 2034, {pace} jobs as a whole."


def _ways(now: Circumstances) -> Iterator[tuple[str, tuple[str, ...]]]:
    near = next((way for way in now.directions if way.percentile is not None), None)
    if near:
        yield (
            f"Of the directions we compared, {near.title} is one that ranks high for you. It is {near.fit_words[0].lower()}{near.fit_words[1:]}",
            ("direction", "role"),
        )


def _clock(now: Circumstances) -> Iterator[tuple[str, tuple[str, ...]]]:
    runway = now.runway_months
    if runway is not None:
        start = now.money.starts_on
        since = format_date(start) if start and start > now.person.today else "today"
        text = f"At the present pace your money lasts about {runway:g} months from {since}, which sets how long you can choose."
        if runway < 1:
            text = "What you have covers less than a month, so money and what you can claim come first in this plan."
        yield text, ("savings", "spending")
    if now.person.choice("state"):
        yield "Benefits, final pay and license rules follow the state where the work was done.", ("state",)
