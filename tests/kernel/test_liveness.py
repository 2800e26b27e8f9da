"""When a worker counts as gone: by the watcher's own clock, and never while the watcher itself was held up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from saas.kernel.liveness import Watch

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
GONE_AFTER = 8.0


def beat(number: float) -> datetime:
    return START + timedelta(seconds=number)


@pytest.fixture
def watch() -> Watch:
    return Watch("me", GONE_AFTER)


def test_a_worker_that_beats_lives(watch: Watch) -> None:
    found_gone = [watch.find_gone({"me": beat(now), "other": beat(now)}, ["other"], now) for now in range(60)]
    assert set(map(tuple, found_gone)) == {()}


def test_a_worker_that_falls_silent_is_gone_after_a_while(watch: Watch) -> None:
    found_gone = {now: watch.find_gone({"me": beat(now), "other": beat(0)}, ["other"], now) for now in range(12)}
    assert [now for now, workers in found_gone.items() if workers == ["other"]] == [8, 9, 10, 11]


def test_an_owner_without_a_row_is_gone_after_a_while_and_not_at_once(watch: Watch) -> None:
    found_gone = {now: watch.find_gone({"me": beat(now)}, ["unknown"], now) for now in range(10)}
    assert [now for now, workers in found_gone.items() if workers] == [8, 9]


def test_clocks_that_differ_say_nothing(watch: Watch) -> None:
    found_gone = [watch.find_gone({"me": beat(now), "other": beat(now - 3600)}, ["other"], now) for now in range(20)]
    assert set(map(tuple, found_gone)) == {()}


def test_nobody_is_judged_while_nobodys_beat_gets_through(watch: Watch) -> None:
    """The database is locked for a minute: every row stands still, the watcher's own too."""
    found_gone = [watch.find_gone({"me": beat(0), "other": beat(0)}, ["other"], now) for now in range(60)]
    assert set(map(tuple, found_gone)) == {()}


def test_a_watcher_that_slept_begins_anew(watch: Watch) -> None:
    watch.find_gone({"me": beat(0), "other": beat(0)}, ["other"], 0)
    assert watch.find_gone({"me": beat(0), "other": beat(0)}, ["other"], 100) == []
    assert watch.find_gone({"me": beat(101), "other": beat(101)}, ["other"], 101) == []


def test_the_watcher_never_finds_itself_gone(watch: Watch) -> None:
    assert watch.find_gone({}, ["me"], 0) == watch.find_gone({}, ["me"], 3) == []
