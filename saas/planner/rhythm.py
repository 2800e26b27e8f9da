"""A week that can be kept: how many messages, conversations and applications, and how much practice, beside the steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from saas.planner.outline import Phase, Rhythm, RhythmBlock, WeeklyAct
from saas.planner.person import Profile
from saas.planner.phrases import count_of
from saas.planner.reasons import explain_by_answers

SOON_DAYS = 14
STEP_MINUTES = 5
# Shares of a week, in twentieths.
DAY_SHARES = (("Monday", 5), ("Tuesday", 5), ("Wednesday", 3), ("Thursday", 5), ("Friday", 2))
ALL_SHARES = sum(share for _, share in DAY_SHARES)

# What steps and rhythm take together of the hours they named: the rest is air. Less beside a job; half on a hard day.
LOAD_SHARE, EMPLOYED_LOAD_SHARE, GENTLE_SHARE = 0.75, 0.45, 0.5
EMPLOYED = ("at-risk", "leaving")
FIRST_MONTH = ("day", "week", "month")
WEEKS_IN_FIRST_MONTH = 30 / 7
# What the steps leave is not less than this share of the hours: a week of steps alone meets nobody.
LEAST_SHARE = 0.2
CONVERSATION_MINUTES, MESSAGE_MINUTES, APPLICATION_MINUTES, PRACTICE_MINUTES = 40, 5, 45, 30
# How many messages it takes to a conversation, by how many people know their work: fewer warm names, more strangers.
MESSAGES = ((20, 2), (5, 3), (0, 4))
USUAL_MESSAGES = 3
# The share of the rhythm that goes to people, by the state of the search and by the direction.
PEOPLE_SHARE, OPEN_PEOPLE_SHARE, SILENT_PEOPLE_SHARE, GOING_PEOPLE_SHARE = 0.5, 0.6, 0.65, 0.4
# The share of what people leave that goes to applications, and the most of them that are still read by somebody.
APPLICATION_SHARE, MOST_APPLICATIONS, MOST_QUIET_APPLICATIONS = 0.6, 6, 2
MOST_CONVERSATIONS, MOST_PRACTICE_HALVES, MUCH_PRACTICE_HOURS = 7, 20, 4
DECIDED = "go"


def plan_week(person: Profile, phases: Iterable[Phase]) -> Rhythm:
    """Counted for the first month: what the steps leave of the hours, split over people, applications and practice. Never
    more minutes than the hours they named."""
    step_minutes = sum(_own_minutes(phase) for phase in phases if phase.key in FIRST_MONTH) / WEEKS_IN_FIRST_MONTH
    acts = plan_acts(person, step_minutes)
    most = person.hours * 60 * (GENTLE_SHARE if person.needs_gentle_start else 1)
    minutes = min(most, step_minutes + sum(act.minutes for act in acts))
    keys = ("hours", "direction", *(key for key in ("mood", "network", "applications") if _counts(person, key)))
    because, _ = explain_by_answers(person, keys)
    talks = next(int(act.count) for act in acts if act.key == "conversations")
    return Rhythm(person.hours, _days(person, minutes, acts), talks, because, acts)


def plan_acts(person: Profile, step_minutes: float) -> tuple[WeeklyAct, ...]:
    """Messages, conversations, applications, practice: those of which there is at least one in a week."""
    hours = person.hours * 60 * (GENTLE_SHARE if person.needs_gentle_start else 1)
    share = EMPLOYED_LOAD_SHARE if person.choice("employment") in EMPLOYED else LOAD_SHARE
    minutes = max(hours * LEAST_SHARE, hours * share - step_minutes)
    each = CONVERSATION_MINUTES + MESSAGE_MINUTES * _messages_to_a_talk(person)
    talks = min(MOST_CONVERSATIONS, max(1, round(minutes * _people_share(person) / each)))
    talks = 1 if person.is_hard_day else talks
    messages = talks * _messages_to_a_talk(person)
    minutes -= talks * each
    applications = min(_most_applications(person), int(max(0.0, minutes) * APPLICATION_SHARE / APPLICATION_MINUTES))
    minutes -= applications * APPLICATION_MINUTES
    halves = 0 if person.is_hard_day else min(MOST_PRACTICE_HALVES, int(max(0.0, minutes) / PRACTICE_MINUTES))
    return tuple(
        act
        for act in (
            WeeklyAct("messages", messages, _messages_text(person, messages), messages * MESSAGE_MINUTES),
            WeeklyAct("conversations", talks, count_of(talks, "conversation"), talks * CONVERSATION_MINUTES),
            WeeklyAct(
                "applications",
                applications,
                f"{count_of(applications, 'application')}, {'' if applications == 1 else 'each '}written for its reader",
                applications * APPLICATION_MINUTES,
            ),
            WeeklyAct("practice", halves / 2, _practice_text(person, halves / 2), halves * PRACTICE_MINUTES),
        )
        if act.count
    )


def _own_minutes(phase: Phase) -> int:
    """Minutes of the steps of a phase without the weekly conversations, which the rhythm counts itself."""
    weekly_talks = sum(step.minutes for step in phase.steps if step.is_weekly and step.kind == "people")
    return max(0, phase.minutes - weekly_talks * max(1, round((phase.ends_on - phase.starts_on).days / 7)))


def _counts(person: Profile, key: str) -> bool:
    return person.choice("mood") not in ("", "steady") if key == "mood" else key in person.given


def _messages_to_a_talk(person: Profile) -> int:
    network = person.number("network")
    return USUAL_MESSAGES if network is None else next(messages for least, messages in MESSAGES if network >= least)


def _people_share(person: Profile) -> float:
    state = person.known.get("search")
    if state in ("silent", "thin"):
        return SILENT_PEOPLE_SHARE
    if _is_open(person):
        return OPEN_PEOPLE_SHARE
    return GOING_PEOPLE_SHARE if state == "going" else PEOPLE_SHARE


def _is_open(person: Profile) -> bool:
    """They look toward another field, or have not chosen one."""
    return person.choice("direction") in ("pivot", "unsure")


def _most_applications(person: Profile) -> int:
    """None while the direction is being tested; few beside a job; few and changed where many have gone unanswered."""
    is_tested = person.known.get("verdict") in (None, DECIDED) and person.choice("direction") != "unsure"
    if person.choice("employment") in EMPLOYED:
        return MOST_QUIET_APPLICATIONS if is_tested else 0
    if person.known.get("search") == "silent":
        return MOST_APPLICATIONS // 2
    return MOST_APPLICATIONS if is_tested else MOST_QUIET_APPLICATIONS


def _messages_text(person: Profile, count: int) -> str:
    if (person.number("network") or USUAL_MESSAGES) < USUAL_MESSAGES:
        return f"{count_of(count, 'message')}, some to people you do not know yet, one by one"
    return f"{count_of(count, 'message')}, one by one"


def _practice_text(person: Profile, hours: float) -> str:
    amount = "half an hour" if hours == 0.5 else count_of(hours, "hour")
    if person.known.get("search") == "going":
        return f"{amount} of interview practice, aloud"
    if _is_open(person):
        return f"{amount} on one piece of proof for the direction you are testing"
    if hours > MUCH_PRACTICE_HOURS:
        return f"{amount} of practice, and of one piece of work you can show"
    return f"{amount} of practice: stories aloud, one posting read closely"


def _days(person: Profile, minutes: float, acts: tuple[WeeklyAct, ...]) -> tuple[RhythmBlock, ...]:
    texts: dict[str, str] = {act.key: act.text for act in acts}
    blocks = ((day, int(minutes * share / ALL_SHARES // STEP_MINUTES) * STEP_MINUTES) for day, share in DAY_SHARES)
    return tuple(RhythmBlock(day, _text(person, day, texts), length) for day, length in blocks if length)


def _text(person: Profile, day: str, acts: dict[str, str]) -> str:
    return {
        "Monday": _monday(person, acts),
        "Tuesday": _tuesday(acts),
        "Wednesday": _wednesday(person),
        "Thursday": _thursday(acts),
        "Friday": "Look back: what moved, what did not, what next week holds. Then stop.",
    }[day]


def _monday(person: Profile, acts: dict[str, str]) -> str:
    if _is_open(person) or "applications" not in acts:
        return f"Choose the people to ask this week and write to them: {acts['messages']}."
    return f"Choose this week’s roles, few and well matched: {acts['applications']}."


def _tuesday(acts: dict[str, str]) -> str:
    return f"Talk: {acts['conversations']} over the week, from {acts['messages']}. Write down what was said within the hour."


def _wednesday(person: Profile) -> str:
    if _is_claiming(person):
        return "Money and paper: certify the week for unemployment pay, log the search, pay and file what is due."
    return "Money and paper: one look at the runway, one open letter or form."


def _is_claiming(person: Profile) -> bool:
    """There are weeks to certify: the job has ended, or ends within two weeks, and nothing speaks against a claim."""
    last_day = person.day("last_day")
    has_ended = last_day is None or last_day <= person.today + timedelta(days=SOON_DAYS)
    is_open_to_them = person.choice("visa") not in person.facts.visa_claim_rules
    return person.choice("employment") == "laid-off" and has_ended and is_open_to_them


def _thursday(acts: dict[str, str]) -> str:
    if "practice" in acts:
        return f"Practice: {acts['practice']}."
    return "Prepare: one story told aloud, or one follow-up sent."
