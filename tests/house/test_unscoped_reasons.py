"""Every exception from isolation is known by its sentence. A new one is added here, where it is seen."""

from __future__ import annotations

import ast
import re

from tests.house.source import calls, name_of, python

REASONS = {
    "calendar: an address names a feed, not an account": "saas/plans/exports/feeds/views.py",
    "claim: a link names a seat, not an account": "saas/shop/seats/views.py",
    "command: export of one account": "saas/cli/people.py",
    "command: library export": "saas/cli/library.py",
    "command: reconcile with Stripe": "saas/cli/money.py",
    "command: replay of one event": "saas/cli/money.py",
    "command: seed": "saas/cli/content.py",
    "command: shell": "saas/cli/shell.py",
    "command: sessions": "saas/cli/people.py",
    "command: staff": "saas/cli/people.py",
    "staff: an invitation names a person, not an account": "saas/accounts/staff/views.py",
    "staff: who is staff, and where people are signed in": "saas/staff/members/views.py",
    "staff: disputes of all accounts": "saas/staff/disputes/views.py",
    "staff: how much waits in the shop": "saas/staff/views.py",
    "staff: orders of all accounts": "saas/shop/context.py",
    "webhook: an event names a payment, not an account": "saas/shop/stripe/views.py",
    "worker: doing what an event asks": "saas/jobs.py",
    "worker: reconciling with Stripe": "saas/jobs.py",
    "worker: seats of an order, and who claimed them": "saas/jobs.py",
    "worker: sending a refund": "saas/jobs.py",
    "worker: sweeping Stripe's events": "saas/jobs.py",
    "worker: accounts whose content is due to be erased": "saas/jobs.py",
    "worker: accounts with values to encrypt again": "saas/jobs.py",
    "worker: deleting what is too old": "saas/jobs.py",
    "worker: forgetting visitors": "saas/jobs.py",
    "worker: publishing what was scheduled": "saas/jobs.py",
    "command: demo": "saas/cli/demo.py",
    "command: doctor": "saas/cli/running.py",
    "command: letters that were given up": "saas/cli/retries.py",
    "health: what is late, stuck or dead": "saas/web/health.py",
    "command: events": "saas/cli/people.py",
    "staff: the log of all accounts": "saas/accounts/events/views.py",
    "worker: deleting old events": "saas/jobs.py",
    "worker: heartbeat": "saas/kernel/liveness.py",
    "worker: sending a letter": "saas/jobs.py",
    "worker: takeover": "saas/kernel/liveness.py",
    "worker: telling staff": "saas/jobs.py",
    "worker: what is late, stuck or dead": "saas/jobs.py",
    "command: whether a worker is alive": "saas/cli/running.py",
}


def reasons(files) -> dict[str, set[str]]:
    """Reason → files; a computed one appears as its source."""
    places: dict[str, set[str]] = {}
    for file in files:
        for call in calls(file, "unscoped"):
            reason = call.args[1] if len(call.args) > 1 else call.keywords[0].value
            words = str(reason.value) if isinstance(reason, ast.Constant) else f"computed: {ast.unparse(reason)}"
            places.setdefault(words, set()).add(name_of(file))
    return places


def test_every_reason_is_known_and_none_is_computed() -> None:
    assert set(reasons(python())) == set(REASONS)


def test_every_reason_stands_where_it_was_allowed() -> None:
    elsewhere = {"saas/cli/up.py"}  # grants the developer's own staff account, as the command does
    for reason, files in reasons(python()).items():
        assert files - elsewhere <= {REASONS[reason]}, reason


def test_a_session_is_given_away_by_the_kernel_alone() -> None:
    setting = re.compile(r"""info\[(SCOPE|["']scope["'])\] =""")
    assert [name_of(file) for file in python() if setting.search(file.read_text(encoding="utf-8"))] == [
        "saas/kernel/tenancy.py"
    ]
