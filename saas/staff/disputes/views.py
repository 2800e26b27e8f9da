"""`/admin/disputes`: what a bank asks, what we know, and the one answer."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_view
from saas.accounts.guards import password_error, verify_url
from saas.kernel.errors import NotFound, Unavailable
from saas.kernel.tenancy import account_session, unscoped
from saas.library.pieces import queries as library
from saas.shop.context import current_staff_email, site_url, stripe_client
from saas.shop.disputes import rules
from saas.shop.disputes.models import Dispute
from saas.shop.disputes.queries import find_dispute, list_disputes
from saas.shop.stripe import disputes
from saas.shop.stripe.disputes import DisputeClosed
from saas.staff.disputes.evidence import FIELDS, compose_evidence, join_evidence, read_records, read_usage
from saas.staff.disputes.forms import AcceptanceForm, EvidenceForm
from saas.staff.disputes.labels import FIELD_LABELS, REASON_LABELS, STATUS_LABELS
from saas.web.session import db, staff_engine

staff_disputes = Blueprint("disputes", __name__)


@staff_disputes.get("/disputes")
def index() -> ResponseReturnValue:
    with _all_accounts_session() as session:
        return render_template(
            "staff/disputes/index.html", disputes=list_disputes(session), statuses=STATUS_LABELS, rules=rules
        )


@staff_disputes.get("/disputes/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    with _all_accounts_session() as session:
        dispute_page = _render_dispute(session, public_id)
        if dispute := find_dispute(session, public_id):
            record_view(session, "dispute_viewed", account_id=dispute.account_id, subject=public_id)
        return dispute_page


@staff_disputes.post("/disputes/<public_id>/evidence")
def send_evidence(public_id: str) -> ResponseReturnValue:
    form = EvidenceForm()
    submit, by = form.is_for_bank, current_staff_email()
    with _all_accounts_session() as session:
        form.validate()
        # The bank takes one answer, for good; a draft can be written again.
        if errors := form.field_errors | (password_error() if submit else {}):
            return _render_dispute(session, public_id, form=form, errors=errors), 422
        try:
            disputes.send_evidence(session, stripe_client(), public_id, form.evidence, submit=submit, by=by)
        except (DisputeClosed, Unavailable) as refusal:
            return _render_dispute(session, public_id, form=form, refusal=refusal.sentence), refusal.status
    return _redirect_sent(public_id, "bank" if submit else "draft")


@staff_disputes.post("/disputes/<public_id>/acceptance")
def accept_dispute(public_id: str) -> ResponseReturnValue:
    form = AcceptanceForm()
    with _all_accounts_session() as session:
        form.validate()
        if errors := form.field_errors | password_error("confirm-final"):
            return _render_dispute(session, public_id, errors=errors), 422
        try:
            disputes.accept_dispute(session, stripe_client(), public_id, by=current_staff_email())
        except (DisputeClosed, Unavailable) as refusal:
            return _render_dispute(session, public_id, refusal=refusal.sentence), refusal.status
    return _redirect_sent(public_id, "accepted")


def _all_accounts_session() -> Session:
    return unscoped(staff_engine(), "staff: disputes of all accounts")


def _redirect_sent(public_id: str, outcome: str) -> ResponseReturnValue:
    return redirect(url_for("staff.disputes.show", public_id=public_id, sent=outcome), 303)


def _render_dispute(
    session: Session,
    public_id: str,
    *,
    form: EvidenceForm | None = None,
    errors: dict[str, str] | None = None,
    refusal: str = "",
) -> str:
    dispute = find_dispute(session, public_id)
    if dispute is None:
        raise NotFound("There is no such dispute.")
    assembled = _assemble_evidence(session, dispute)
    draft = json.loads(dispute.evidence) if dispute.evidence and "fresh" not in request.args else assembled
    return render_template(
        "staff/disputes/show.html",
        dispute=dispute,
        form=form or EvidenceForm(data=draft),
        errors=errors or {},
        refusal=refusal,
        labels=FIELD_LABELS,
        reasons=REASON_LABELS,
        statuses=STATUS_LABELS,
        fields=FIELDS,
        rules=rules,
        summary=join_evidence(assembled, FIELD_LABELS),
        sent=request.args.get("sent", ""),
        verify_url=verify_url(url_for("staff.disputes.show", public_id=public_id)),
    )


def _assemble_evidence(session: Session, dispute: Dispute) -> dict[str, str]:
    with account_session(staff_engine(), dispute.account_id) as account:
        usage = read_usage(account)
    page = library.load_library(db()).pages_of("page").get("refunds")
    records = read_records(
        session,
        dispute,
        usage,
        terms=getattr(page, "body", ""),
        terms_checked_on=page.checked_on if page else None,
        base_url=site_url(),
    )
    return compose_evidence(records)
