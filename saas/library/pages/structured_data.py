"""What pages say to search engines: schema.org in JSON-LD. Pure.

`plain` writes a text out without tokens; `base` is the site's address without a slash at its end.
"""

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
    """An article, the way to it, and its questions where it has some; nothing for our own pages."""
    if not KINDS[kind].is_article:
        return []
    data = [_describe_article(page, plain, base, path), _describe_breadcrumbs(kind, page, plain, base, path)]
    if isinstance(page, RolePage | PivotPage):
        data.append(describe_questions(page.questions, plain))
    return data


def describe_questions(items: Iterable[AnsweredQuestion], plain: Plain) -> Data:
    questions = [
        {
            "@type": "Question",
            "name": plain(item.question),
            "acceptedAnswer": {"@type": "Answer", "text": strip_markdown(plain(item.answer))},
        }
        for item in items
    ]
    return {"@context": CONTEXT, "@type": "FAQPage", "mainEntity": questions}


def describe_glossary(pages: Iterable[tuple[str, Page]], plain: Plain, base: str) -> Data:
    terms = [
        {
            "@type": "DefinedTerm",
            "name": page.title,
            "description": strip_markdown(plain(page.meaning)),
            "url": f"{base}/glossary#{slug}",
        }
        for slug, page in pages
        if isinstance(page, GlossaryTerm)
    ]
    return {
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "name": "Glossary",
        "url": f"{base}/glossary",
        "hasDefinedTerm": terms,
    }


def describe_product(name: str, description: str, dollars: str, currency: str, base: str) -> Data:
    """The one thing that is sold, at its one price."""
    return {
        "@context": CONTEXT,
        "@type": "Product",
        "name": name,
        "description": description,
        "image": f"{base}/shared/pricing.png",
        "brand": {"@type": "Brand", "name": "CareerCanopy"},
        "offers": {
            "@type": "Offer",
            "price": dollars,
            "priceCurrency": currency.upper(),
            "url": f"{base}/pricing",
            "availability": "https://schema.org/InStock",
        },
    }


def _describe_article(page: Page, plain: Plain, base: str, path: str) -> Data:
    return {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": plain(page.title),
        "description": plain(page.description),
        "dateModified": page.checked_on.isoformat(),
        "inLanguage": "en-US",
        "isAccessibleForFree": True,
        "author": ORGANIZATION | {"url": f"{base}/about"},
        "publisher": ORGANIZATION,
        "mainEntityOfPage": f"{base}{path}",
        "image": f"{base}/shared{path}.png",
    }


def _describe_breadcrumbs(kind: Kind, page: Page, plain: Plain, base: str, path: str) -> Data:
    index = KINDS[kind].index
    steps = [(index.name, index.href) if index else ("CareerCanopy", "/"), (plain(page.title), path)]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": f"{base}{href}"}
        for position, (name, href) in enumerate(steps, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
