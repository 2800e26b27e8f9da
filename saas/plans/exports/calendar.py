"""The dates of a plan as iCalendar (RFC 5545): deadlines and dated steps, each as an all-day event.

Steps are events too, and no to-dos: Google and Outlook leave out VTODO when they read a file or an address, and Apple
shows none in a calendar that is subscribed to, so a to-do would be seen by nobody. Alarms ring for deadlines alone.
What an event is called inside stays the same from plan to plan, so a calendar that reads it again changes the event it
has. What was done stays, under “Done”: a file cannot take back an event that it no longer names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from saas.kernel.calendar import format_date
from saas.planner.outline import DeadlineRow
from saas.plans.exports.formatting import KINDS, length
from saas.plans.saved_plan import KeptPlan, KeptStep

HOUSE = "careercanopy"
# An all-day event begins at midnight where the calendar is; both ring at nine in the morning.
RINGS = (timedelta(hours=-39), timedelta(hours=9))
READ_AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose calendar: `account` is a public id that no plan changes, `base_url` where the plan is read."""

    account: str
    base_url: str

    def uid(self, name: str) -> str:
        return f"{self.account}-{name}@{HOUSE}"

    def address(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}{path}" if path.startswith("/") else path


def calendar(plan: KeptPlan, owner: Owner, now: datetime, today: date) -> bytes:
    """`now` marks every event as newer than what a calendar read before; what is before `today` does not ring."""
    whole = Calendar()
    for name, value in (("prodid", "-//CareerCanopy//Plan//EN"), ("version", "2.0"), ("calscale", "GREGORIAN")):
        whole.add(name, value)
    whole.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        whole.add(name, "CareerCanopy plan")
    whole.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT12H")
    for event in (*_deadlines(plan, owner, today), *_steps(plan, owner)):
        event.add("dtstamp", now)
        event.add("last-modified", now)
        whole.add_component(event)
    return bytes(whole.to_ical())


def _deadlines(plan: KeptPlan, owner: Owner, today: date) -> Iterator[Event]:
    for row in plan.outline.deadlines:
        if row.date:
            event = _event(owner.uid(f"deadline-{row.key}"), row.date, row.title, _rule(row, owner), "Deadline")
            event.add("url", owner.address(row.source.url))
            for ring in RINGS if row.date >= today else ():
                event.add_component(_alarm(ring, f"{row.title}: {format_date(row.date)}"))
            yield event


def _steps(plan: KeptPlan, owner: Owner) -> Iterator[Event]:
    for step in plan.acts:
        on = step.due or step.snoozed_until
        if on:
            title = f"{'Done' if step.is_done else 'To do'}: {step.title}"
            event = _event(owner.uid(f"step-{step.slug}"), on, title, _telling(step, owner), "Step")
            event.add("url", owner.address(f"/plan#step-{step.position}"))
            yield event


def _event(uid: str, on: date, title: str, told: str, category: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", title)
    event.add("description", told)
    event.add("categories", [category])
    # Busy would tell whoever shares the calendar that the day is taken.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _alarm(trigger: timedelta, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", trigger)
    alarm.add("description", words)
    return alarm


def _rule(row: DeadlineRow, owner: Owner) -> str:
    parts = (
        row.rule,
        f"Counted: {row.formula}" if row.formula else "",
        ("" if row.is_past else "If it passes: ") + row.if_missed if row.if_missed else "",
        f"Because {row.because}." if row.because else "",
        f"{row.source.name}, checked {format_date(row.source.checked_on)}: {owner.address(row.source.url)}",
    )
    return "\n\n".join(part for part in parts if part)


def _telling(step: KeptStep, owner: Owner) -> str:
    parts = (
        step.why,
        f"{KINDS[step.kind]}, {length(step.minutes)}{', every week' if step.is_weekly else ''}.",
        f"You noted: {step.note}" if step.note else "",
        f"Because {step.because}." if step.because else "",
        f"{step.source.name}: {owner.address(step.source.url)}" if step.source else "",
    )
    return "\n\n".join(part for part in parts if part)
