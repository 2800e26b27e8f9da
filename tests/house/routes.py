"""Every address of the program: whose it is, and how to reach it. A new route is entered here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from saas.accounts.models import Person
from saas.accounts.passkeys.models import Passkey
from saas.accounts.sessions.models import SignInSession
from saas.app import create_app
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.library.editor import queries
from saas.library.pieces import actions as library
from saas.plans.models import Plan, PlanStep
from saas.shop.disputes.models import Dispute
from saas.shop.orders.models import Order, Payment
from saas.shop.refunds.actions import request_refund
from saas.shop.refunds.models import Refund
from tests.apps import make_settings
from tests.people import SAM

# Rules that name a thing of an account: how to name Ann's.
OWNED: dict[str, Callable[[Session, int], dict[str, Any]]] = {
    "/orders/<public_id>": lambda session, account: {"public_id": _public_id(session, Order, account)},
    **{
        f"/orders/<public_id>/{act}": lambda session, account: {"public_id": _public_id(session, Order, account)}
        for act in (
            "cancellation",
            "gift-link",
            "receipt",
            "receipt.pdf",
            "refund-request",
            "refund-request/withdrawal",
            "seats",
        )
    },
    **{
        f"/settings/passkeys/<public_id>{act}": lambda session, account: {"public_id": _passkey(session, account)}
        for act in ("", "/removal")
    },
    "/settings/sessions/<public_id>/end": lambda session, account: {"public_id": _session_id(session, account)},
    "/plans/<public_id>": lambda session, account: {"public_id": _public_id(session, Plan, account)},
    "/plans/<public_id>/steps/<int(max=999):position>/completion": lambda session, account: {
        "public_id": _public_id(session, Plan, account),
        "position": 1,
    },
    "/plans/<public_id>/steps/<int(max=999):position>/text": lambda session, account: _rewritten(session, account),
    "/plans/<public_id>/acceptance": lambda session, account: {"public_id": _public_id(session, Plan, account)},
    "/plans/<public_id>/refusal": lambda session, account: {"public_id": _public_id(session, Plan, account)},
    **{
        f"/plans/<public_id>/steps/<int(max=999):position>{act}": lambda session, account: {
            "public_id": _public_id(session, Plan, account),
            "position": 1,
        }
        for act in (
            "",
            "/note",
            "/phase",
            "/snooze",
            "/snooze/cancellation",
            "/drop",
            "/drop/cancellation",
            "/replacement",
        )
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
}
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
    "/admin/staff/<public_id>": "a member of staff; the owner alone",
    "/admin/staff/<public_id>/role": "a member of staff; the owner alone",
    "/admin/staff/<public_id>/revocation": "a member of staff; the owner alone",
    "/admin/library/<kind>/new": "the library is nobody's; staff alone",
    "/admin/library/<kind>/revisions": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/history": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/publication": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/publication/cancellation": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/withdrawal": "the library is nobody's; staff alone",
    "/admin/library/<kind>/<slug>/rollback": "the library is nobody's; staff alone",
    "/admin/events/<event_id>": "Stripe's events are the shop's; staff alone",
    "/admin/events/<event_id>/replay": "Stripe's events are the shop's; staff alone",
    "/admin/codes/<code_id>/switch": "promotion codes are Stripe's; staff alone",
    "/admin/preview/<kind>/page": "a draft as it was typed; staff alone",
    "/admin/preview/<kind>/plan": "a draft in an invented person's plan; staff alone",
    "/plan/sample/<slug>": "the plan of an invented person",
    "/start/<key>": "a question; the answers are the visitor's own",
    "/intake/<key>": "a question; the answers are the account's own",
    "/sign-in/link/<secret>": "the secret is the permission",
    "/staff/invitation/<secret>": "the secret is the permission",
    "/reset/<token>": "the token is the permission",
    "/confirm/<token>": "the token and the session of its account are the permission",
    "/claim/<token>": "the token is the permission",
    "/calendar/<secret>.ics": "the secret is the permission",
}
PUBLIC = {
    "/",
    "/roles",
    "/pivots",
    "/pricing",
    "/refunds",
    "/privacy",
    "/terms",
    "/ai",
    "/about",
    "/start",
    "/start/preview",
    "/start/deleted",
    "/start/deletion",
    "/sign-in",
    "/sign-in/link",
    "/sign-in/passkey",
    "/sign-up",
    "/reset",
    "/healthz",
    "/readyz",
    "/metrics",
    "/sitemap.xml",
    "/robots.txt",
    "/situations",
    "/scripts",
    "/guides",
    "/faq",
    "/glossary",
    "/states",
    "/search",
    "/feed.xml",
    "/tools/runway",
    "/plan/sample",
    "/gift",
    "/seats",
}
POST_ONLY_PUBLIC = {"/webhooks/stripe", "/sign-out"}
SIGNED_IN = {
    "/settings",
    "/settings/address",
    "/settings/address/confirmation",
    "/settings/activity",
    "/settings/sessions",
    "/settings/sessions/end-others",
    "/settings/sessions/end-all",
    "/settings/passkeys",
    "/settings/passkeys/new",
    "/settings/second-factor",
    "/settings/second-factor/recovery-codes",
    "/settings/second-factor/removal",
    "/settings/second-factor/set-up",
    "/settings/export",
    "/settings/deletion",
    "/sign-out",
    "/settings/password",
    "/verify",
    "/verify/passkey",
    "/checkout",
    "/checkout/return",
    "/orders",
}
# Whoever gave the password and not yet the second factor; for everybody else there is nothing.
WAITING = {
    "/sign-in/second-factor",
    "/sign-in/second-factor/lost",
    "/sign-in/second-factor/lost/removal",
    "/sign-in/second-factor/passkey",
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
    "/admin",
    "/admin/orders",
    "/admin/refunds",
    "/admin/disputes",
    "/admin/events",
    "/admin/alerts",
    "/admin/alerts/settlement",
    "/admin/letters",
    "/admin/log",
    "/admin/staff",
    "/admin/staff/invitations",
    "/admin/staff/sign-out",
    "/admin/address",
    "/admin/letters/delivery",
    "/admin/letters/removal",
    "/admin/jobs/run",
    "/admin/reconciliation",
    "/admin/codes",
    "/admin/library",
    "/admin/library/checks",
    "/admin/library/facts",
    "/admin/library/files.zip",
    "/admin/library/import",
}

# Who of the staff works behind a rule below /admin, by how the rule begins. The owner works behind all of them.
DESKS = {
    "/admin/address": "everybody on the staff",
    "/admin/alerts": "support",
    "/admin/codes": "owner",
    "/admin/disputes": "support",
    "/admin/events": "support",
    "/admin/jobs": "support",
    "/admin/letters": "support",
    "/admin/library": "editor",
    "/admin/log": "owner",
    "/admin/orders": "support",
    "/admin/preview": "editor",
    "/admin/reconciliation": "support",
    "/admin/refunds": "support",
    "/admin/staff": "owner",
}


def desk_of(path: str) -> str:
    """The role that works behind an address or a rule; empty for what is not below /admin."""
    if path.partition("?")[0] == "/admin":
        return "everybody on the staff"
    return next((role for start, role in DESKS.items() if f"{path}/".replace("?", "/").startswith(f"{start}/")), "")


def works_at(role: str, path: str) -> bool:
    """Whether somebody of the staff with this role, empty for anybody else, has work at an address."""
    desk = desk_of(path)
    return bool(role and desk) and (role == "owner" or desk in (role, "everybody on the staff"))


def _rewritten(session: Session, account_id: int) -> dict[str, Any]:
    """The first step of a plan, after its piece was published in another text."""
    first = select(PlanStep.slug).where(PlanStep.account_id == account_id, PlanStep.position == 1)
    slug = session.scalars(first).one()
    piece = queries.get_piece(session, "step", slug)
    assert piece.content is not None
    other = piece.content.model_copy(update={"title": "Another title"})
    library.write_draft(session, "step", slug, other, SAM.email, base=piece.number)
    library.publish_revision(session, "step", slug, SAM.email, number=piece.number + 1)
    return {"public_id": _public_id(session, Plan, account_id), "position": 1}


def _requested(session: Session, account_id: int) -> dict[str, Any]:
    """A refund that the account has asked for."""
    if session.scalar(select(Refund.id).where(Refund.account_id == account_id)) is None:
        request_refund(session, _public_id(session, Order, account_id), note="")
    return {"public_id": _public_id(session, Refund, account_id)}


def _disputed(session: Session, account_id: int) -> dict[str, Any]:
    """A dispute of what the account paid."""
    if session.scalar(select(Dispute.id).where(Dispute.account_id == account_id)) is not None:
        return {"public_id": _public_id(session, Dispute, account_id)}
    payment = session.scalars(select(Payment).where(Payment.account_id == account_id)).one()
    case = Dispute(
        order_id=payment.order_id,
        account_id=account_id,
        payment_id=payment.id,
        stripe_id="du_1",
        amount_cents=7900,
        currency="usd",
        reason="fraudulent",
        status="needs_response",
        opened_at=clock.now(),
    )
    with transaction(session):
        session.add(case)
    return {"public_id": case.public_id}


def _passkey(session: Session, account_id: int) -> str:
    """One that is in the database already, or a new one."""
    known = session.scalar(select(Passkey.public_id).where(Passkey.account_id == account_id))
    if known is not None:
        return known
    with transaction(session):
        passkey = Passkey(
            account_id=account_id,
            person_id=session.scalars(select(Person.id).where(Person.account_id == account_id)).one(),
            credential_id="AAEC",
            public_key="AAEC",
            sign_count=0,
            is_synced=True,
            name="Phone",
        )
        session.add(passkey)
    return passkey.public_id


def _session_id(session: Session, account_id: int) -> str:
    """The first of the account's sessions."""
    owner = SignInSession.person.has(account_id=account_id)
    return str(session.scalars(select(SignInSession.public_id).where(owner).order_by(SignInSession.id)).first())


def _public_id(session: Session, kind: Any, account_id: int) -> str:
    return str(session.scalars(select(kind.public_id).where(kind.account_id == account_id)).one())


def path_of(app: Flask, rule: Rule, arguments: dict[str, Any]) -> str:
    return str(app.url_map.bind("shop.test").build(rule.endpoint, arguments, method=next(iter(rule.methods or ()))))


RULES: list[Rule] = sorted(create_app(make_settings()).url_map.iter_rules(), key=str)
