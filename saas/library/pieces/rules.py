"""Where a piece stands between draft and withdrawn, and what may be done to it there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["draft", "scheduled", "published", "withdrawn"]
Act = Literal["drafted", "scheduled", "unscheduled", "published", "rolled back", "withdrawn"]
ACTS: tuple[Act, ...] = ("drafted", "scheduled", "unscheduled", "published", "rolled back", "withdrawn")


@dataclass(frozen=True, slots=True)
class PublicationState:
    """Revision numbers; None where there is none. `newest` is 0 before the first word is written."""

    newest: int
    published: int | None = None
    scheduled: int | None = None
    was_withdrawn: bool = False

    @property
    def status(self) -> Status:
        if self.published is not None:
            return "published"
        if self.scheduled is not None:
            return "scheduled"
        return "withdrawn" if self.was_withdrawn else "draft"

    @property
    def is_withdrawn(self) -> bool:
        """Readers had it once and no longer do, whatever is scheduled."""
        return self.published is None and self.was_withdrawn

    @property
    def has_newer_draft(self) -> bool:
        """Written after what is published, and not yet published itself."""
        return self.published is not None and self.newest > self.published

    @property
    def allowed_acts(self) -> frozenset[Act]:
        """What can be done now. Text can always be written."""
        acts: set[Act] = {"drafted"}
        if self.newest and self.newest != self.published:
            acts |= {"published", "scheduled"}
        if self.scheduled is not None:
            acts.add("unscheduled")
        if self.published is not None:
            acts.add("withdrawn")
        if self.newest > 1:
            acts.add("rolled back")
        return frozenset(acts)
