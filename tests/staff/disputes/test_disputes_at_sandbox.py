"""The staff's acts over real HTTP, against the local Stripe: what it then holds, and what we hold of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.shop.stripe.client import SdkStripeClient
from saas.shop.stripe.refunds import submit_refund
from saas.shop.stripe.sync import refresh_order
from tests.apps import make_settings
from tests.people import CAL, Person
from tests.shop.records import ShopRecords

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    running = RunningSandbox(SandboxSettings()).start()
    yield running
    running.stop()


@pytest.fixture
def control(sandbox: RunningSandbox) -> Ask:
    def call(path: str, /, **body: object) -> Any:
        answer = requests.post(f"{sandbox.url}/_sandbox{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return call


@pytest.fixture
def bought(app: Flask, sandbox: RunningSandbox, control: Ask, as_: Callable[[Person], FlaskClient]) -> str:
    """The session that Cal paid at the local Stripe."""
    app.extensions["stripe"] = SdkStripeClient(
        make_settings(stripe_secret_key="sk_test_sandbox", stripe_api_base=sandbox.url)
    )
    cal = as_(CAL)
    [session_id] = re.findall(r"cs_test_\w+", cal.post("/checkout").location)
    control(f"/sessions/{session_id}/pay")
    cal.get(f"/checkout/return?session_id={session_id}")
    return str(session_id)


@pytest.fixture
def cal_records(engine: Engine) -> ShopRecords:
    return ShopRecords(engine, CAL)


@pytest.fixture
def at_stripe(sandbox: RunningSandbox, cal_records: ShopRecords) -> Ask:
    """Cal's dispute as Stripe has it."""

    def read() -> Any:
        address = f"{sandbox.url}/v1/disputes/{cal_records.disputes[0].stripe_id}"
        return requests.get(address, auth=("sk_test_sandbox", ""), timeout=10).json()

    return read


@pytest.fixture
def page(app: Flask, session: Session, bought: str, control: Ask, cal_records: ShopRecords) -> str:
    control("/disputes", payment_intent=cal_records.payments[0].stripe_id)
    refresh_order(session, app.extensions["stripe"], bought)
    return f"/admin/disputes/{cal_records.disputes[0].public_id}"


def test_a_draft_is_staged_and_an_emptied_field_is_overwritten(sam: FlaskClient, page: str, at_stripe: Ask) -> None:
    for words, kept in (("A plan.", "A plan."), ("", "Not given.")):
        form = {"to": "draft", "uncategorized_text": "Order and receipt.", "product_description": words}
        assert sam.post(f"{page}/evidence", data=form).status_code == 303
        assert at_stripe()["evidence"]["product_description"] == kept
        assert at_stripe()["status"] == "needs_response"


def test_evidence_is_submitted_to_the_bank_once(
    sam: FlaskClient, page: str, at_stripe: Ask, cal_records: ShopRecords
) -> None:
    form = {"to": "bank", "sure": "y", "product_description": "A plan."}
    answers = [sam.post(f"{page}/evidence", data=form).status_code for _ in range(2)]
    assert (answers, at_stripe()["evidence_details"]["submission_count"]) == ([303, 409], 1)
    assert (cal_records.disputes[0].status, cal_records.disputes[0].submissions) == ("under_review", 1)


def test_an_accepted_dispute_is_lost_at_stripe_and_here(
    sam: FlaskClient, page: str, at_stripe: Ask, cal_records: ShopRecords
) -> None:
    assert sam.post(f"{page}/acceptance", data={"final": "y"}).status_code == 303
    assert (at_stripe()["status"], cal_records.disputes[0].status, cal_records.order.state) == (
        "lost",
        "lost",
        "charged_back",
    )


def test_a_refund_made_with_the_form_reaches_stripe(
    app: Flask, sam: FlaskClient, session: Session, bought: str, cal_records: ShopRecords
) -> None:
    [payment] = cal_records.payments
    form = {"payment": payment.stripe_id, "amount": "12.50", "reason": "requested_by_customer", "note": "By phone"}
    assert sam.post(f"/admin/orders/{cal_records.order.public_id}/refunds", data=form).status_code == 303
    submit_refund(session, app.extensions["stripe"], cal_records.refunds[0].public_id)
    assert [(refund.state, refund.amount_cents) for refund in cal_records.refunds] == [("succeeded", 1250)]


def test_a_promotion_code_is_created_once(sam: FlaskClient, bought: str, app: Flask) -> None:
    form = {"code": "SPRING20", "percent": "20", "press": "one"}
    assert [sam.post("/admin/codes", data=form).status_code for _ in range(2)] == [303, 303]
    assert [code.code for code in app.extensions["stripe"].list_promotion_codes()] == ["SPRING20"]
    assert sam.post("/admin/codes", data=form | {"press": "two"}).status_code == 409
