"""Templates: each is used, and every page of the program can be read, reached and sent by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import flask_security
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from saas.accounts.addresses.links import Confirmation, ConfirmationLinks
from saas.accounts.models import Account, StaffRole
from saas.accounts.models import Person as PersonRow
from saas.accounts.second_factors.actions import begin_set_up
from saas.accounts.staff.actions import invite_staff
from saas.accounts.staff.models import StaffInvitation
from saas.kernel.db import transaction
from saas.kernel.ids import fingerprint
from saas.kernel.tenancy import account_session
from saas.settings import DEVELOPMENT_SECRET
from saas.shop.orders.offer import Cart, Kind
from saas.shop.seats.actions import hand_out_seat, sync_seats
from saas.shop.seats.links import ClaimLinks
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.sync import refresh_order
from saas.web.errors import PAGE_STATUSES as ERROR_PAGES
from tests.apps import make_settings
from tests.house.routes import OWNED, PAID, PUBLIC, RULES, SIGNED_IN, WAITING, path_of
from tests.house.source import SAAS, TEMPLATES
from tests.local_stripe import LocalStripe
from tests.people import ANN, BEA, CAL, SAM, Person, account_of, add_session
from tests.web.html_page import Page

pytestmark = pytest.mark.any_database  # what is looked at is the page

FILES = sorted(file for file in TEMPLATES.rglob("*") if file.is_file())
SECURITY_TEMPLATES = Path(flask_security.__file__).parent / "templates"
OVERRIDDEN = {file.relative_to(SECURITY_TEMPLATES).as_posix() for file in SECURITY_TEMPLATES.rglob("*.*")}
ERRORS = {f"errors/{status}.html" for status in ERROR_PAGES}
STRANGER = None
WAITER = Person("waiter@example.com", "waiter-uniquifier")
LINKS = ClaimLinks("http://shop.test", DEVELOPMENT_SECRET)
# What answers a GET with something other than a page.
NOT_PAGES = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/sitemap.xml",
    "/robots.txt",
    "/feed.xml",
    "/settings/export",
    "/plan.pdf",
    "/plan.ics",
    "/plan.json",
    "/admin/library/files.zip",
    "/calendar/<secret>.ics",
    "/shared/<path:path>.png",
    "/orders/<public_id>/receipt.pdf",
}
# What leads on to another page, which is looked at itself.
REDIRECTS = {"/start", "/intake", "/plan/changes", "/plan/calendar"}
# A page behind a rule with an argument that names nothing of an account.
EXAMPLES = {
    "/roles/<slug>": (STRANGER, "/roles/accountant"),
    "/pivots/<slug>": (STRANGER, "/pivots/clinical-to-non-clinical"),
    "/situations/<slug>": (STRANGER, "/situations/visa-clock-running"),
    "/scripts/<slug>": (STRANGER, "/scripts/severance-ask"),
    "/guides/<slug>": (STRANGER, "/guides/cobra-or-marketplace"),
    "/guides/topics/<slug>": (STRANGER, "/guides/topics/first-week"),
    "/states/<slug>": (STRANGER, "/states/oh"),
    "/plan/sample/<slug>": (STRANGER, "/plan/sample/nurse-leaving-the-bedside"),
    "/start/<key>": (STRANGER, "/start/role"),
    "/sign-in/link/<secret>": (STRANGER, "/sign-in/link/x"),
    "/intake/<key>": (ANN, "/intake/savings"),
    "/admin/library/<kind>/<slug>": (SAM, "/admin/library/role/accountant"),
    "/admin/library/<kind>/<slug>/history": (SAM, "/admin/library/script/severance-ask/history"),
    "/admin/library/<kind>/new": (SAM, "/admin/library/step/new"),
}
# More than one look at a page that has several faces.
MORE: list[tuple[Person | None, str]] = [
    *((STRANGER, path) for path in ("/roles/physician", "/search?q=cobra", "/search?q=nothingatall")),
    *((STRANGER, path) for path in ("/start/employment", "/start/state")),
    *((CAL, path) for path in ("/orders", "/settings")),
    *((ANN, path) for path in ("/intake/constraints", "/intake/accomplishments", "/intake/insurance_end")),
]
ERROR_PATH = "/no-such-page"


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """With forgery protection, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def session_of(url: str) -> str:
    """The Checkout Session that a page of Stripe's is for."""
    return url.partition("/c/pay/")[2].partition("#")[0]


