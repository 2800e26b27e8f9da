"""`/admin/disputes`: what a bank asks, what we know, and the one answer."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.backoffice import evidence
from saas.backoffice.forms import AcceptanceForm, EvidenceForm
from saas.backoffice.words import LABELS, REASONS, STATUSES
from saas.kernel.errors import NotFound, Unavailable
from saas.kernel.tenancy import account_session, unscoped
from saas.library.pieces import queries as library
from saas.orders.actions.disputing import Closed, accept_dispute, send_evidence
from saas.orders.admin.room import author
from saas.orders.models.disputes import Dispute
from saas.orders.queries import desk
from saas.orders.queries.desk import dispute
from saas.orders.rules import disputes as rules
from saas.orders.views.doors import gateway, house_address
from saas.web.session import db, engine

disputes = Blueprint("staff_disputes", __name__)


def _session() -> Session:
    return unscoped(engine(), "staff: disputes of all accounts")


@disputes.get("/disputes")
def index() -> ResponseReturnValue:
    with _session() as session:
        cases = desk.disputes(session)
        return render_template("backoffice/disputes.html", cases=cases, statuses=STATUSES, rules=rules)


@disputes.get("/disputes/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    with _session() as session:
        return _page(session, public_id)


@disputes.post("/disputes/<public_id>/evidence")
def send(public_id: str) -> ResponseReturnValue:
    form = EvidenceForm()
    with _session() as session:
        if not form.validate():
            return _page(session, public_id, form=form, errors=form.faults), 422
        try:
            send_evidence(session, gateway(), public_id, form.evidence, submit=form.is_for_bank, by=author())
        except Closed as refusal:
            return _page(session, public_id, form=form, trouble=refusal.sentence), refusal.status
        except Unavailable as away:
            return _page(session, public_id, form=form, trouble=away.sentence), away.status
    return _sent(public_id, "bank" if form.is_for_bank else "draft")


@disputes.post("/disputes/<public_id>/acceptance")
def accept(public_id: str) -> ResponseReturnValue:
    form = AcceptanceForm()
    with _session() as session:
        if not form.validate():
            return _page(session, public_id, errors=form.faults), 422
        try:
            accept_dispute(session, gateway(), public_id, by=author())
        except (Closed, Unavailable) as refusal:
            return _page(session, public_id, trouble=refusal.sentence), refusal.status
    return _sent(public_id, "accepted")


def _sent(public_id: str, what: str) -> ResponseReturnValue:
    return redirect(url_for("backoffice.staff_disputes.show", public_id=public_id, sent=what), 303)


def _page(
    session: Session, public_id: str, *, form: EvidenceForm | None = None, errors: dict[str, str] | None = None,
    trouble: str = "",
) -> str:  # fmt: skip
    case = dispute(session, public_id)
    if case is None:
        raise NotFound("There is no such dispute.")
    assembled = _assembled(session, case)
    kept = json.loads(case.evidence) if case.evidence and "fresh" not in request.args else assembled
    return render_template(
        "backoffice/dispute.html", case=case, form=form or EvidenceForm(formdata=None, data=kept), errors=errors or {},
        trouble=trouble, labels=LABELS, reasons=REASONS, statuses=STATUSES, fields=evidence.FIELDS, rules=rules,
        summary=evidence.summary(assembled, LABELS), sent=request.args.get("sent", ""),
    )  # fmt: skip


def _assembled(session: Session, case: Dispute) -> dict[str, str]:
    with account_session(engine(), case.account_id) as theirs:
        use = evidence.use_of(theirs)
    terms = library.load_library(db()).of("page").get("refunds")
    found = evidence.records(
        session, case, use, terms=getattr(terms, "body", ""), terms_on=terms.checked_on if terms else None,
        base_url=house_address(),
    )  # fmt: skip
    return evidence.evidence(found)
