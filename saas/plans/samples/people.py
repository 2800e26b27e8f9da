"""Invented people whose plans can be shown: whole and in public, on the home page, and to whoever edits a step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from saas.kernel.conditions import Answer
from saas.planner.outline import Outline, PlanStep
from saas.plans.saved_plan import KeptPlan, KeptStep


@dataclass(frozen=True, slots=True)
class Sample:
    """`words` say who it is; `answers` are counted from the day they are read. `about` says what in it is worth seeing."""

    words: str
    answers: Callable[[date], dict[str, Answer]]
    about: str = ""


def _analyst(today: date) -> dict[str, Answer]:
    last_day = today - timedelta(days=4)
    return {
        "role": "business-analyst", "employment": "laid-off", "last_day": last_day, "state": "IL",
        "direction": "adjacent", "mood": "steady", "level": "experienced", "years": 8, "industry": "finance",
        "current_pay": 104000, "told_on": last_day, "severance": "unsigned", "severance_weeks": 8,
        "severance_received": last_day, "severance_sign_by": today + timedelta(days=17), "age_40": "yes",
        "group_program": "no", "insurance": "employer", "household": 3, "savings": 22000, "spending": 4600,
        "other_income": 900, "visa": "no", "equity": "no", "told": ("partner",),
        "hours": 12, "applications": 0, "network": 9,
        "accomplishments": (
            "Mapped 46 claim rules that nobody had written down and cut rework by 30 percent",
            "Brought 3 departments to one definition of an open claim",
        ),
    }  # fmt: skip


def _nurse(today: date) -> dict[str, Answer]:
    return {
        "role": "registered-nurse", "employment": "leaving", "last_day": today + timedelta(days=60), "state": "OH",
        "direction": "pivot", "mood": "shaky", "level": "experienced", "years": 11, "industry": "health", "current_pay": 92000,
        "license": "active", "license_renewal": today + timedelta(days=200), "leaving_what": "care", "training_use": "must",
        "keep_license": "yes", "severance": "none", "insurance": "employer", "household": 4, "savings": 15000,
        "spending": 5200, "other_income": 2400, "visa": "no", "constraints": ("stay", "hours"), "hours": 6, "applications": 0, "network": 7,
        "setting_strain": ("schedule", "body"),
        "accomplishments": (
            "Precepted 14 new nurses on a 32-bed step-down unit",
            "Rewrote the discharge teaching sheet and cut callbacks by a third",
        ),
    }  # fmt: skip


def _engineer(today: date) -> dict[str, Answer]:
    last_day = today - timedelta(days=12)
    return {
        "role": "software-engineer", "employment": "laid-off", "last_day": last_day, "state": "CA",
        "direction": "same", "mood": "steady", "level": "experienced", "years": 5, "industry": "technology",
        "current_pay": 158000, "told_on": last_day, "severance": "signed", "severance_weeks": 10, "age_40": "no",
        "insurance": "employer", "insurance_end": today + timedelta(days=18), "household": 1, "savings": 41000, "spending": 4900,
        "other_income": 0, "visa": "employer-visa", "equity": "yes", "told": ("partner", "colleagues"), "constraints": ("stay",),
        "hours": 25, "applications": 34, "interviews": 2, "network": 14,
        "accomplishments": ("Moved the billing service to a new database with 40 minutes of downtime",),
    }  # fmt: skip


def _teacher(today: date) -> dict[str, Answer]:
    return {
        "role": "high-school-teacher", "employment": "at-risk", "state": "TX", "last_day": today + timedelta(days=190),
        "direction": "pivot", "mood": "steady", "level": "lead", "years": 14, "industry": "public", "current_pay": 66000,
        "insurance": "employer", "household": 3, "savings": 9000, "spending": 3900, "other_income": 3100, "visa": "no",
        "constraints": ("no-study",), "hours": 5, "applications": 0, "network": 5,
    }  # fmt: skip


def _hard_day(today: date) -> dict[str, Answer]:
    return {
        "role": "marketing-manager", "employment": "laid-off", "last_day": today, "state": "NY", "direction": "unsure",
        "mood": "not-ok", "level": "lead", "years": 17, "industry": "consumer", "current_pay": 139000, "severance": "unknown",
        "age_40": "yes", "insurance": "employer", "household": 2, "savings": 30000, "spending": 7100, "told": ("nobody",),
    }  # fmt: skip


def fitting(role: str, today: date) -> dict[str, Answer]:
    """The analyst's situation with another role."""
    return _analyst(today) | {"role": role}


SAMPLES: Mapping[str, Sample] = {
    "analyst": Sample(
        "Business analyst, laid off four days ago, severance unsigned", _analyst,
        "A signature with a date on it, a claim to file, and cover for a family of three. What to sign, what to ask for and "
        "what to wait on stand in the order in which their dates run.",
    ),
    "nurse": Sample(
        "Nurse leaving the bedside in two months, license active", _nurse,
        "A change of field with the decision itself in it: go, test first, or change the setting, and the one answer that "
        "would turn the verdict.",
    ),
    "engineer": Sample(
        "Software engineer on an employer visa, laid off twelve days ago", _engineer,
        "Up to sixty days of grace, vested options and a search that is not working yet. The dates decide what comes first, and "
        "unemployment pay is not counted where it is often refused.",
    ),
    "teacher": Sample("High school teacher whose contract may not be renewed", _teacher),
    "hard-day": Sample("Marketing manager, laid off today, not OK", _hard_day),
}  # fmt: skip
# Shown whole to anybody, by the last part of the address.
PUBLIC: Mapping[str, Sample] = {
    "nurse-leaving-the-bedside": SAMPLES["nurse"],
    "software-engineer-on-a-visa": SAMPLES["engineer"],
    "business-analyst-with-severance-to-sign": SAMPLES["analyst"],
}
PATH = "/plan/sample"
NOBODYS = "sample"
PATHS = (PATH, *(f"{PATH}/{slug}" for slug in PUBLIC))


def unkept(outline: Outline) -> KeptPlan:
    """A plan that nobody keeps, in the shape of one that is kept, so that the same page draws both. Nothing in it can
    be done or changed."""
    bare = replace(outline, phases=tuple(replace(phase, steps=()) for phase in outline.phases))
    steps = [_step(position, step) for position, step in enumerate(outline.steps, start=1)]
    return KeptPlan(NOBODYS, json.dumps(bare.to_dict()), outline.today, steps, state="past")


def _step(position: int, step: PlanStep) -> KeptStep:
    return KeptStep(
        position=position, phase=step.phase, kind=step.kind, title=step.title, why=step.why, because=step.because,
        minutes=step.minutes, due=step.due, source_json=step.source.model_dump_json() if step.source else "",
        is_gentle=step.is_gentle, is_weekly=step.is_weekly, is_note=step.is_note, done_at=None, slug=step.slug,
        revision_id=step.revision_id,
    )  # fmt: skip
