"""A page as machines read it: schema.org in JSON-LD. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from saas.library.kinds.articles import GlossaryTerm
from saas.library.kinds.parts import AnsweredQuestion, Page
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.text import strip_markdown

CONTEXT = "https://schema.org"
ORGANIZATION = {"@type": "Organization", "name": "CareerCanopy"}
Plain = Callable[[str], str]
Data = dict[str, Any]


def describe_page(kind: Kind, page: Page, plain: Plain, base: str, path: str) -> list[Data]:
    """What a page says of itself: an article, the way to it, and its questions where it has some."""
    if not KINDS[kind].is_article:
        return []
    found = [_article(page, plain, base, path), _breadcrumbs(kind, page, plain, base, path)]
    if isinstance(page, RolePage | PivotPage):
        found.append(describe_questions(page.questions, plain))
    return found


def describe_questions(items: Iterable[AnsweredQuestion], plain: Plain) -> Data:
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
            if isinstance(page, GlossaryTerm)
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


def _breadcrumbs(kind: Kind, page: Page, plain: Plain, base: str, path: str) -> Data:
    index = KINDS[kind].index
    steps = [(index.name, index.href) if index else ("CareerCanopy", "/"), (plain(page.title), path)]
    return {
        "@context": CONTEXT, "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": words, "item": f"{base}{where}"}
            for place, (words, where) in enumerate(steps, 1)
        ],
    }  # fmt: skip
