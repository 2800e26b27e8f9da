"""Fields of work by what they ask of a person, where no page of ours says it."""

from __future__ import annotations

# Done where the thing, the person or the place is; paid by trades and regions, which business pay says little about.
HANDS_ON = frozenset({
    "trades", "production", "transport", "food-service", "care", "health-support", "protective", "retail",
    "personal-service", "buildings-grounds", "farming", "laboratory", "hospitality",
})  # fmt: skip
