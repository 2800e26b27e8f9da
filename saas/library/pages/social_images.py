"""Social images: what a shared link shows, typeset from the page's title in our colors. 1200 × 630 pixels."""

from __future__ import annotations

from functools import lru_cache

import typst

from saas.library.kinds.spec import list_index_pages

# Labels and titles of the pages that are neither pieces nor lists of them.
OTHER_PAGES = {
    "/": ("CareerCanopy", "A plan for the months after a layoff, built from your own answers"),
    "/pricing": ("Price", "$79, once"),
    "/tools/runway": ("Tool", "How long your money lasts"),
}
TEMPLATE = """
#let title = sys.inputs.title
#set page(width: 1200pt, height: 630pt, margin: (x: 84pt, y: 72pt), fill: oklch(97.2%, 0.012, 90deg))
#set text(font: "Libertinus Serif", fill: oklch(27%, 0.03, 150deg))
#let green = oklch(45%, 0.09, 155deg)
#let arc(r) = curve(
  stroke: (paint: green, thickness: 5pt, cap: "round"), curve.move((60pt - r, 60pt)),
  curve.cubic((60pt - r, 60pt - r * 1.32), (60pt + r, 60pt - r * 1.32), (60pt + r, 60pt)),
)
#box(width: 120pt, height: 66pt)[
  #for r in (20pt, 38pt, 56pt) { place(top + left, arc(r)) }
  #place(top + left, line(start: (0pt, 60pt), end: (120pt, 60pt), stroke: (paint: green, thickness: 5pt, cap: "round")))
]
#v(1fr)
#text(size: 26pt, fill: green)[#sys.inputs.label]
#v(4pt)
#text(size: if title.len() > 70 { 54pt } else { 64pt }, weight: 600)[#set par(leading: 0.42em); #title]
#v(1fr)
#text(size: 26pt, fill: oklch(45%, 0.02, 120deg))[CareerCanopy]
"""


def list_fixed_pages() -> dict[str, tuple[str, str]]:
    """Label and title, by address, of every page with an image of its own that is no piece."""
    return OTHER_PAGES | {page.href: (page.name, page.title) for page in list_index_pages()}


@lru_cache(maxsize=256)  # all of them
def render_social_image(label: str, title: str) -> bytes:
    """PNG. The title is passed as a value, so nothing in it is read as markup."""
    picture = typst.compile(TEMPLATE.encode(), format="png", ppi=72.0, sys_inputs={"label": label, "title": title})
    if not isinstance(picture, bytes):
        raise TypeError("Typst returned several pages.")
    return picture
