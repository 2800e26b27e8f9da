"""Answers as words: money, dates, numbers and lists the way a sentence wants them."""

from __future__ import annotations

from collections.abc import Sequence


def dollars(amount_dollars: float) -> str:
    """4200 → "$4,200"."""
    return f"${amount_dollars:,.0f}"


def number(value: float) -> str:
    """1200 → "1,200"; 6.5 → "6.5"; 8.0 → "8"."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def listed(parts: Sequence[str], comma: str = ", ", last: str = " and ") -> str:
    """a; a and b; a, b and c."""
    return parts[0] if len(parts) == 1 else comma.join(parts[:-1]) + last + parts[-1]


NAMES = ("English",)


def in_a_sentence(title: str) -> str:
    """A title inside a sentence: "Registered Nurse" → "registered nurse", "UX Researcher" → "UX researcher"."""
    return " ".join(
        word.lower() if word[1:] == word[1:].lower() and word not in NAMES else word for word in title.split()
    )
