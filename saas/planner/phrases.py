"""Answers, places and titles as phrases of a sentence: with the right article, and in the past once the day has passed."""

from __future__ import annotations

from datetime import date

from saas.facts.occupations import title_phrase
from saas.facts.states import STATE_NAMES, STATES_WITH_ARTICLE
from saas.kernel.conditions import Answers
from saas.planner.person import Profile

# Letters whose names begin with a vowel sound: an HR generalist, a QA engineer.
SPOKEN_WITH_A_VOWEL = frozenset("AEFHILMNORSX")
SPOKEN_WITH_A_CONSONANT = ("uni", "use", "uti", "eu", "one", "uro")
WITHOUT_A_SINGULAR = {"clergy": "a member of the clergy"}
PAST_TENSE = {
    "last_day": (" is ", " was "),
    "insurance_end": (" ends ", " ended "),
    "license_renewal": (" is due ", " was due "),
    "other_license_renewal": (" is due ", " was due "),
    "severance_sign_by": ("they ask ", "they asked "),
}


def answer_clause(person: Profile, key: str, answers: Answers) -> str | None:
    """An answer as the clause that follows “Because”; None where nothing was answered."""
    if key == "role" and person.role:
        return f"you are {with_article(person.role.title)}"
    if key == "employment" and person.choice("ending"):
        # “You have been laid off” is not said to somebody who was fired, resigned, or whose contract ended.
        key = "ending"
    clause, day = person.questionnaire.answer_clause(key, answers), answers.get(key)
    if clause and key in PAST_TENSE and isinstance(day, date) and day < person.today:
        return clause.replace(*PAST_TENSE[key], 1)
    return clause


def state_phrase(code: str) -> str:
    """A state inside a sentence: “Ohio”, “the District of Columbia”; “your state” where the code is not known."""
    name = STATE_NAMES.get(code.upper(), "your state")
    return f"the {name}" if code.upper() in STATES_WITH_ARTICLE else name


def with_article(title: str) -> str:
    """A title in a sentence, with its article: “Accountant” → “an accountant”, “UX Researcher” → “a UX researcher”."""
    name = "-".join(title_phrase(part) for part in title.split("-"))
    if name in WITHOUT_A_SINGULAR:
        return WITHOUT_A_SINGULAR[name]
    is_spelled_out = len(name) > 1 and name[:2].isupper()
    has_vowel = (
        name[:1] in SPOKEN_WITH_A_VOWEL
        if is_spelled_out
        else name[:1] in "aeiou" and not name.startswith(SPOKEN_WITH_A_CONSONANT)
    )
    return f"{'an' if has_vowel else 'a'} {name}"


def count_of(count: float, noun: str) -> str:
    """How many, for a sentence: “one message”, “3 messages”, “1½ hours”."""
    if count == 1:
        return f"one {noun}"
    halves = "½" if count % 1 else ""
    return f"{int(count) or ''}{halves} {noun}s"
