"""Chores: what is done again and again, scheduled by the job engine, so that one worker does each at its time.

A chore is a job on a queue of its own, so a long one blocks nothing; its next run finds it at work and leaves it alone.
One that fails raises an alert, and its next run comes at its time. It must be safe to run twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from dbos import DBOS, ScheduleInput
from sqlalchemy import Engine

from saas.kernel.jobs import CHORE_PREFIX, CHORES

MINUTE, HOUR = 60, 3600
DIVISORS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)


@dataclass(frozen=True, slots=True)
class Chore:
    """`run` is called with the engine about every so many seconds: the nearest shorter time that divides a minute or an
    hour, at least a second and at most an hour."""

    name: str
    run: Callable[[Engine], None]
    every_seconds: float

    @property
    def workflow_name(self) -> str:
        return CHORE_PREFIX + self.name

    @property
    def cron(self) -> str:
        """Six fields, seconds first. Hourly chores come at different minutes, so that they do not all come at once."""
        if self.every_seconds >= HOUR:
            return f"0 {crc32(self.name.encode()) % 60} * * * *"
        if self.every_seconds >= MINUTE:
            return f"0 */{_shorter(self.every_seconds / MINUTE)} * * * *"
        return f"*/{_shorter(self.every_seconds)} * * * * *"


def period_seconds(cron: str) -> int:
    """How often `Chore.cron` comes."""
    seconds, minutes = (field.removeprefix("*/") for field in cron.split()[:2])
    if seconds != "0":
        return int(seconds)
    return int(minutes) * MINUTE if cron.startswith("0 */") else HOUR


def _shorter(count: float) -> int:
    return max(divisor for divisor in DIVISORS if divisor <= max(count, 1))


def schedule_chores(workflows: Sequence[tuple[Chore, Callable[[datetime, Any], None]]]) -> None:
    """Tell the engine when each chore is due, forget those that are no more, and make up at once for one that was missed
    while no worker ran. `workflows` are the chores with their registered workflows."""
    named = {chore.name: chore for chore, _ in workflows}
    DBOS.apply_schedules(
        [
            ScheduleInput(
                schedule_name=chore.name, workflow_fn=workflow, schedule=chore.cron, queue_name=CHORES.name
            )
            for chore, workflow in workflows
        ]
    )  # fmt: skip
    for schedule in DBOS.list_schedules():
        chore = named.get(schedule["schedule_name"])
        if chore is None:
            DBOS.delete_schedule(schedule["schedule_name"])
        elif _is_missed(schedule["last_fired_at"], chore):
            DBOS.trigger_schedule(chore.name)


def _is_missed(last_fired_at: str | None, chore: Chore) -> bool:
    if not last_fired_at:
        return True
    return datetime.now(UTC) - datetime.fromisoformat(last_fired_at) > timedelta(seconds=min(chore.every_seconds, HOUR))


def is_running_elsewhere(chore: Chore, workflow_id: str) -> bool:
    """Whether an earlier run of the chore is at work; the later one then has nothing to do."""
    running = DBOS.list_workflows(name=chore.workflow_name, status="PENDING", load_input=False, load_output=False)
    return bool(running) and running[0].workflow_id != workflow_id
