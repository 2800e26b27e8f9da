"""Opening the files in `data/`: CSV tables as rows of text, TOML files as dictionaries."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


def read_csv(name: str) -> list[Row]:
    """Every row of a CSV table, keyed by its header line."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def read_toml(name: str) -> dict[str, Any]:
    """A TOML file."""
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def parse_int(text: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return int(text) if text else None


def parse_float(text: str) -> float | None:
    """A number, or None for an empty cell: empty is unknown, never zero."""
    return float(text) if text else None
