"""OWASP ASVS 5.0.0, levels 1 and 2: what is decided about each requirement, read from `asvs.toml`.

`python -m tests.house.asvs` prints the table by chapter, and what is left.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["met", "not applicable", "left"]
STATES: tuple[State, ...] = ("met", "not applicable", "left")
FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Decision:
    """`proof` are pointers: `FILE.py::NAME`, or `FILE#TEXT` for a text that stands in any other file."""

    id: str
    what: str
    state: State
    reason: str
    proof: tuple[str, ...] = ()

    @property
    def chapter(self) -> str:
        return self.id.partition(".")[0]


def read_table() -> dict[str, object]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def list_ids() -> dict[str, int]:
    """Every requirement of levels 1 and 2, with its level."""
    chapters = read_table()["chapters"]
    assert isinstance(chapters, dict)
    return {
        name: level
        for chapter in chapters.values()
        for level in (1, 2)
        for name in chapter.get(f"level_{level}", "").split()
    }


def list_chapters() -> dict[str, str]:
    chapters = read_table()["chapters"]
    assert isinstance(chapters, dict)
    return {number: chapter["name"] for number, chapter in chapters.items()}


def list_decisions() -> list[Decision]:
    table = read_table()
    decisions = list(_single(table["requirements"]))
    for group in table["groups"]:  # type: ignore[attr-defined]
        decisions += [Decision(name, group["what"], "not applicable", group["reason"]) for name in group["ids"].split()]
    return decisions


def _single(requirements: object) -> Iterator[Decision]:
    assert isinstance(requirements, dict)
    for name, entry in requirements.items():
        if "met" in entry:
            yield Decision(name, entry["what"], "met", entry["met"], tuple(entry["proof"]))
        elif "left" in entry:
            yield Decision(name, entry["what"], "left", entry["left"], tuple(entry.get("proof", ())))
        else:
            yield Decision(name, entry["what"], "not applicable", entry["not_applicable"])


def print_table() -> None:
    decisions, chapters = list_decisions(), list_chapters()
    print(f"{'OWASP ASVS 5.0.0, levels 1 and 2':<42}" + "".join(f"{state:>16}" for state in STATES))
    rows = [
        (f"V{number} {name}", [decision for decision in decisions if decision.chapter == number])
        for number, name in chapters.items()
    ]
    for title, chosen in (*rows, ("All", decisions)):
        counts = (sum(decision.state == state for decision in chosen) for state in STATES)
        print(f"{title:<42}" + "".join(f"{count:>16}" for count in counts))
    print("\nLeft:")
    for decision in decisions:
        if decision.state == "left":
            print(f"  {decision.id:<7} {decision.what} {decision.reason}")


if __name__ == "__main__":
    print_table()
