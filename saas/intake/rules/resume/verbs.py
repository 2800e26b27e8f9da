"""The first words of a line: what came of the work, what was done, what was merely on the list of duties."""

from __future__ import annotations

import re

_OUTCOMES = """
    cut reduced lowered decreased raised increased grew saved won doubled tripled halved quadrupled improved shortened
    exceeded surpassed recovered recouped prevented eliminated accelerated boosted expanded strengthened outperformed closed
    secured retained generated earned beat ended resolved restored rescued turned drove delivered achieved attained
    landed sold renewed
"""
_DEEDS = """
    launched built opened introduced founded created designed led negotiated trained taught coached mentored automated
    migrated rebuilt rewrote replaced wrote shipped started ran brought moved set made found caught took held gave kept
    oversaw chaired put got spoke hired recruited managed directed planned organized developed established implemented
    consolidated standardized audited reconciled prepared published presented piloted streamlined redesigned restructured
    coordinated supervised precepted triaged administered
"""
OUTCOMES, DEEDS = frozenset(_OUTCOMES.split()), frozenset(_DEEDS.split())
DUTIES = re.compile(r"^(?:I\s+)?(?:responsible|duties|assisted|helped|worked|participated|tasked|involved|supported|exposure|familiar|knowledge)\b", re.I)  # fmt: skip
FIRST_WORD = re.compile(r"^(?:I\s+|We\s+)?(?:(?:also|successfully|personally|jointly|consistently|single-handedly|co-)\s*)?([A-Za-z]+)", re.I)  # fmt: skip
CHANGES = re.compile(
    r"\b(?:from|by)\s+\D{0,3}\d|\b(?:reducing|cutting|saving|raising|increasing|improving|lowering|growing|resulting)\b",
    re.I,
)


def first_word(line: str) -> str:
    found = FIRST_WORD.match(line)
    return found[1].lower() if found else ""


def begins_with_a_deed(line: str) -> bool:
    """A verb in the past, which is how people write what they did."""
    word = first_word(line)
    return word in OUTCOMES or word in DEEDS or (word.endswith("ed") and len(word) > 4)


def weight(line: str) -> int:
    """3 for an outcome, 1 for a deed, -1 for a duty; one more where the line says what changed."""
    word = first_word(line)
    own = 3 if word in OUTCOMES else -1 if DUTIES.match(line) else 1 if begins_with_a_deed(line) else 0
    return own + (1 if CHANGES.search(line) else 0)
