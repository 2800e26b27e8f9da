"""Opening the tables in `data/`: text in, rows out."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

from saas.facts.shapes import Pay, Source

DATA = Path(__file__).parent.parent / "data"

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Every row of a CSV table, keyed by its first line."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def page(name: str) -> dict[str, Any]:
    """A TOML file."""
    with (DATA / name).open("rb") as text:
        return tomllib.load(text)


def whole(text: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return int(text) if text else None


def decimal(text: str) -> float | None:
    """A number, or None for an empty cell: empty is unknown, never zero."""
    return float(text) if text else None


def sources() -> dict[str, Source]:
    """Every source by its key."""
    return {key: Source(**entry) for key, entry in page("sources.toml").items()}


def pay(row: Row, source: Source) -> Pay:
    """The pay columns of a row."""
    p10, p25, p50, p75, p90, mean = (whole(row[column]) for column in ("p10", "p25", "p50", "p75", "p90", "mean"))
    return Pay(p10, p25, p50, p75, p90, mean, source)
