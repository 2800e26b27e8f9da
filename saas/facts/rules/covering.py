"""What a published pay figure covers, and whose ratings stand in, in a sentence each. Shown wherever the figure is."""

from __future__ import annotations

WHOLE = "Official pay for {of}, employees across the country."
PARENT = "Official pay counts this work with {of}, and the figure covers everyone there."
GROUP = "Official pay is published for a wider group, {of}, and the figure covers everyone there."
ABOVE = "Official pay counts this work with {of}, who need more preparation. Only the lower quarter is shown."
PHYSICIAN = "The lowest tenth is left out, since it counts residents and fellows. Owners of practices are not counted, so procedural pay runs low here."
NONE = "No official yearly pay is published for this work. Use your own."
PAY = {"exact": WHOLE, "parent": PARENT, "hybrid": GROUP, "above": ABOVE, "physician": PHYSICIAN, "none": NONE}
STANDS_IN = "{title} has no published ratings, so {who} stand in."
NEIGHBORS = "its neighbors in the same group of occupations"
NAMES = ("English",)


def pay_note(match: str, occupation: str, pay_of: str) -> str:
    """`match` says how the occupation meets the wage table; `pay_of` names a wider one where the figure is that one's."""
    said = PAY[match].format(of=plain(pay_of or occupation))
    return f"{PARENT.format(of=plain(pay_of))} {said}" if match == "physician" and pay_of else said


def rating_note(title: str, stand_in: str) -> str:
    """Empty where the occupation has ratings of its own."""
    return STANDS_IN.format(title=title, who=NEIGHBORS if stand_in == "neighbors" else stand_in) if stand_in else ""


def disclosed(match: str, occupation: str, pay_of: str, rating: str) -> str | None:
    """Everything that stands in for something else; None where nothing does."""
    wider = pay_note(match, occupation, pay_of) if pay_of else ""
    return " ".join(filter(None, (rating, wider))) or None


def plain(occupation: str) -> str:
    """The name of an occupation inside a sentence."""
    return " ".join(word if word in NAMES else word.lower() for word in occupation.split(" "))
