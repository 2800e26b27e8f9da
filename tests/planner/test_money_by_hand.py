"""Worked cases: unemployment pay and the end of the money, with the arithmetic beside each.

Everybody here was paid to November 20, 2026 and asks on November 23. Ohio pays half of a week's pay, at most $600, for 26 weeks
after an unpaid one; 10% of it is set aside for tax, 30% of severance.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saas.planner.money import estimate_money

LAID_OFF: dict[str, Any] = {
    "employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "current_pay": 41600, "savings": 12000,
    "spending": 4000,
}  # fmt: skip
NONE = (None, None)
SALARY = {"severance": "signed", "severance_weeks": 8, "severance_paid_as": "salary"}


@pytest.mark.parametrize(
    ("change", "weekly", "weeks", "months_of_cash"),
    [
        # 41,600 / 52 / 2 = 400 a week. 12,000 / 4,000 = 3.0 months.
        ({}, 400, 26, 3.0),
        # 83,200 / 52 / 2 = 800, at most 600.
        ({"current_pay": 83200}, 600, 26, 3.0),
        # New York: at most 869, and no unpaid week.
        ({"state": "NY", "current_pay": 150000}, 869, 26, 3.0),
        # Florida: at most 275, for 12 weeks.
        ({"state": "FL"}, 275, 12, 3.0),
        # Georgia: at most 365, for 14 weeks.
        ({"state": "GA"}, 365, 14, 3.0),
        # Nobody knows the state: nothing is counted.
        ({"state": "ZZ"}, *NONE, 3.0),
        # Of 26 weeks 9 are left.
        ({"claim": "filed", "claim_weeks_left": 9}, 400, 9, 3.0),
        # None is left.
        ({"claim": "filed", "claim_weeks_left": 0}, 400, 0, 3.0),
        # More than a year holds is not believed.
        ({"claim": "filed", "claim_weeks_left": 40}, 400, 26, 3.0),
        # They think they cannot get it.
        ({"claim": "not-eligible"}, *NONE, 3.0),
        # Fired for misconduct; resigned; a contractor: none is usual.
        ({"ending": "for-cause"}, *NONE, 3.0),
        ({"ending": "resigned"}, *NONE, 3.0),
        ({"ending": "freelance-ended"}, *NONE, 3.0),
        # Let go over performance, a contract that ended: it is.
        ({"ending": "let-go"}, 400, 26, 3.0),
        ({"ending": "contract-ended"}, 400, 26, 3.0),
        # On most visas it is a question for an attorney.
        ({"visa": "employer-visa"}, *NONE, 3.0),
        ({"visa": "student"}, *NONE, 3.0),
        # Still employed, and leaving by choice.
        ({"employment": "leaving", "ending": "still-employed"}, *NONE, 3.0),
        # 8 weeks of 800 are 6,400, less 30%: 4,480. (12,000 + 4,480) / 4,000 = 4.1 months.
        ({"severance": "signed", "severance_weeks": 8}, 400, 26, 4.1),
        ({"severance": "unsigned", "severance_weeks": 8}, 400, 26, 4.1),
        # As salary it is all there after 8 weeks, sooner than the money ends: the same day.
        (SALARY, 400, 26, 4.1),
        # 30 weeks of 800 are 24,000, less 30%: 16,800, 2,435 a month. 12,000 / (4,000 - 2,435) = 7.7 months, past its
        # 6.9; so all of it counts: (12,000 + 16,800) / 4,000 = 7.2.
        (SALARY | {"severance_weeks": 30}, 400, 26, 7.2),
        # Without savings: in one sum 16,800 last 4.2 months; as salary 2,435 a month never cover 4,000.
        ({"savings": 0, "severance": "signed", "severance_weeks": 30}, 400, 26, 4.2),
        (SALARY | {"savings": 0, "severance_weeks": 30}, 400, 26, 0.0),
        # No severance.
        ({"severance": "none"}, 400, 26, 3.0),
        # Other income of 1,000: 12,000 / 3,000.
        ({"other_income": 1000}, 400, 26, 4.0),
        # Income covers it: no end.
        ({"other_income": 4000}, 400, 26, None),
        # No savings.
        ({"savings": 0}, 400, 26, 0.0),
        # Pay is open: half of what a quarter of accountants is paid less than, at most 600.
        ({"current_pay": None}, 600, 26, 3.0),
        # Savings are open: no figure.
        ({"savings": None}, 400, 26, None),
    ],
)
def test_unemployment_pay_and_cash_as_counted_by_hand(
    person, change: dict[str, Any], weekly: int | None, weeks: int | None, months_of_cash: float | None
) -> None:
    answers = {key: value for key, value in {**LAID_OFF, **change}.items() if value is not None}
    money = estimate_money(person(**answers))
    assert (money.ui_weekly_dollars, money.ui_weeks) == (weekly, weeks)
    assert money.runway_months == (None if months_of_cash is None else pytest.approx(months_of_cash, abs=0.11))


@pytest.mark.parametrize(
    ("change", "cliff_with_pay"),
    [
        # A day costs 4,000 / 30.44 = 131.4; pay brings 360 / 7 = 51.43 from November 28, the fifth day, on.
        # (12,000 - 5 x 51.43) / (131.4 - 51.43) = 146.8, so the 147th day.
        ({}, date(2027, 4, 19)),
        # Filed today: paid from December 1, the eighth day. (12,000 - 8 x 51.43) / 79.99 = 144.9.
        ({"claim": "not-yet"}, date(2027, 4, 17)),
        # Filed on November 22: paid from the 30th, the seventh day. (12,000 - 7 x 51.43) / 79.99 = 145.5.
        ({"claim": "filed", "claim_filed_on": date(2026, 11, 22)}, date(2027, 4, 18)),
        # 4 weeks are left, from today on. (12,000 + 4 x 360) / 131.4 = 102.3.
        ({"claim": "filed", "claim_weeks_left": 4}, date(2027, 3, 6)),
        # Salary to January 15 holds it back to the 23rd, the 61st day, and brings 4,480 itself.
        # (12,000 + 4,480 - 61 x 51.43) / 79.99 = 166.8.
        (SALARY, date(2027, 5, 9)),
    ],
)
def test_the_day_on_which_the_money_ends_with_unemployment_pay(person, change, cliff_with_pay: date) -> None:
    money = estimate_money(person(**LAID_OFF | change))
    assert money.cliff_with_ui_on == cliff_with_pay


@pytest.mark.parametrize(
    ("answers", "floor"),
    [
        # 4,000 × 12 ÷ 0.75 = 64,000; what they say themselves comes before it.
        ({"spending": 4000}, 64000),
        ({"spending": 4000, "lowest_pay": 58000}, 58000),
        ({"lowest_pay": 91000}, 91000),
        ({}, None),
    ],
)
def test_the_offer_floor_is_theirs_where_they_name_it(person, answers, floor) -> None:
    assert estimate_money(person(**answers)).offer_floor_dollars == floor
