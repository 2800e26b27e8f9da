"""The verbs of plans, each one transaction: compose and keep one, settle a proposal, and work on the steps."""

from __future__ import annotations

from saas.plans.actions.composing import compose_plan
from saas.plans.actions.replacing import replace_step
from saas.plans.actions.settling import accept, refuse
from saas.plans.actions.steps import drop, move, note, snooze, take_back, take_newer_text, tick, wake

__all__ = [
    "accept",
    "compose_plan",
    "drop",
    "move",
    "note",
    "refuse",
    "replace_step",
    "snooze",
    "take_back",
    "take_newer_text",
    "tick",
    "wake",
]
