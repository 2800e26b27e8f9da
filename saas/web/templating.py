"""What every template may use: money, dates, plurals and Markdown."""

from __future__ import annotations

from functools import lru_cache

import mistune
import nh3
from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup

from saas.kernel import clock
from saas.kernel.calendar import is_stale
from saas.kernel.formatting import FILTERS

# A title in a link would be an attribute that a mark could break out of; nothing of ours needs one.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
_markdown = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])


@lru_cache(maxsize=2048)
def render_markdown(text: str) -> Markup:
    """Markdown to sanitized HTML. Cached by text, so that it is rendered once and not at every view."""
    return Markup(nh3.clean(str(_markdown(text)), attributes=ATTRIBUTES))  # noqa: S704  # sanitized by nh3


@lru_cache(maxsize=2048)
def render_inline(text: str) -> Markup:
    """Markdown without the paragraph around it."""
    html = str(render_markdown(text)).strip()
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
        html = html[3:-4]
    return Markup(html)  # noqa: S704  # sanitized above


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.undefined = StrictUndefined
    env.filters.update(
        FILTERS,
        markdown=render_markdown,
        inline=render_inline,
        stale=is_stale,
    )
    app.context_processor(lambda: {"today": clock.today()})
