"""A piece as its page would show it, before it is published."""

from __future__ import annotations

from collections.abc import Sequence

from saas.library.queries import Library
from saas.library.rules.checking import Fault
from saas.library.shapes import Kind
from saas.library.shapes.parts import Page
from saas.library.views.reference import draw_faq, draw_terms
from saas.library.views.showing import TEMPLATES, draw

LAYOUT = "layouts/preview.html"


def preview(kind: Kind, slug: str, page: Page, library: Library, advice: Sequence[Fault]) -> str:
    """HTML without the site's header and footer, below what keeps it from being published. A card or a set of questions
    stands alone on its page."""
    if kind in TEMPLATES:
        return draw(kind, slug, page, library, layout=LAYOUT, advice=advice)
    several = draw_faq if kind == "faq" else draw_terms
    return several([(slug, page)], library, layout=LAYOUT, advice=advice)
