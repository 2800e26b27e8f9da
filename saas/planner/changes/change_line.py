"""One line of what differs, before anything is said about why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["step", "deadline", "money", "direction", "decision", "plan"]
Act = Literal["added", "removed", "moved", "dated", "renamed", "reworded", "resized", "reasoned", "changed"]


@dataclass(frozen=True, slots=True)
class Told:
    """`before` and `after` are words, and empty where there is nothing on that side."""

    part: Part
    key: str
    act: Act
    title: str
    before: str = ""
    after: str = ""

    @property
    def aspect(self) -> tuple[str, str, str]:
        return self.part, self.key, self.act
