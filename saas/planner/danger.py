"""Words that say somebody may be in danger. They are never judged or scored: they put the crisis line first."""

from __future__ import annotations

import re

from saas.kernel.conditions import Answers

# Plain statements only. Missing one is worse than showing the line once too often, so “I” need not be written.
SIGNALS = re.compile(
    r"\b(?:(?:want|wish|going|ready|rather|better off)\s+(?:to\s+|be\s+|being\s+)?(?:die|dead)|kill(?:ing)?\s+my\s?self"
    r"|end(?:ing)?\s+(?:my|it)\s+(?:life|all)|suicid\w*|hurt(?:ing)?\s+my\s?self|harm(?:ing)?\s+my\s?self"
    r"|self[- ]harm|not\s+(?:want\s+to\s+)?(?:be\s+alive|live\s+any\s?more|wake\s+up)|no\s+reason\s+to\s+live)\b",
    re.IGNORECASE,
)
FREE_TEXT_KEYS = ("own_words", "accomplishments")


def is_in_danger(answers: Answers) -> bool:
    """Whether anything they wrote in their own words says so."""
    return any(SIGNALS.search(text) for key in FREE_TEXT_KEYS for text in _texts(answers.get(key)))


def _texts(answer: object) -> tuple[str, ...]:
    if isinstance(answer, str):
        return (answer,)
    return tuple(str(part) for part in answer) if isinstance(answer, tuple) else ()
