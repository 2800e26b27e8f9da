"""Chores: recurring work, scheduled by the job engine so that one worker runs each when it is due.

Chores run on their own queue, so a long one blocks nothing. A run that finds an earlier run of the same chore still
going ends at once. A chore that fails raises an alert and runs again as scheduled. Every chore must be idempotent.
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
    """`run` is called with the engine about every `every_seconds`, rounded down to a divisor of a minute or an hour, and at
    least hourly."""

    name: str
    run: Callable[[Engine], None]
    every_seconds: float

    @property
    def workflow_name(self) -> str:
        return CHORE_PREFIX + self.name

    @property
    def cron(self) -> str:
        """Six fields, seconds first. Hourly chores are spread over the hour by name."""
        if self.every_seconds >= HOUR:
            return f"0 {crc32(self.name.encode()) % 60} * * * *"
        if self.every_seconds >= MINUTE:
            return f"0 */{_shorter(self.every_seconds / MINUTE)} * * * *"
        return f"*/{_shorter(self.every_seconds)} * * * * *"


def period_seconds(cron: str) -> int:
    """The interval of an expression made by `Chore.cron`."""
    seconds, minutes = (field.removeprefix("*/") for field in cron.split()[:2])
    if seconds != "0":
        return int(seconds)
    return int(minutes) * MINUTE if cron.startswith("0 */") else HOUR


def _shorter(count: float) -> int:
    return max(divisor for divisor in DIVISORS if divisor <= max(count, 1))


def schedule_chores(workflows: Sequence[tuple[Chore, Callable[[datetime, Any], None]]]) -> None:
    """Apply the schedules of all chores, delete schedules of chores that no longer exist, and trigger at once any chore that
    was missed while no worker was running. `workflows` pairs each chore with its registered workflow."""
    named = {chore.name: chore for chore, _ in workflows}
    DBOS.apply_schedules(
        [
            ScheduleInput(schedule_name=chore.name, workflow_fn=workflow, schedule=chore.cron, queue_name=CHORES.name)
            for chore, workflow in workflows
        ]
    )
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
    """Whether an earlier run of the chore is still going."""
    running = DBOS.list_workflows(name=chore.workflow_name, status="PENDING", load_input=False, load_output=False)
    return bool(running) and running[0].workflow_id != workflow_id
