"""The decision desk: go, test first, change setting, or stay and plan, with the answer that would flip it.

Clinicians get the full desk unless they want the same work; other people who leave their field get it without the setting.
"""

from __future__ import annotations

from saas.planner.decision.flip import flip
from saas.planner.decision.verdict import Finding, findings
from saas.planner.outline import DecisionDesk, Sentence, Verdict
from saas.planner.person import Profile
from saas.planner.reasons import reason
from saas.planner.situation import Circumstances

CLINICAL_DIRECTIONS = ("pivot", "unsure", "adjacent")
REASONS = 4
# Without an active license the work they already do is not open to them.
CLOSED = ("inactive", "lapsed")


def decision(now: Circumstances) -> DecisionDesk | None:
    """None where there is nothing to decide."""
    if not has_desk(now.person):
        return None
    found = findings(now)
    text, answer = flip(now, found[0].verdict)
    sentences = tuple(_sentence(now.person, finding) for finding in found[:REASONS])
    return DecisionDesk(found[0].verdict, _title(now.person, found[0].verdict), sentences, text, answer)


def has_desk(person: Profile) -> bool:
    direction = person.choice("direction")
    return direction == "pivot" or (person.is_clinical and direction in CLINICAL_DIRECTIONS)


def _sentence(person: Profile, finding: Finding) -> Sentence:
    because, keys = reason(person, finding.keys)
    return Sentence(finding.text, because, keys)


def _title(person: Profile, verdict: Verdict) -> str:
    if verdict == "change setting":
        return "Change the setting before the field"
    if verdict == "test first":
        return "Test it first, then decide"
    if verdict == "go":
        return "Go: search outside direct care" if person.is_clinical else "Go: search outside your field"
    if person.choice("license") in CLOSED:
        return "Take paying work first, and plan the move"
    if person.choice("employment") == "laid-off":
        return "Take work you already do first, and plan the move"
    return "Stay for now, and plan the move"
