"""A clock that can be pushed forward: real time plus what the tests added."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970. `advance` moves it; it never goes back."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead

    def moment(self) -> float:
        return time.time() + self.ahead

    def now(self) -> int:
        """The whole second, as API objects carry it."""
        return int(self.moment())

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("The clock only moves forward.")
        self.ahead += seconds

    def reach(self, moment: float) -> None:
        """Move forward to a moment; a moment already past changes nothing."""
        self.ahead += max(0.0, moment - self.moment())
