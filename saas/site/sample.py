"""The sample person whose plan is shown on the home page."""

from __future__ import annotations

from datetime import date, timedelta

from saas.kernel.conditions import Answer


def sample_answers(today: date) -> dict[str, Answer]:
    """A business analyst laid off four days ago, with an unsigned severance offer."""
    last_day = today - timedelta(days=4)
    return {
        "role": "business-analyst", "employment": "laid-off", "last_day": last_day, "state": "IL",
        "direction": "adjacent", "mood": "steady", "level": "experienced", "years": 8, "industry": "finance",
        "current_pay": 104000, "told_on": last_day, "severance": "unsigned", "severance_weeks": 8,
        "severance_received": last_day, "severance_sign_by": today + timedelta(days=17), "age_40": "yes",
        "group_program": "no", "insurance": "employer", "household": 3, "savings": 22000, "spending": 4600,
        "other_income": 900, "visa": "no", "equity": "no", "hours": 12, "applications": 0, "network": 9,
    }  # fmt: skip
