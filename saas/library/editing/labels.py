"""What an editor reads beside a field: its name in words, and how to fill it."""

from __future__ import annotations

LABELS = {
    "title": "Title", "lead": "Opening paragraph", "for_whom": "For whom", "pay_note": "How to read the pay", "did": "What you did",
    "reads": "How it reads there", "when": "Conditions, one a line", "checked_on": "Checked on", "href": "Address", "url": "Link",
    "covers": "Roles it covers, one a line", "origins": "Origins, one a line", "destinations": "Destinations",
    "titles": "Job titles, one a line", "after": "After these steps, one a line", "instead_of": "Instead of, one a line",
    "matches": "Words linked to it, one a line", "is_gentle": "Fit for a bad day", "is_weekly": "Comes back every week",
    "is_note": "To know, nothing to do", "can_wait": "What can wait", "act": "Do", "works": "Works", "watch": "Watch",
    "matters": "Matters", "meaning": "Means", "due": "Due", "poor_uses": "Poor uses", "said": "Said back, after “Because you said”",
    "said_one": "Said back where it is one", "said_zero": "Said back where it is zero", "alone": "Excludes the others",
    "optional": "May be skipped", "skip_effect": "What skipping changes", "min": "Smallest", "max": "Largest", "value": "Value, kept",
    "keeps": "What it lets you keep",
}  # fmt: skip
HINTS = {
    "title": "The heading of the page and the line in search. At most 75 characters.",
    "description": "One or two sentences for search results, at most 180 characters.",
    "checked_on": "The day somebody read this against its sources. Year, month, day: 2026-11-25.",
    "when": "For example: employment is laid-off · severance in unsigned, signed · applications unanswered or applications < 30",
    "body": "Markdown. A figure from outside is a mark: {{fact:law.cobra_elect.days}}.",
    "due": "last_day + 5, insurance_end + 60, today + 3, or a deadline’s key.",
    "href": "Begins with a slash.",
    "url": "Begins with https://.",
    "weight": "0 to 100. Fifty is usual; ninety and more is for rights that run out.",
    "place": "In a reading, 1 to 6: of several that hold for a place, the first is used. Questions are asked in this order.",
    "shelf": "The seed file it is written back to.",
}


def label_of(key: str) -> str:
    words = key.replace("_", " ")
    return LABELS.get(key, words[:1].upper() + words[1:])


def hint_of(key: str) -> str:
    return HINTS.get(key, "")
