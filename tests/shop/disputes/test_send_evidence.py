"""Sending evidence and accepting a dispute: the checks stand in the verbs, under a lock, whoever calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.shop.stripe import sweep
from saas.shop.stripe.client import StripeUnavailable
from saas.shop.stripe.disputes import DisputeClosed, EvidenceMissing, accept_dispute, send_evidence
from tests.local_stripe import LocalStripe
from tests.shop.records import ShopRecords

TEXTS = {"uncategorized_text": "The plan was opened on nine days."}
SAM, TIM = "sam@example.com", "tim@example.com"


def submit(session: Session, stripe: LocalStripe, records: ShopRecords, by: str = SAM) -> None:
    send_evidence(session, stripe, records.disputes[0].public_id, TEXTS, submit=True, by=by)


def test_a_second_submission_is_refused(
    disputed: None, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    submit(session, stripe, records)
    with pytest.raises(DisputeClosed, match="one answer"):
        submit(session, stripe, records, by=TIM)
    assert (len(stripe.evidence_requests), records.disputes[0].handled_by) == (1, SAM)


def test_two_staff_members_at_once_submit_once(
    disputed: None,
    session: Session,
    engine: Engine,
    stripe: LocalStripe,
    records: ShopRecords,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tim submits while Sam's evidence is on its way to Stripe and not there yet."""
    update = stripe.update_dispute

    def submit_in_between(dispute_id: str, parameters: Mapping[str, Any], key: str) -> None:
        with unscoped(engine, "tests: looking and arranging") as tims_session, pytest.raises(DisputeClosed):
            submit(tims_session, stripe, records, by=TIM)
        update(dispute_id, parameters, key)

    monkeypatch.setattr(stripe, "update_dispute", submit_in_between)
    submit(session, stripe, records)
    assert (len(stripe.evidence_requests), records.disputes[0].handled_by) == (1, SAM)


def test_a_stale_row_in_the_session_does_not_allow_a_second_submission(
    disputed: None, session: Session, engine: Engine, stripe: LocalStripe, records: ShopRecords
) -> None:
    """The page was rendered in the same session before somebody else submitted."""
    [dispute] = records.disputes
    stale = session.merge(dispute)
    with unscoped(engine, "tests: looking and arranging") as tims_session:
        submit(tims_session, stripe, records, by=TIM)
    assert stale.status == "needs_response"
    with pytest.raises(DisputeClosed):
        submit(session, stripe, records)


def test_when_stripe_is_down_it_can_be_submitted_again(
    disputed: None, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.is_down = True
    with pytest.raises(StripeUnavailable):
        submit(session, stripe, records)
    assert (records.disputes[0].status, "nine days" in records.disputes[0].evidence) == ("needs_response", True)
    stripe.is_down = False
    submit(session, stripe, records)
    assert records.disputes[0].status == "under_review"


def test_a_submission_cut_off_by_a_crash_is_reopened_by_the_sweep(
    disputed: None, session: Session, stripe: LocalStripe, records: ShopRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stripe, "update_dispute", crash)
        with pytest.raises(KeyboardInterrupt):
            submit(session, stripe, records)
    assert records.disputes[0].status == "under_review"
    sweep.refresh_open_orders(session, stripe)
    assert records.disputes[0].status == "needs_response"
    submit(session, stripe, records)
    assert (records.disputes[0].status, records.disputes[0].submissions) == ("under_review", 1)


def test_empty_evidence_is_not_submitted(
    disputed: None, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    dispute_id = records.disputes[0].public_id
    with pytest.raises(EvidenceMissing):
        send_evidence(session, stripe, dispute_id, {"uncategorized_text": ""}, submit=True, by=SAM)
    assert (stripe.evidence_requests, records.disputes[0].evidence) == ([], "")


def test_evidence_for_a_closed_or_unknown_dispute_is_refused(
    disputed: None, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    accept_dispute(session, stripe, records.disputes[0].public_id, by=SAM)
    with pytest.raises(DisputeClosed, match="has decided"):
        send_evidence(session, stripe, records.disputes[0].public_id, TEXTS, submit=False, by=SAM)
    with pytest.raises(NotFound):
        send_evidence(session, stripe, "000000000000", TEXTS, submit=False, by=SAM)
    assert stripe.evidence_requests == []


def test_a_dispute_that_the_bank_is_reading_cannot_be_accepted(
    disputed: None, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    submit(session, stripe, records)
    with pytest.raises(DisputeClosed, match="one answer"):
        accept_dispute(session, stripe, records.disputes[0].public_id, by=TIM)
    assert records.disputes[0].status == "under_review"
