"""Reading plans: one whole, its newer texts, what would change, and those that went before. Rows, not entities."""

from __future__ import annotations

from saas.plans.queries.changes import Waiting, changes
from saas.plans.queries.history import PastPlan, dropped_slugs, history
from saas.plans.queries.kept import KeptPlan, KeptStep, outline_of
from saas.plans.queries.newer import NewerText, newer_texts
from saas.plans.queries.reading import latest, plan, proposed

__all__ = [
    "KeptPlan",
    "KeptStep",
    "NewerText",
    "PastPlan",
    "Waiting",
    "changes",
    "dropped_slugs",
    "history",
    "latest",
    "newer_texts",
    "outline_of",
    "plan",
    "proposed",
]
