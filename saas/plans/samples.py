"""Invented people whose plans can be shown: on the home page, and to whoever edits a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from saas.kernel.conditions import Answer


@dataclass(frozen=True, slots=True)
class Sample:
    """`words` say who it is; `answers` are counted from the day they are read."""

    words: str
    answers: Callable[[date], dict[str, Answer]]


def _analyst(today: date) -> dict[str, Answer]:
    last_day = today - timedelta(days=4)
    return {
        "role": "business-analyst", "employment": "laid-off", "last_day": last_day, "state": "IL",
        "direction": "adjacent", "mood": "steady", "level": "experienced", "years": 8, "industry": "finance",
        "current_pay": 104000, "told_on": last_day, "severance": "unsigned", "severance_weeks": 8,
        "severance_received": last_day, "severance_sign_by": today + timedelta(days=17), "age_40": "yes",
        "group_program": "no", "insurance": "employer", "household": 3, "savings": 22000, "spending": 4600,
        "other_income": 900, "visa": "no", "equity": "no", "hours": 12, "applications": 0, "network": 9,
    }  # fmt: skip


def _nurse(today: date) -> dict[str, Answer]:
    return {
        "role": "registered-nurse", "employment": "leaving", "last_day": today + timedelta(days=60), "state": "OH",
        "direction": "pivot", "mood": "shaky", "level": "experienced", "years": 11, "industry": "health", "current_pay": 92000,
        "license": "active", "license_renewal": today + timedelta(days=200), "leaving_what": "care", "training_use": "must",
        "keep_license": "yes", "severance": "none", "insurance": "employer", "household": 4, "savings": 15000,
        "spending": 5200, "other_income": 2400, "visa": "no", "constraints": ("stay", "hours"), "hours": 6, "network": 7,
    }  # fmt: skip


def _engineer(today: date) -> dict[str, Answer]:
    last_day = today - timedelta(days=12)
    return {
        "role": "software-engineer", "employment": "laid-off", "last_day": last_day, "state": "CA",
        "direction": "same", "mood": "steady", "level": "experienced", "years": 5, "industry": "technology",
        "current_pay": 158000, "told_on": last_day, "severance": "signed", "severance_weeks": 10, "age_40": "no",
        "insurance": "employer", "insurance_end": today + timedelta(days=18), "household": 1, "savings": 41000, "spending": 4900,
        "visa": "employer-visa", "equity": "yes", "hours": 25, "applications": 34, "interviews": 2, "network": 14,
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
    "analyst": Sample("Business analyst, laid off four days ago, severance unsigned", _analyst),
    "nurse": Sample("Nurse leaving the bedside in two months, license active", _nurse),
    "engineer": Sample("Software engineer on an employer visa, laid off twelve days ago", _engineer),
    "teacher": Sample("High school teacher whose contract may not be renewed", _teacher),
    "hard-day": Sample("Marketing manager, laid off today, not OK", _hard_day),
}
