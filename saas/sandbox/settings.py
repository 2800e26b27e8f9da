"""What a sandbox is started with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

API_VERSION = "2026-10-28.endive"
# What the shop expects when it is told no other: `saas.settings.SANDBOX_WEBHOOK_SECRET`.
WEBHOOK_SECRET = "whsec_sandbox"  # noqa: S105  # signs play money


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """One sandbox. Durations are seconds of the virtual clock.

    `public_url` is the address a buyer's browser uses; empty means the address that API requests come to.
    `clock_shift` is how far this run's time is ahead, as the shop's CLOCK_SHIFT.
    `seed` makes ids repeat from run to run; None makes them random.
    """

    webhook_url: str | None = None
    webhook_secret: str = ""
    state_file: Path | None = None
    public_url: str = ""
    account_id: str = "acct_1SandboxCanopy"
    account_name: str = "CareerCanopy sandbox"
    seed: int | None = None
    balance_delay: float = 1.0
    bank_delay: float = 20.0
    refund_delay: float = 20.0
    dispute_delay: float = 5.0
    delivery_timeout: float = 10.0
    delivery_threads: int = 4
    clock_shift: float = 0.0
