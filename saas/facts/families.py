"""What a role's category is called in a sentence."""

from __future__ import annotations

PLAIN_WORDS = {
    "analytics": "data and analysis",
    "clinical": "clinical care",
    "community": "community work",
    "design": "design and research",
    "education": "teaching and education",
    "engineering": "engineering and building",
    "finance": "finance and accounting",
    "healthcare": "health care away from the bedside",
    "hospitality": "hotels and restaurants",
    "hr": "people and hiring",
    "journalism": "news and media",
    "legal": "law",
    "marketing": "marketing and communications",
    "military": "military service",
    "operations": "operations and administration",
    "product": "product",
    "public-sector": "public service",
    "sales": "sales and accounts",
    "science": "science",
    "software": "software and IT",
    "transport": "transport",
}


def plain_words(category: str) -> str:
    """The category as a person would say it; the category itself when we have no words for it."""
    return PLAIN_WORDS.get(category, category)
