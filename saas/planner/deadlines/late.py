"""What can still be done once a date has passed."""

from __future__ import annotations

STILL_OPEN = {
    "unemployment_claim": "If you have not filed, file today. The weeks still ahead are not affected.",
    "severance_sign_by": "Write today and ask whether the offer still stands.",
    "severance_review": "If you have not signed, ask in writing whether the offer still stands.",
    "marketplace_sep": "Look for another opening: open enrollment, Medicaid at any time, or a new qualifying event.",
    "cobra_elect": "Check the date of the plan’s notice. If it came late, the window may still be open.",
    "cobra_first_payment": "Call the plan and ask whether cover is still in force.",
    "cobra_duration": "The end of COBRA opens a marketplace window of its own.",
    "spouse_plan_enrollment": "Ask for the spouse plan’s next open enrollment, and check the 60-day marketplace window.",
    "visa_grace": "Talk to an immigration attorney today, before any filing or travel.",
    "visa_opt_days": "Call your school’s international office today.",
    "option_exercise": "Read the plan document. Some plans keep nonqualified options open longer.",
    "license_renewal": "Ask the board about late renewal. Many have a grace period with a fee.",
}


def late(key: str, if_missed: str, still_open: str = "") -> str:
    """The consequence, then the act that is left."""
    act = still_open or STILL_OPEN.get(key, "")
    return " ".join(part for part in ("This date has passed.", if_missed, act) if part)
