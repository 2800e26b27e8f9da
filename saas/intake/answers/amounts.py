"""Amounts and counts as people write them: “142k”, “$4,200 a month”, “20,000–30,000”, “about 12”, “zero”. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# [0-9] on purpose: \d also takes digits of other scripts, and int() would agree.
WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})"
SCALES = {
    "k": 1000,
    "thousand": 1000,
    "grand": 1000,
    "m": 1_000_000,
    "mm": 1_000_000,
    "mil": 1_000_000,
    "million": 1_000_000,
}
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))


def _figure(name: str) -> str:
    return rf"(?P<{name}>{WHOLE})(?:\.(?P<{name}_part>[0-9]{{1,3}}))? ?(?P<{name}_scale>{SCALE})?"


SINGLE = re.compile(_figure("low"))
SPAN = re.compile(rf"{_figure('low')} ?(?:-|\u2013|\u2014|to|or|and) ?{_figure('high')}")
CURRENCY = re.compile(r"us\$|\$|\b(?:usd|dollars?|bucks)\b")
ABOUT = re.compile(
    r"^(?:about|around|approximately|approx\.?|roughly|circa|ca\.|some|maybe|perhaps|say|almost|nearly|between|from|~|\u2248) ?"
)
TRAILING = re.compile(
    r" ?(?:or so|more or less|approximately|approx\.?|before tax(?:es)?|after tax(?:es)?|gross|net|ish|\.)$"
)
NOTHING = frozenset({"zero", "none", "nothing", "no", "nil", "nothing yet", "none yet", "n/a"})
PERIODS = {
    "month": re.compile(r" ?(?:(?:a|per|each|every) month|/ ?(?:mo|month)\.?|monthly|p\.?m\.?)$"),
    "year": re.compile(r" ?(?:(?:a|per|each|every) year|/ ?(?:yr|year)\.?|yearly|annually|annual|p\.?a\.?)$"),
    "week": re.compile(r" ?(?:(?:a|per|each|every) week|/ ?(?:wk|week)\.?|weekly)$"),
    "hour": re.compile(r" ?(?:(?:a|per|an|each|every) hour|/ ?(?:h|hr|hour)\.?|hourly)$"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """What was read: both ends of a range, or the same number twice. `period` is the month, year, week or hour it was
    written for, or empty."""

    low: Decimal
    high: Decimal
    period: str = ""

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def end(self, which: str) -> Decimal:
        """The `high` or the `low` end."""
        return self.high if which == "high" else self.low


def read_amount(text: str, *, has_cents: bool = True) -> Amount | None:
    """None where it cannot be read as one number or one range. With `has_cents` a fraction without a scale has two digits
    (so that 4.200 is not taken for 4.2); without, one or two."""
    cleaned = " ".join(CURRENCY.sub(" ", text.casefold()).split())
    cleaned, period = _split_period(cleaned)
    cleaned = _strip(cleaned)
    if not period:
        cleaned, period = _split_period(cleaned)
    cleaned = cleaned.strip()
    if cleaned in NOTHING:
        return Amount(Decimal(0), Decimal(0), period)
    if match := SINGLE.fullmatch(cleaned):
        value = _value(match, "low", "", has_cents=has_cents)
        return None if value is None else Amount(value, value, period)
    match = SPAN.fullmatch(cleaned)
    return _read_span(match, period, has_cents=has_cents) if match else None


def _read_span(match: re.Match[str], period: str, *, has_cents: bool) -> Amount | None:
    """ "20-30k" is twenty to thirty thousand: a scale written once counts for both ends."""
    high = _value(match, "high", "", has_cents=has_cents)
    low = _value(match, "low", match["high_scale"] or "", has_cents=has_cents)
    if low is not None and high is not None and low > high and not match["low_scale"]:
        low = _value(match, "low", "", has_cents=has_cents)
    if low is None or high is None or low > high:
        return None
    return Amount(low, high, period)


def _value(match: re.Match[str], name: str, scale_of_other: str, *, has_cents: bool) -> Decimal | None:
    part, scale = match[f"{name}_part"], match[f"{name}_scale"] or scale_of_other
    if part and not scale and len(part) not in ((2,) if has_cents else (1, 2)):
        return None
    return Decimal(f"{match[name].replace(',', '')}.{part or 0}") * SCALES.get(scale, 1)


def _strip(text: str) -> str:
    """Without the words that say that it is not exact."""
    before = ""
    while before != text:
        before, text = text, TRAILING.sub("", ABOUT.sub("", text))
    return text


def _split_period(text: str) -> tuple[str, str]:
    for period, pattern in PERIODS.items():
        if match := pattern.search(text):
            return text[: match.start()], period
    return text, ""
