"""GET /plan.ics: what a calendar finds when it reads the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.plans.exports.calendar import CalendarOwner, render_calendar
from saas.plans.saved_plan import SavedPlan
from saas.plans.steps.actions import drop_step, save_step_note, set_step_completion

NOW, TODAY = datetime(2026, 11, 25, 12, tzinfo=UTC), date(2026, 11, 25)
OWNER = CalendarOwner("account1", "https://shop.test/")
Dates = Callable[[], Calendar]


def of(plan: SavedPlan) -> Calendar:
    return Calendar.from_ical(render_calendar(plan, OWNER, NOW, TODAY))


def kinds(dates: Calendar, name: str) -> list[str]:
    return [str(event["summary"]) for event in dates.events if name in str(event["uid"])]


def test_every_dated_deadline_is_an_all_day_event(dates: Dates, plan: SavedPlan) -> None:
    events = {str(event["summary"]): event for event in dates().events}
    dated = [row for row in plan.outline.deadlines if row.date]
    assert dated
    for row in dated:
        assert row.date is not None
        assert (events[row.title].start, events[row.title].end) == (row.date, row.date + timedelta(days=1))
        assert events[row.title]["dtstart"].params["VALUE"] == "DATE"


def test_an_event_tells_the_rule_what_missing_it_costs_and_the_source(dates: Dates, plan: SavedPlan) -> None:
    row = next(row for row in plan.outline.deadlines if row.date and not row.is_past)
    event = next(event for event in dates().events if event["summary"] == row.title)
    for words in (row.rule, f"If it passes: {row.if_missed}", row.source.name, row.source.url, row.because):
        assert words in str(event["description"])
    assert event["url"] == row.source.url


def test_a_deadline_ahead_rings_two_days_before_and_on_the_day_at_nine(dates: Dates, plan: SavedPlan) -> None:
    ahead = {row.title for row in plan.upcoming_deadlines(clock.today())}
    for event in dates().events:
        rings = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
        wanted = [timedelta(days=-2, hours=9), timedelta(hours=9)] if event["summary"] in ahead else []
        assert rings == wanted


def test_every_dated_step_is_there_and_notes_are_not(dates: Dates, plan: SavedPlan) -> None:
    wanted = [f"To do: {step.title}" for step in plan.acts if step.due]
    assert wanted
    assert sorted(kinds(dates(), "-step-")) == sorted(wanted)


def test_a_step_that_is_done_says_so(ann: FlaskClient, dates: Dates, ann_session: Session, plan: SavedPlan) -> None:
    step = next(step for step in plan.acts if step.due)
    set_step_completion(ann_session, plan.public_id, step.position, is_done=True)
    assert f"Done: {step.title}" in kinds(dates(), "-step-")


def test_a_dropped_step_is_gone(dates: Dates, ann_session: Session, plan: SavedPlan) -> None:
    step = next(step for step in plan.acts if step.due)
    drop_step(ann_session, plan.public_id, step.position)
    assert not [title for title in kinds(dates(), "-step-") if title.endswith(step.title)]


def test_a_note_of_theirs_comes_along(dates: Dates, ann_session: Session, plan: SavedPlan) -> None:
    step = next(step for step in plan.acts if step.due)
    save_step_note(ann_session, plan.public_id, step.position, "Ask Jo; the form, too\nand the fax")
    event = next(event for event in dates().events if event["summary"] == f"To do: {step.title}")
    assert "You noted: Ask Jo; the form, too\nand the fax" in str(event["description"])


def test_commas_semicolons_backslashes_and_line_breaks_come_back_as_they_were(plan: SavedPlan) -> None:
    words = "A, b; c\\d\n“e”: f"
    step = replace(plan.acts[0], title=words.replace("\n", " "), why=words, due=TODAY)
    event = next(event for event in of(replace(plan, steps=[step])).events if "-step-" in str(event["uid"]))
    assert event["summary"] == f"To do: {words.replace(chr(10), ' ')}"
    assert words in str(event["description"])


def test_a_line_break_in_a_text_makes_no_line_of_the_file(plan: SavedPlan) -> None:
    step = replace(
        plan.acts[0], why="a\r\nEND:VEVENT\r\nBEGIN:VEVENT", note="b\r\nATTACH:file:///etc/passwd", due=TODAY
    )
    calendar = of(replace(plan, steps=[step]))
    assert len([event for event in calendar.events if "-step-" in str(event["uid"])]) == 1
    assert not [event for event in calendar.events if "attach" in event]


def test_no_line_is_longer_than_75_bytes_and_each_ends_as_the_standard_asks(plan: SavedPlan) -> None:
    lines = render_calendar(plan, OWNER, NOW, TODAY).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]


def test_read_again_every_event_has_its_own_name_and_a_later_stamp(plan: SavedPlan) -> None:
    first, second = of(plan), Calendar.from_ical(render_calendar(plan, OWNER, NOW + timedelta(hours=1), TODAY))
    names = [str(event["uid"]) for event in first.events]
    assert len(set(names)) == len(names)
    assert names == [str(event["uid"]) for event in second.events]
    assert {event.stamp for event in first.events} < {NOW, *(event.stamp for event in second.events)}


def test_the_next_plan_changes_the_events_of_this_one(plan: SavedPlan) -> None:
    other = replace(plan, public_id="another")
    assert [event["uid"] for event in of(plan).events] == [event["uid"] for event in of(other).events]


def test_no_event_makes_its_day_look_taken(dates: Dates) -> None:
    assert {(event["transp"], event["class"]) for event in dates().events} == {("TRANSPARENT", "PRIVATE")}


def test_it_comes_as_a_file(ann: FlaskClient) -> None:
    answer = ann.get("/plan.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="careercanopy-plan.ics"'
    assert "private" in answer.headers["Cache-Control"]
