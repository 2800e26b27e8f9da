"""`/admin/log`, the log of security events and staff acts; `/settings/activity`, a customer's own part of it."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_view
from saas.accounts.events.queries import PAGE_SIZE, EventFilter, list_account_events, list_events
from saas.accounts.events.rules import KINDS
from saas.accounts.guards import current_person, require_sign_in
from saas.accounts.queries import AmbiguousAddress, find_account_id, find_person
from saas.kernel.tenancy import unscoped
from saas.web.session import db, staff_engine

NOBODY = 0  # the number of no account and of no person
activity = Blueprint("activity", __name__)
activity.before_request(require_sign_in)
staff_log = Blueprint("log", __name__)


@activity.get("/settings/activity")
def show() -> ResponseReturnValue:
    events = list_account_events(db(), current_person().account_id)
    return render_template("accounts/events/activity.html", events=events)


@staff_log.get("/log")
def index() -> ResponseReturnValue:
    """A page of the log, filtered by the address. Reading it is recorded as well."""
    kind, account, staff = (request.args.get(name, "").strip() for name in ("kind", "account", "staff"))
    with unscoped(staff_engine(), "staff: the log of all accounts") as session:
        event_filter = EventFilter(
            kind=kind if kind in KINDS else "",
            account_id=_find_account_id(session, account) if account else None,
            person_id=_find_person_id(session, staff) if staff else None,
            after=request.args.get("after", ""),
        )
        events = list_events(session, event_filter, PAGE_SIZE + 1)
        record_view(session, "log_viewed")
    return render_template(
        "accounts/events/index.html",
        events=events[:PAGE_SIZE],
        next_after=events[PAGE_SIZE - 1].public_id if len(events) > PAGE_SIZE else "",
        kinds=sorted(KINDS.values(), key=lambda kind: kind.label),
        kind=event_filter.kind,
        account=account,
        staff=staff,
    )


def _find_account_id(session: Session, name: str) -> int:
    try:
        return find_account_id(session, name) or NOBODY
    except AmbiguousAddress as refusal:
        flash(refusal.sentence, "error")
        return NOBODY


def _find_person_id(session: Session, address: str) -> int:
    try:
        person = find_person(session, address)
    except AmbiguousAddress:
        return NOBODY
    return person.id if person else NOBODY
