"""The one place where what customers and visitors type is looked at, and where the card with 988 comes before the next page.

Everything happens after the view, so that refusals, expired forms and pages that do not exist are looked at as well. The
package's docstring says what is promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, get_flashed_messages, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from saas.safety.card import load_card
from saas.safety.detection import MAX_CHARACTERS, says_danger
from saas.web.forms import AUTOSAVE_HEADER
from saas.web.page_cache import PERSONAL_COOKIE, is_public_page, keep_out_of_memory

# The cookie ends when the card was shown, or after this.
COOKIE_SECONDS = 12 * 3600
# Where no customer types: staff, who edit pages about exactly this, and programs.
NOT_LOOKED_AT = ("/admin", "/webhooks/", "/static/", "/healthz", "/readyz", "/metrics")
# The field of a search box, where one word may be enough.
SEARCH_FIELD = "q"
# Never sentences, and nobody’s business.
SECRET_FIELDS = frozenset({"csrf_token", "password", "password_confirm", "new_password", "new_password_confirm"})
# What a page that answers a POST becomes a link to.
TYPED_ID = "what-you-typed"


def init_app(app: Flask) -> None:
    """Registered after everything else that works on responses, so that it sees them first."""
    app.after_request(_put_card_first)


def notice_text(text: str) -> None:
    """For text that a request carries in another form, such as an uploaded file. It is looked at and not kept."""
    if says_danger(text):
        g.is_in_danger = True


def _put_card_first(response: Response) -> Response:
    if request.path.startswith(NOT_LOOKED_AT):
        return response
    is_said = _is_said()
    if not is_said and PERSONAL_COOKIE not in request.cookies:
        return response
    if _is_shown_page(response):
        return _show_card(response)
    if is_said and request.method != "HEAD":
        if _leads_away(response):
            return _replace(response, response.headers.pop("Location"), status=200)
        _set_cookie(response)
    return response


def _is_said() -> bool:
    """Whether a text of this request may mean danger."""
    try:
        return g.get("is_in_danger", False) or any(
            says_danger(text, is_search=name == SEARCH_FIELD) for name, text in _iter_texts()
        )
    except (
        HTTPException,
        RecursionError,
    ):  # a body that is too large, broken or too deep; the view has answered it already
        return False


def _iter_texts() -> Iterator[tuple[str, str]]:
    """Name and value of every field, whatever form the request has, until MAX_CHARACTERS were looked at."""
    left = MAX_CHARACTERS
    for name, text in _iter_fields():
        yield name, text[:left]
        left -= len(text)
        if left <= 0:
            return


def _iter_fields() -> Iterator[tuple[str, str]]:
    for name, values in (*request.args.lists(), *request.form.lists()):
        if name not in SECRET_FIELDS:
            for value in values:
                yield name, value
    if request.is_json:
        yield from (("", text) for text in _strings_in(request.get_json(silent=True)))
    elif request.mimetype.startswith("text/"):
        yield "", request.get_data(as_text=True)


def _strings_in(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _is_shown_page(response: Response) -> bool:
    """Whether this response is a page that a person is about to read, and not a file, a redirect or a script's answer."""
    mode, accepted = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Accept", "*/*")
    is_navigation = mode == "navigate" if mode else "text/html" in accepted or "*/*" in accepted
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or request.headers.get("X-Moz") or ""
    is_ahead_of_time = "prefetch" in purpose
    is_background = AUTOSAVE_HEADER in request.headers or is_ahead_of_time or not is_navigation
    is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400 and response.status_code != 204
    return is_page and not is_background and request.method != "HEAD"


def _leads_away(response: Response) -> bool:
    """Whether a redirect leads to another site, or to a page that the browser may have kept and will not ask for."""
    location = response.headers.get("Location")
    if location is None or AUTOSAVE_HEADER in request.headers:
        return False
    target = urlsplit(location)
    if target.netloc and target.netloc != request.host:
        return True
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint = adapter.match(target.path or "/", method="GET")[0] if adapter else None
    except HTTPException:
        return False
    return is_public_page(endpoint)


def _show_card(response: Response) -> Response:
    if PERSONAL_COOKIE in request.cookies:
        response.delete_cookie(PERSONAL_COOKIE, samesite="Lax", secure=_is_secure())
    # Where the words stand in the address, the same address would show the card again.
    is_in_address = any(says_danger(text, is_search=name == SEARCH_FIELD) for name, text in request.args.items())
    if request.method == "GET":
        return _replace(response, request.path if is_in_address else request.full_path.rstrip("?"))
    return _insert(response)


def _replace(response: Response, href: str, status: int | None = None) -> Response:
    """The card alone, with a link to where they were heading."""
    # The page that gives way has taken the messages that were waiting for it.
    for category, message in cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True)):
        flash(message, category)
    page = render_template("safety/card_page.html", card=load_card(), href=href)
    response.status_code = status or response.status_code
    return _finish(response, page)


def _insert(response: Response) -> Response:
    """The card before what the page has to say, which opens below it when its link is followed."""
    page = response.get_data(as_text=True)
    start, end = page.find(">", page.find("<main")) + 1, page.rfind("</main>")
    if "<main" not in page or end < start:
        return _replace(response, request.path)
    inside = Markup(page[start:end])  # noqa: S704  # rendered by a template of ours
    card = render_template("safety/card_above.html", card=load_card(), page=inside, typed_id=TYPED_ID)
    return _finish(response, page[:start] + card + page[end:])


def _finish(response: Response, page: str) -> Response:
    keep_out_of_memory()
    response.direct_passthrough = False
    response.set_data(page)
    response.content_type = "text/html; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-store"
    for name in ("ETag", "Last-Modified", "Content-Disposition"):
        response.headers.pop(name, None)
    return response


def _set_cookie(response: Response) -> None:
    # A script reads it, and it opens nothing: whoever forges it sees a card.
    response.set_cookie(PERSONAL_COOKIE, "card", max_age=COOKIE_SECONDS, samesite="Lax", secure=_is_secure())


def _is_secure() -> bool:
    return bool(current_app.config.get("SESSION_COOKIE_SECURE"))
