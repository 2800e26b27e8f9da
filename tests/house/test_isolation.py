"""Every address with an id, asked by somebody it does not belong to; every address without one, asked by a stranger.

A new route fails here until somebody says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from saas.app import create_app
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import Owned
from saas.library.editor import queries
from saas.library.pieces import actions as library
from saas.models import Base
from saas.plans.models import Plan, PlanStep
from saas.shop.disputes.models import Dispute
from saas.shop.orders.models import Order, Payment
from saas.shop.refunds.actions import request_refund
from saas.shop.refunds.models import Refund
from tests.apps import make_settings
from tests.people import ANN, BEA, CAL, SAM, account_of

# Rules that name a thing of an account: how to name Ann's.
OWNED: dict[str, Callable[[Session, int], dict[str, Any]]] = {
    "/orders/<public_id>": lambda session, account: {"public_id": _public_id(session, Order, account)},
    **{
        f"/orders/<public_id>/{act}": lambda session, account: {"public_id": _public_id(session, Order, account)}
        for act in ("cancellation", "gift-link", "receipt", "receipt.pdf", "refund-request", "refund-request/withdrawal", "seats")
    },
    "/plans/<public_id>": lambda session, account: {"public_id": _public_id(session, Plan, account)},
    "/plans/<public_id>/steps/<int(max=999):position>/completion": lambda session, account: {
        "public_id": _public_id(session, Plan, account), "position": 1,
    },
    "/plans/<public_id>/steps/<int(max=999):position>/text": lambda session, account: _rewritten(session, account),
    "/plans/<public_id>/acceptance": lambda session, account: {"public_id": _public_id(session, Plan, account)},
    "/plans/<public_id>/refusal": lambda session, account: {"public_id": _public_id(session, Plan, account)},
    **{
        f"/plans/<public_id>/steps/<int(max=999):position>{act}": lambda session, account: {
            "public_id": _public_id(session, Plan, account), "position": 1,
        }
        for act in ("", "/note", "/phase", "/snooze", "/snooze/cancellation", "/drop", "/drop/cancellation", "/replacement")
    },
    **{
        f"/admin/orders/<public_id>{act}": lambda session, account: {"public_id": _public_id(session, Order, account)}
        for act in ("", "/refunds")
    },
    **{
        f"/admin/refunds/<public_id>{act}": lambda session, account: _requested(session, account)
        for act in ("/approval", "/refusal")
    },
    **{
        f"/admin/disputes/<public_id>{act}": lambda session, account: _disputed(session, account)
        for act in ("", "/evidence", "/acceptance")
    },
}  # fmt: skip
# Rules whose argument names nothing of an account.
NOT_OWNED = {
    "/roles/<slug>": "published",
    "/pivots/<slug>": "published",
    "/situations/<slug>": "published",
    "/scripts/<slug>": "published",
    "/guides/<slug>": "published",
    "/guides/topics/<slug>": "published",
    "/states/<slug>": "published",
    "/shared/<path:path>.png": "the picture of a published page",
    "/admin/library/<kind>/new": "the library is nobody's; staff alone",
    "/admin/library/<kind>/revisions": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/history": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/publication": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/publication/cancellation": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/withdrawal": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/rollback": "the library is nobody's; staff alone",
    "/admin/events/<event_id>": "Stripe's events are the house's; staff alone",
    "/admin/events/<event_id>/replay": "Stripe's events are the house's; staff alone",
    "/admin/codes/<code_id>/switch": "promotion codes are Stripe's; staff alone",
    "/admin/preview/<kind>/page": "a draft as it was typed; staff alone",
    "/admin/preview/<kind>/plan": "a draft in an invented person's plan; staff alone",
    "/plan/sample/<slug>": "the plan of an invented person",
    "/start/<key>": "a question; the answers are the visitor's own",
    "/intake/<key>": "a question; the answers are the account's own",
    "/sign-in/link/<secret>": "the secret is the permission",
    "/reset/<token>": "the token is the permission",
    "/claim/<token>": "the token is the permission",
    "/calendar/<secret>.ics": "the secret is the permission",
}
PUBLIC = {
    "/", "/roles", "/pivots", "/pricing", "/refunds", "/privacy", "/terms", "/ai", "/about", "/start", "/start/preview",
    "/sign-in", "/sign-up", "/reset", "/healthz", "/readyz", "/metrics", "/sitemap.xml", "/robots.txt",
    "/situations", "/scripts", "/guides", "/faq", "/glossary", "/states", "/search", "/feed.xml", "/tools/runway", "/plan/sample",
    "/gift", "/seats",
}  # fmt: skip
POST_ONLY_PUBLIC = {"/webhooks/stripe", "/sign-out"}
SIGNED_IN = {
    "/settings",
    "/settings/export",
    "/settings/deletion",
    "/sign-out",
    "/settings/password",
    "/verify",
    "/checkout",
    "/checkout/return",
    "/orders",
}
PAID = {
    "/dashboard",
    "/dashboard/low-day",
    "/intake",
    "/intake/review",
    "/intake/submission",
    "/plan",
    "/plan/changes",
    "/plan/history",
    "/plan.pdf",
    "/plan.ics",
    "/plan.json",
    "/plan/calendar",
    "/plan/calendar/revocation",
    "/plans",
    "/intake/resume",
    "/intake/resume/lines",
}
STAFF = {
    "/admin", "/admin/orders", "/admin/refunds", "/admin/disputes", "/admin/events", "/admin/alerts",
    "/admin/alerts/settlement", "/admin/letters", "/admin/letters/delivery", "/admin/letters/removal", "/admin/jobs/run", "/admin/reconciliation", "/admin/codes", "/admin/library", "/admin/library/checks",
    "/admin/library/facts", "/admin/library/files.zip", "/admin/library/import",
}  # fmt: skip


def _rewritten(session: Session, account_id: int) -> dict[str, Any]:
    """The first step of a plan, after its piece was published in another text."""
    first = select(PlanStep.slug).where(PlanStep.account_id == account_id, PlanStep.position == 1)
    slug = session.scalars(first).one()
    held = queries.get_piece(session, "step", slug)
    assert held.content is not None
    other = held.content.model_copy(update={"title": "Another title"})
    library.write_draft(session, "step", slug, other, SAM.email, base=held.number)
    library.publish_revision(session, "step", slug, SAM.email, number=held.number + 1)
    return {"public_id": _public_id(session, Plan, account_id), "position": 1}


def _requested(session: Session, account_id: int) -> dict[str, Any]:
    """A refund that the account has asked for."""
    request_refund(session, _public_id(session, Order, account_id), note="")
    return {"public_id": _public_id(session, Refund, account_id)}


def _disputed(session: Session, account_id: int) -> dict[str, Any]:
    """A dispute of what the account paid."""
    payment = session.scalars(select(Payment).where(Payment.account_id == account_id)).one()
    case = Dispute(
        order_id=payment.order_id, account_id=account_id, payment_id=payment.id, stripe_id="du_1", amount_cents=7900,
        currency="usd", reason="fraudulent", status="needs_response", opened_at=clock.now(),
    )  # fmt: skip
    with transaction(session):
        session.add(case)
    return {"public_id": case.public_id}


def _public_id(session: Session, kind: Any, account_id: int) -> str:
    return str(session.scalars(select(kind.public_id).where(kind.account_id == account_id)).one())


def rules() -> list[Rule]:
    return sorted(create_app(make_settings()).url_map.iter_rules(), key=str)


RULES = rules()


def everything_of(session: Session, account_id: int) -> dict[str, list[Any]]:
    """All rows of an account, as they stand now."""
    session.rollback()
    kinds = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]
    return {kind.__name__: sorted(map(repr, _rows(session, kind, account_id))) for kind in kinds}


def _rows(session: Session, kind: Any, account_id: int) -> Iterator[Any]:
    columns = [getattr(kind, column.key) for column in inspect(kind).column_attrs]
    yield from session.execute(select(*columns).where(kind.account_id == account_id))


def test_every_rule_with_an_argument_says_whose_it_is() -> None:
    assert {str(rule) for rule in RULES if rule.arguments} == {*OWNED, *NOT_OWNED}


def test_every_rule_without_an_argument_says_who_may_pass() -> None:
    declared = {*PUBLIC, *POST_ONLY_PUBLIC, *SIGNED_IN, *PAID, *STAFF}
    assert {str(rule) for rule in RULES if not rule.arguments} == declared


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("rule", OWNED)
def test_what_belongs_to_ann_does_not_exist_for_bea(
    app: Flask, as_: Any, session: Session, rule: str, method: str
) -> None:
    ann_id = account_of(session, ANN)
    [path] = {path_of(app, one, OWNED[rule](session, ann_id)) for one in RULES if str(one) == rule}
    before = everything_of(session, ann_id)
    allowed = {method for one in RULES if str(one) == rule for method in one.methods or ()}
    assert as_(BEA).open(path, method=method).status_code == (404 if method in allowed else 405)
    assert everything_of(session, ann_id) == before


def path_of(app: Flask, rule: Rule, arguments: dict[str, Any]) -> str:
    return str(app.url_map.bind("shop.test").build(rule.endpoint, arguments, method=next(iter(rule.methods or ()))))


@pytest.mark.parametrize("rule", [rule for rule in OWNED if not rule.startswith("/admin")])
def test_ann_herself_finds_what_is_hers(app: Flask, as_: Any, session: Session, rule: str) -> None:
    """Or the test above would pass with any wrong id. 422: it is there, and asks for more than an empty form."""
    [one] = [one for one in RULES if str(one) == rule]
    path = path_of(app, one, OWNED[rule](session, account_of(session, ANN)))
    assert as_(ANN).open(path, method="GET" if "GET" in (one.methods or ()) else "POST").status_code in (200, 303, 422)


def gets(paths: set[str]) -> list[str]:
    return sorted(str(rule) for rule in RULES if str(rule) in paths and "GET" in (rule.methods or ()))


@pytest.mark.parametrize("path", gets(PUBLIC))
def test_a_stranger_may_see(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 302, 303)
    assert "/sign-in" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("path", gets({*SIGNED_IN, *PAID, *STAFF}))
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (302, 303)
    assert answer.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("path", gets(PAID))
def test_whoever_has_not_paid_is_shown_the_offer(as_: Any, path: str) -> None:
    answer = as_(CAL).get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/checkout")


@pytest.mark.parametrize("path", gets(STAFF))
def test_the_staffs_pages_do_not_exist_for_customers(as_: Any, path: str) -> None:
    assert as_(BEA).get(path).status_code == 404


@pytest.mark.parametrize("path", gets(STAFF))
def test_staff_may_enter(as_: Any, path: str) -> None:
    assert as_(SAM).get(path).status_code == 200


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if "POST" in (rule.methods or ()) and not rule.arguments], ids=str
)
def test_no_change_is_open_to_a_stranger(client: FlaskClient, rule: Rule) -> None:
    """Or it is one that strangers make."""
    answer = client.post(str(rule))
    assert str(rule) in {*PUBLIC, *POST_ONLY_PUBLIC} or answer.headers.get("Location", "").startswith("/sign-in")
