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
MARKDOWN_PLUGINS = ("table", "strikethrough")
_markdown = mistune.create_markdown(escape=True, plugins=MARKDOWN_PLUGINS)


@lru_cache(maxsize=2048)
def render_markdown(text: str) -> Markup:
    """Markdown to sanitized HTML. Cached by text, so that it is rendered once and not at every view."""
    return sanitize_html(str(_markdown(text)))


def sanitize_html(html: str) -> Markup:
    """Rendered Markdown without anything that Markdown of ours does not need."""
    return Markup(nh3.clean(html, attributes=ATTRIBUTES))  # noqa: S704  # sanitized by nh3


def render_inline(text: str) -> Markup:
    """Markdown without the paragraph around it."""
    return unwrap_paragraph(render_markdown(text))


@lru_cache(maxsize=2048)
def unwrap_paragraph(rendered: Markup) -> Markup:
    """The HTML without the paragraph around it, if it is a single one."""
    html = str(rendered).strip()
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
    app.context_processor(lambda: {"today": clock.today(), "clock_shift_ms": clock.shift_milliseconds()})
