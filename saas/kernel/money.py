"""How money is written. The shop counts integer cents; answers and wages are whole dollars."""

from __future__ import annotations


def format_usd(dollars: float) -> str:
    """97550 → “$97,550”; -5 → “-$5”."""
    return f"{'-' if dollars < 0 else ''}${abs(round(dollars)):,}"


def format_cents(cents: int) -> str:
    """7900 → “$79”, 7950 → “$79.50”."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${dollars:,}" + (f".{rest:02d}" if rest else "")
