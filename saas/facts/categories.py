"""What a category of work is called in a sentence."""

from __future__ import annotations

CATEGORY_PHRASES = {
    "analytics": "data and analysis",
    "arts": "arts, media and language",
    "buildings-grounds": "buildings and grounds",
    "care": "care of children and adults",
    "clinical": "clinical care",
    "community": "community work",
    "design": "design and research",
    "education": "teaching and education",
    "engineering": "engineering and building",
    "farming": "farming, animals and forests",
    "finance": "finance and accounting",
    "food-service": "food service",
    "health-support": "support in health care",
    "healthcare": "health care away from the bedside",
    "hospitality": "hotels and restaurants",
    "hr": "people and hiring",
    "journalism": "news and media",
    "laboratory": "laboratory and field work",
    "legal": "law",
    "marketing": "marketing and communications",
    "military": "military service",
    "office": "office support",
    "operations": "operations and administration",
    "personal-service": "personal and guest service",
    "product": "product",
    "production": "production",
    "protective": "protective service",
    "public-sector": "public service",
    "retail": "retail",
    "sales": "sales and accounts",
    "science": "science",
    "social-service": "social services",
    "software": "software and IT",
    "trades": "building, installing and repairing",
    "transport": "transport and warehousing",
}


def category_phrase(category: str) -> str:
    """The category as a person would say it; the category itself when we have no words for it."""
    return CATEGORY_PHRASES.get(category, category)
