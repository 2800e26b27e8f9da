"""A page as machines read it: schema.org in JSON-LD. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from saas.library.kinds.articles import TermCard
from saas.library.kinds.parts import Page, QuestionAnswered
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import Kind
from saas.library.kinds.text import strip_markdown

CONTEXT = "https://schema.org"
ORGANIZATION = {"@type": "Organization", "name": "CareerCanopy"}
INDEX_OF_KIND: dict[Kind, tuple[str, str]] = {
    "role": ("Roles", "/roles"), "pivot": ("Pivots", "/pivots"), "situation": ("Right now", "/situations"),
    "script": ("Words to use", "/scripts"), "guide": ("Guides", "/guides"), "hub": ("Guides", "/guides"), "state": ("States", "/states"),
}  # fmt: skip
Plain = Callable[[str], str]
Data = dict[str, Any]


def describe_page(kind: Kind, page: Page, plain: Plain, base: str, path: str) -> list[Data]:
    """What a page says of itself: an article, the way to it, and its questions where it has some."""
    if kind == "page":
        return []
    found = [_article(page, plain, base, path), _way(kind, page, plain, base, path)]
    if isinstance(page, RolePage | PivotPage):
        found.append(describe_questions(page.questions, plain))
    return found


def describe_questions(items: Iterable[QuestionAnswered], plain: Plain) -> Data:
    return {
        "@context": CONTEXT, "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": plain(item.question), "acceptedAnswer": {"@type": "Answer", "text": strip_markdown(plain(item.answer))}}
            for item in items
        ],
    }  # fmt: skip


def describe_glossary(terms: Iterable[tuple[str, Page]], plain: Plain, base: str) -> Data:
    return {
        "@context": CONTEXT, "@type": "DefinedTermSet", "name": "Glossary", "url": f"{base}/glossary",
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": page.title, "description": strip_markdown(plain(page.meaning)), "url": f"{base}/glossary#{slug}"}
            for slug, page in terms
            if isinstance(page, TermCard)
        ],
    }  # fmt: skip


def describe_product(name: str, description: str, dollars: str, currency: str, base: str) -> Data:
    """What is sold: one thing, at one price."""
    return {
        "@context": CONTEXT, "@type": "Product", "name": name, "description": description,
        "image": f"{base}/shared/pricing.png", "brand": {"@type": "Brand", "name": "CareerCanopy"},
        "offers": {
            "@type": "Offer", "price": dollars, "priceCurrency": currency.upper(), "url": f"{base}/pricing",
            "availability": "https://schema.org/InStock",
        },
    }  # fmt: skip


def _article(page: Page, plain: Plain, base: str, path: str) -> Data:
    return {
        "@context": CONTEXT, "@type": "Article", "headline": plain(page.title), "description": plain(page.description),
        "dateModified": page.checked_on.isoformat(), "inLanguage": "en-US", "isAccessibleForFree": True,
        "author": ORGANIZATION | {"url": f"{base}/about"}, "publisher": ORGANIZATION,
        "mainEntityOfPage": f"{base}{path}", "image": f"{base}/shared{path}.png",
    }  # fmt: skip


def _way(kind: Kind, page: Page, plain: Plain, base: str, path: str) -> Data:
    name, index = INDEX_OF_KIND.get(kind, ("CareerCanopy", "/"))
    steps = [(name, index), (plain(page.title), path)]
    return {
        "@context": CONTEXT, "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": words, "item": f"{base}{where}"}
            for place, (words, where) in enumerate(steps, 1)
        ],
    }  # fmt: skip
