"""The dates of a plan as iCalendar (RFC 5545): deadlines and dated steps, each as an all-day event.

Steps are events too, and no to-dos: Google and Outlook leave out VTODO when they read a file or an address, and Apple
shows none in a calendar that is subscribed to, so nobody would see a to-do. Only deadlines have alarms.
The UID of an event stays the same from plan to plan, so a calendar that reads it again changes the event it has. Completed
steps stay, under “Done”: a file cannot take back an event that it no longer names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from saas.kernel.calendar import format_date
from saas.planner.outline import DeadlineRow
from saas.plans.exports.formatting import KIND_TITLES, format_duration
from saas.plans.saved_plan import SavedPlan, SavedStep

UID_DOMAIN = "careercanopy"
# An all-day event begins at midnight where the calendar is: both alarms ring at nine in the morning, two days before and on
# the day.
ALARMS = (timedelta(hours=-39), timedelta(hours=9))
REFRESH_INTERVAL = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class CalendarOwner:
    """Whose calendar: `account_id` is a public id that no plan changes, `base_url` where the plan is read."""

    account_id: str
    base_url: str

    def uid(self, name: str) -> str:
        return f"{self.account_id}-{name}@{UID_DOMAIN}"

    def absolute_url(self, url: str) -> str:
        return f"{self.base_url.rstrip('/')}{url}" if url.startswith("/") else url


def render_calendar(plan: SavedPlan, owner: CalendarOwner, now: datetime, today: date) -> bytes:
    """`now` marks every event as newer than what a calendar read before; what is before `today` has no alarm."""
    calendar = Calendar()
    for name, value in (("prodid", "-//CareerCanopy//Plan//EN"), ("version", "2.0"), ("calscale", "GREGORIAN")):
        calendar.add(name, value)
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, "CareerCanopy plan")
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for event in (*_deadlines(plan, owner, today), *_steps(plan, owner)):
        event.add("dtstamp", now)
        event.add("last-modified", now)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _deadlines(plan: SavedPlan, owner: CalendarOwner, today: date) -> Iterator[Event]:
    for row in plan.outline.deadlines:
        if row.date:
            uid, text = owner.uid(f"deadline-{row.key}"), _deadline_text(row, owner)
            event = _event(uid, row.date, row.title, text, "Deadline")
            event.add("url", owner.absolute_url(row.source.url))
            for trigger in ALARMS if row.date >= today else ():
                event.add_component(_alarm(trigger, f"{row.title}: {format_date(row.date)}"))
            yield event


def _steps(plan: SavedPlan, owner: CalendarOwner) -> Iterator[Event]:
    for step in plan.acts:
        on = step.due or step.snoozed_until
        if on:
            title = f"{'Done' if step.is_done else 'To do'}: {step.title}"
            event = _event(owner.uid(f"step-{step.slug}"), on, title, _step_text(step, owner), "Step")
            event.add("url", owner.absolute_url(f"/plan#step-{step.position}"))
            yield event


def _event(uid: str, on: date, title: str, description: str, category: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", title)
    event.add("description", description)
    event.add("categories", [category])
    # Busy would tell whoever shares the calendar that the day is taken.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _alarm(trigger: timedelta, description: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", trigger)
    alarm.add("description", description)
    return alarm


def _deadline_text(row: DeadlineRow, owner: CalendarOwner) -> str:
    source = row.source
    parts = (
        row.rule,
        f"Counted: {row.formula}" if row.formula else "",
        ("" if row.is_past else "If it passes: ") + row.if_missed if row.if_missed else "",
        f"Because {row.because}." if row.because else "",
        f"{source.name}, checked {format_date(source.checked_on)}: {owner.absolute_url(source.url)}",
    )
    return "\n\n".join(part for part in parts if part)


def _step_text(step: SavedStep, owner: CalendarOwner) -> str:
    parts = (
        step.why,
        f"{KIND_TITLES[step.kind]}, {format_duration(step.minutes)}{', every week' if step.is_weekly else ''}.",
        f"You noted: {step.note}" if step.note else "",
        f"Because {step.because}." if step.because else "",
        f"{step.source.name}: {owner.absolute_url(step.source.url)}" if step.source else "",
    )
    return "\n\n".join(part for part in parts if part)