def claim_path(session: Session, stripe: LocalStripe) -> str:
    """The link of a seat that Bea bought and gave away."""
    with account_session(session.get_bind().engine, account_of(session, BEA)) as own:
        cart = Cart(Kind.SEATS, quantity=2)
        session_id = session_of(create_checkout(own, stripe, email=BEA.email, base_url="http://shop.test", cart=cart))
        stripe.pay(session_id)
        order = refresh_order(own, stripe, session_id)
    sync_seats(session, LINKS, order.public_id)
    return hand_out_seat(session, LINKS, order.public_id, "").removeprefix("http://shop.test")


def confirmation_path(session: Session) -> str:
    account = session.scalars(select(Account.public_id).where(Account.id == account_of(session, ANN))).one()
    links = ConfirmationLinks("", make_settings().secret_keys)
    return links.make(Confirmation(account, ANN.email, ANN.email))


def invitation_path(session: Session) -> str:
    invite_staff(session, CAL.email, StaffRole.EDITOR)
    with transaction(session):
        session.scalars(select(StaffInvitation)).one().secret_hash = fingerprint("secret")
    return "/staff/invitation/secret"


def reset_path(session: Session, app: Flask) -> str:
    person = session.scalars(select(PersonRow).where(PersonRow.email == CAL.email)).unique().one()
    with app.test_request_context():
        return f"/reset/{generate_reset_password_token(person)}"


def return_path(session: Session, stripe: LocalStripe) -> str:
    """Where Stripe leads Cal back to before his money has come."""
    with account_session(session.get_bind().engine, account_of(session, CAL)) as own:
        url = create_checkout(own, stripe, email=CAL.email, base_url="http://shop.test")
    return f"/checkout/return?session_id={session_of(url)}"


def member_path(session: Session) -> str:
    account = select(Account.public_id).where(Account.id == account_of(session, SAM))
    return f"/admin/staff/{session.scalars(account).one()}"


def event_path(session: Session) -> str:
    with transaction(session):
        session.add(
            StripeEvent(event_id="evt_1", type="charge.updated", state=EventState.PARKED, body='{"id": "evt_1"}')
        )
    return "/admin/events/evt_1"


def waiting_at(session: Session, path: str) -> tuple[Person, str]:
    """The path, where somebody gave the password and is asked for the second factor."""
    if session.scalar(select(PersonRow.id).where(PersonRow.email == WAITER.email)) is None:
        with transaction(session):
            session.add(
                PersonRow(email=WAITER.email, fs_uniquifier="w", account=Account(), roles=[], asks_second_factor=True)
            )
        add_session(session, WAITER)
    return WAITER, path


def set_up_path(session: Session) -> str:
    """Where Bea sees the key for her app."""
    begin_set_up(session, session.scalars(select(PersonRow).where(PersonRow.email == BEA.email)).unique().one())
    return "/settings/second-factor/set-up"


def routes(app: Flask, session: Session, stripe: LocalStripe) -> Iterator[tuple[str, Person | None, str]]:
    """Rule, who looks, and the address, for every page."""
    ann = account_of(session, ANN)
    arranged: dict[str, Callable[[], tuple[Person | None, str]]] = {
        "/claim/<token>": lambda: (STRANGER, claim_path(session, stripe)),
        "/checkout/return": lambda: (CAL, return_path(session, stripe)),
        "/staff/invitation/<secret>": lambda: (STRANGER, invitation_path(session)),
        "/reset/<token>": lambda: (STRANGER, reset_path(session, app)),
        "/settings/second-factor/set-up": lambda: (BEA, set_up_path(session)),
        **{path: partial(waiting_at, session, path) for path in WAITING},
        "/confirm/<token>": lambda: (ANN, confirmation_path(session)),
        "/admin/events/<event_id>": lambda: (SAM, event_path(session)),
        "/admin/staff/<public_id>": lambda: (SAM, member_path(session)),
    }
    for rule in pages_and_redirects():
        name = str(rule)
        if name in REDIRECTS:
            continue
        if name in arranged:
            yield name, *arranged[name]()
        elif name in EXAMPLES:
            yield name, *EXAMPLES[name]
        elif name in OWNED:
            yield name, SAM if name.startswith("/admin") else ANN, path_of(app, rule, OWNED[name](session, ann))
        else:
            yield name, looker(name), name


def pages_and_redirects() -> list[Rule]:
    return [rule for rule in RULES if "GET" in (rule.methods or ()) and str(rule) not in NOT_PAGES]


def looker(path: str) -> Person | None:
    """Who looks at a page without an argument. A preview is shown to those who have answered, a price to those who have
    not paid."""
    if path in ("/checkout", "/start/preview"):
        return CAL if path == "/checkout" else ANN
    if path in PUBLIC:
        return STRANGER
    return ANN if path in SIGNED_IN | PAID else SAM


