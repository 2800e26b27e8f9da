"""“Your reading”: four to six sentences, from our pages where there is one and from the facts where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.calendar import format_date
from saas.kernel.conditions import parse_condition
from saas.kernel.formatting import pluralize
from saas.kernel.money import format_usd
from saas.library.kinds.parts import Reading
from saas.planner.outline import Sentence
from saas.planner.person import Profile
from saas.planner.reasons import explain_by_answers, explain_by_condition
from saas.planner.situation import Situation

# So long without an answer is no longer the usual wait.
SILENT_MONTHS = 2
LEAST_SENTENCES, MOST_SENTENCES = 4, 6
PLACES = range(1, 7)
# Percent of growth over ten years: above the first faster than jobs as a whole, from the second on about as fast.
FAST_GROWTH_PCT, AVERAGE_GROWTH_PCT = 5, 2

# A sentence, and the questions it rests on.
Statement = tuple[str, tuple[str, ...]]


def write_insights(situation: Situation) -> tuple[Sentence, ...]:
    """In the order of their places. Of several sentences that hold for a place, the first; the role's page speaks before
    the pivot's."""
    written = (*_silence(situation.person), *_from_pages(situation.person))
    if len(written) >= LEAST_SENTENCES:
        return written[:MOST_SENTENCES]
    return (*written, *_from_facts(situation))[:MOST_SENTENCES]


def _silence(person: Profile) -> Iterator[Sentence]:
    """A search that has been silent for months is said first: nothing else in a plan helps before it."""
    months, applications = person.number("silent_months"), person.number("applications")
    if person.known.get("search") == "silent" and months and applications and months >= SILENT_MONTHS:
        because, keys = explain_by_answers(person, ("silent_months", "applications"))
        text = (
            f"{applications:g} applications and {pluralize(months, 'month')} of silence say that something in them has to "
            "change before their number does. One thing this week is enough to begin."
        )
        yield Sentence(text, because, keys)


def _from_pages(person: Profile) -> Iterator[Sentence]:
    readings = [reading for page in person.pages for reading in page.readings]
    for place in PLACES:
        reading = next((reading for reading in readings if reading.place == place and _holds(person, reading)), None)
        if reading:
            because, keys = explain_by_condition(person, parse_condition(reading.when))
            yield Sentence(person.write_figures(reading.text), because, keys)


def _holds(person: Profile, reading: Reading) -> bool:
    return parse_condition(reading.when).holds(person.known)


def _from_facts(situation: Situation) -> Iterator[Sentence]:
    """What occupational data can say of anybody's work, most relevant first."""
    person = situation.person
    statements = (
        *_standing_statements(person),
        *_market_statements(person),
        *_direction_statements(situation),
        *_clock_statements(situation),
    )
    for text, keys in statements:
        because, named = explain_by_answers(person, keys)
        yield Sentence(text, because, named)


def _standing_statements(person: Profile) -> Iterator[Statement]:
    employment = person.choice("employment")
    if employment == "laid-off":
        text = "A layoff is decided in a budget, by position. It says little about the work of the person who held it."
        yield text, ("employment",)
    elif employment == "at-risk":
        yield "Nothing has ended yet, so the weeks with pay are the ones to prepare in.", ("employment",)
    elif employment == "leaving":
        yield "You choose the date, so pay and cover keep running while you look.", ("employment",)


def _market_statements(person: Profile) -> Iterator[Statement]:
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
        yield _growth_sentence(role.growth_pct), ("role",)
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


def _growth_sentence(percent: float) -> str:
    if percent < 0:
        return (
            f"The occupation is projected to shrink by {abs(percent):g}% from 2024 to 2034, so where you look matters more "
            "than how often."
        )
    is_fast, is_average = percent > FAST_GROWTH_PCT, percent >= AVERAGE_GROWTH_PCT
    pace = "faster than" if is_fast else "about as fast as" if is_average else "slower than"
    return f"The occupation is projected to grow by {percent:g}% from 2024 to 2034, {pace} jobs as a whole."


def _direction_statements(situation: Situation) -> Iterator[Statement]:
    rated = next((direction for direction in situation.directions if direction.percentile is not None), None)
    if rated:
        fit = f"{rated.fit_words[0].lower()}{rated.fit_words[1:]}"
        text = f"Of the directions we compared, {rated.title} is one that ranks high for you. It is {fit}"
        yield text, ("direction", "role")


def _clock_statements(situation: Situation) -> Iterator[Statement]:
    runway = situation.runway_months
    if runway is not None:
        start = situation.money.starts_on
        since = format_date(start) if start and start > situation.person.today else "today"
        text = f"At the present pace your money lasts about {runway:g} months from {since}, which sets how long you can choose."
        if runway < 1:
            text = "What you have covers less than a month, so money and what you can claim come first in this plan."
        yield text, ("savings", "spending")
    if situation.person.choice("state"):
        yield "Benefits, final pay and license rules follow the state where the work was done.", ("state",)
