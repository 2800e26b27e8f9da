"""Answers as clauses that read after “Because”: with the right article, and in the past once the day has passed."""

from __future__ import annotations

from datetime import date

from saas.facts.occupations import title_phrase
from saas.facts.states import STATE_NAMES, STATES_WITH_ARTICLE
from saas.kernel.conditions import Answers
from saas.planner.danger import WRITTEN, is_in_danger
from saas.planner.person import Profile

# Letters whose names begin with a vowel sound: an HR generalist, a QA engineer.
SPOKEN_WITH_A_VOWEL = frozenset("AEFHILMNORSX")
SPOKEN_WITH_A_CONSONANT = ("uni", "use", "uti", "eu", "one", "uro")
WITHOUT_A_SINGULAR = {"clergy": "a member of the clergy"}
ONCE_PAST = {
    "last_day": (" is ", " was "),
    "insurance_end": (" ends ", " ended "),
    "license_renewal": (" is due ", " was due "),
    "severance_sign_by": ("they ask ", "they asked "),
}


def clause(person: Profile, key: str, heard: Answers) -> str | None:
    """What they told us under a key; None where nothing was said."""
    if key == "role" and person.role:
        return f"you are {a(person.role.title)}"
    # Never quoted back.
    if key in WRITTEN and is_in_danger({key: person.given.get(key, "")}):
        return "what you wrote may mean that you are in danger"
    said, day = person.questionnaire.answer_clause(key, heard), heard.get(key)
    if said and key in ONCE_PAST and isinstance(day, date) and day < person.today:
        return said.replace(*ONCE_PAST[key], 1)
    return said


def named(code: str) -> str:
    """A place inside a sentence: “Ohio”, “the District of Columbia”."""
    name = STATE_NAMES.get(code.upper(), "your state")
    return f"the {name}" if code.upper() in STATES_WITH_ARTICLE else name


def a(title: str) -> str:
    """A title in a sentence, with its article: “Accountant” → “an accountant”, “UX Researcher” → “a UX researcher”."""
    name = "-".join(title_phrase(part) for part in title.split("-"))
    if name in WITHOUT_A_SINGULAR:
        return WITHOUT_A_SINGULAR[name]
    is_spelled = len(name) > 1 and name[:2].isupper()
    has_vowel = (
        name[:1] in SPOKEN_WITH_A_VOWEL
        if is_spelled
        else name[:1] in "aeiou" and not name.startswith(SPOKEN_WITH_A_CONSONANT)
    )
    return f"{'an' if has_vowel else 'a'} {name}"