_pages: dict[str, Page] = {}


@pytest.fixture
def pages(app: Flask, as_: Any, client: FlaskClient, session: Session, stripe: LocalStripe) -> dict[str, Page]:
    """Every page by who looks and its address. Drawn once, because nothing that is tested here changes it."""
    if not _pages:
        visits = [*((who, path) for _, who, path in routes(app, session, stripe)), *MORE]
        answers = {
            f"{who.email.partition('@')[0] if who else 'stranger'} {path}": (as_(who) if who else client).get(path)
            for who, path in visits
        }
        assert {name: answer.status for name, answer in answers.items() if answer.status_code != 200} == {}
        answers[ERROR_PATH] = client.get(ERROR_PATH)
        assert answers[ERROR_PATH].status_code == 404
        assert {name for name, answer in answers.items() if answer.mimetype != "text/html"} == set()
        _pages.update((name, Page(answer.text)) for name, answer in answers.items())
    return _pages


@pytest.mark.parametrize("path", sorted(REDIRECTS))
def test_what_is_no_page_leads_on_to_one(app: Flask, as_: Any, path: str) -> None:
    answer = as_(ANN).get(path)
    assert answer.status_code in (302, 303)
    assert as_(ANN).get(path, follow_redirects=True).status_code == 200


@cache
def named_templates() -> set[str]:
    """Every template that program, letters or another template names."""
    sources = [*SAAS.rglob("*.py"), *FILES]
    texts = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    letters = re.findall(r"""["'](\w+/\w+)["']""", texts)  # render_letter names a letter without the suffix
    named = set(re.findall(r"""["'](\w[\w/-]*\.(?:html|xml|txt))["']""", texts))
    return named | {path for name in letters for path in letter_files(name)}


def letter_files(name: str) -> list[str]:
    files = (TEMPLATES / "letters" / f"{name}{suffix}" for suffix in (".txt", ".html"))
    return [file.relative_to(TEMPLATES).as_posix() for file in files if file.is_file()]


def test_every_template_is_used() -> None:
    known = named_templates() | OVERRIDDEN | ERRORS
    assert [name for file in FILES if (name := file.relative_to(TEMPLATES).as_posix()) not in known] == []


def test_every_named_template_exists() -> None:
    named = {name for name in named_templates() if (TEMPLATES / name).parent.is_dir() and "/" in name}
    assert [name for name in sorted(named) if not (TEMPLATES / name).is_file()] == []


def test_every_page_has_one_first_heading_and_skips_no_level(pages: dict[str, Page]) -> None:
    def is_ordered(outline: list[int]) -> bool:
        steps = pairwise(outline)
        return outline.count(1) == 1 and outline[0] == 1 and all(below - above <= 1 for above, below in steps)

    assert {path: page.outline for path, page in pages.items() if not is_ordered(page.outline)} == {}


def test_every_control_has_a_name(pages: dict[str, Page]) -> None:
    assert {path: page.unnamed for path, page in pages.items() if page.unnamed} == {}


def test_every_form_that_changes_something_is_protected(pages: dict[str, Page]) -> None:
    forms = [(path, form) for path, page in pages.items() for form in page.forms if form.method == "post"]
    assert [(path, form.action) for path, form in forms if not form.fields.get("csrf_token")] == []
    assert forms


def test_no_id_is_given_twice(pages: dict[str, Page]) -> None:
    assert [path for path, page in pages.items() if len(page.ids) != len(set(page.ids))] == []


def test_what_points_at_an_id_finds_it(pages: dict[str, Page]) -> None:
    def dangling(page: Page) -> set[str]:
        inside = {href[1:] for href in page.hrefs if href.startswith("#")}
        described = {
            name
            for _, attributes in page.tags
            for attribute in ("aria-describedby", "aria-labelledby")
            for name in attributes.get(attribute, "").split()
        }
        return (inside | described | (page.labels - {""})) - set(page.ids)

    assert {path: dangling(page) for path, page in pages.items() if dangling(page)} == {}


def test_every_page_says_its_language_and_its_title(pages: dict[str, Page]) -> None:
    def speaks(page: Page) -> bool:
        languages = [attributes.get("lang", "") for tag, attributes in page.tags if tag == "html"]
        return languages[0].startswith("en") and any(tag == "title" for tag, _ in page.tags)

    assert [path for path, page in pages.items() if not speaks(page)] == []


def test_every_picture_is_described_or_marked_as_ornament(pages: dict[str, Page]) -> None:
    images = [(path, attributes) for path, page in pages.items() for tag, attributes in page.tags if tag == "img"]
    assert [(path, attributes) for path, attributes in images if "alt" not in attributes] == []
