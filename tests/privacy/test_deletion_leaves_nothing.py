"""Deleted means deleted: a marker in everything that is held about an account, and afterwards in no table, file or log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import JSON, Engine, String, inspect, select, text, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.accounts.passkeys.models import Passkey
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.staff.models import StaffInvitation
from saas.jobs import list_handlers
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.jobs import engine_client
from saas.kernel.letters import Letter, QueuedLetter, queue_letter
from saas.kernel.tenancy import account_session
from saas.privacy.holding import Holding
from saas.privacy.holdings import HOLDINGS
from saas.settings import SANDBOX_WEBHOOK_SECRET
from saas.shop.orders.models import Checkout, Order
from saas.shop.refunds.actions import decline_refund_request
from saas.shop.refunds.models import Refund
from saas.shop.stripe.inbox import apply_event
from saas.shop.stripe.models import StripeEvent
from tests.apps import make_settings
from tests.encrypted import decrypt_dump
from tests.letters import every_letter
from tests.local_stripe import LocalStripe, signed
from tests.people import ANN, PEOPLE_STRIPE, Person, account_of

MARKER = "zqmarker"
EMAIL = f"{MARKER}@example.com"
# Text that is an id, a state or a word of Stripe's, which a row needs to be a row of its kind.
FIXED = {
    "state", "kind", "source", "currency", "public_id", "question_key", "slug", "phase", "moved_from", "added_for",
    "session_id", "idempotency_key", "stripe_id", "charge_id", "status", "reason", "failure", "seat", "link_hash",
    "secret_hash", "id", "promotion_code", "fs_uniquifier", "library_version", "version", "parameters",
}  # fmt: skip


@pytest.fixture
def ann_writes(as_: Callable[[Person], FlaskClient], stripe: LocalStripe, session: Session) -> FlaskClient:
    """Ann does everything that leaves words behind, with the marker in each."""
    stripe.remember(PEOPLE_STRIPE)
    client = as_(ANN)
    ann = account_of(session, ANN)
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.account_id == ann).values(email=EMAIL))
        session.execute(update(Order).where(Order.account_id == ann).values(email=EMAIL))
        person_id = session.scalars(select(PersonRow.id).where(PersonRow.account_id == ann)).one()
        session.add_all(
            [
                SecondFactor(person_id=person_id, secret="x"),
                RecoveryCode(person_id=person_id, code_hash="x"),
                Passkey(
                    account_id=ann,
                    person_id=person_id,
                    credential_id=MARKER,
                    public_key=MARKER,
                    sign_count=0,
                    is_synced=True,
                    name=MARKER,
                ),
                StaffInvitation(person_id=person_id, role=MARKER, expires_at=clock.now()),
            ]
        )
    order = session.scalars(select(Order).where(Order.account_id == ann)).one()
    client.post("/intake/own_words", data={"own_words": MARKER})
    client.post(f"/orders/{order.public_id}/refund-request", data={"note": MARKER, "reason": "requested_by_customer"})
    client.post("/gift", data={"email": f"friend-{EMAIL}", "giver_name": MARKER, "words": MARKER})
    client.post("/reset", data={"email": EMAIL})
    client.post("/plan/calendar")
    with transaction(session):
        queue_letter(session, Letter("waits", EMAIL, MARKER, MARKER, MARKER))
    return client


def plant_markers(session: Session, engine: Engine, account_id: int) -> list[str]:
    """Write the marker over every text of the account's rows, where a verb has not. Returns the columns."""
    planted = []
    with account_session(engine, account_id) as own:
        for holding in HOLDINGS:
            for name in _texts(holding):
                changed = update(holding.model).where(holding.condition(holding.model, account_id))
                value = {"x": MARKER} if isinstance(_column(holding, name).type, JSON) else MARKER
                with transaction(own):
                    own.execute(changed.values({name: value}).execution_options(synchronize_session=False))
                planted.append(f"{holding.name}.{name}")
    return planted


def _texts(holding: Holding) -> Iterator[str]:
    """What can hold words: all of what goes, and what is emptied of what stays."""
    if holding.model in (PersonRow, QueuedLetter):
        return
    for column in inspect(holding.model).columns:
        is_text = isinstance(column.type, String | JSON) or "Encrypted" in type(column.type).__name__
        if is_text and (column.key in holding.emptied or not (holding.kept_because or column.key in FIXED)):
            yield str(column.key)


def _column(holding: Holding, name: str) -> Any:
    return holding.model.__table__.columns[name]


def dump(engine: Engine) -> dict[str, str]:
    """Every row of every table as text, the job engine's too."""
    tables = {}
    with engine.connect() as connection:
        is_postgres = engine.dialect.name == "postgresql"
        if is_postgres:
            connection.execute(text("SELECT set_config('app.account_id', '*', true)"))
        for schema in (None, "dbos") if is_postgres else (None,):
            for name in inspect(connection).get_table_names(schema=schema):
                rows = connection.execute(text(f'SELECT * FROM {f"{schema}." if schema else ""}"{name}"')).all()
                tables[name] = decrypt_dump("\n".join(str(tuple(row)) for row in rows))
    return tables


def find_marker(engine: Engine) -> list[str]:
    return [name for name, rows in dump(engine).items() if MARKER in rows]


def test_nothing_of_the_person_is_left(
    ann_writes: FlaskClient,
    session: Session,
    engine: Engine,
    stripe: LocalStripe,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    ann = account_of(session, Person(EMAIL, ""))
    planted = plant_markers(session, engine, ann)
    assert {"refunds.note", "seats.words", "checkouts.parameters", "answers.value", "plan_steps.note"} <= set(planted)
    assert {"passkeys", "second_factors", "recovery_codes", "staff_invitations"} <= set(find_marker(engine))
    assert len(find_marker(engine)) >= 12
    session.rollback()
    assert ann_writes.post("/settings/deletion", data={"email": EMAIL}).status_code == 303

    # The last letter is sent with the address in hand; every other job finds nothing to send.
    settings = make_settings(mail_dir=tmp_path / "mail")
    handlers = {handler.job.name: handler for handler in list_handlers(settings, engine, stripe)}
    for job in engine_client(engine).list_workflows(status="ENQUEUED", limit=1000):
        if job.name in ("send_letter", "send_plan_letter"):
            for step in handlers[job.name].steps:
                step(*(job.input["args"] if job.input else ()))
    letters = [file.read_text() for file in (tmp_path / "mail").iterdir() if MARKER in file.read_text()]
    assert [letter.count(f"To: {EMAIL}") for letter in letters if f"To: {EMAIL}" in letter] == [1]
    assert [letter for letter in letters if MARKER in letter.replace(EMAIL, "")] == []

    assert find_marker(engine) == []
    assert MARKER not in "".join(capfd.readouterr())


def test_what_comes_later_names_nobody_and_mails_nobody(
    ann_writes: FlaskClient, session: Session, engine: Engine, stripe: LocalStripe, client: FlaskClient
) -> None:
    ann = account_of(session, Person(EMAIL, ""))
    ann_writes.post("/settings/deletion", data={"email": EMAIL})
    session.rollback()
    before = {letter.key for letter in every_letter(engine)}
    refund = session.scalars(select(Refund).where(Refund.account_id == ann, Refund.state == "requested")).one()
    decline_refund_request(session, refund.public_id, answer="No.", by="sam@example.com")
    order = session.scalars(select(Order).where(Order.account_id == ann, Order.kind == "self")).one()
    event = stripe.make_payment_event(session_of(session, ann))
    event["data"]["object"] |= {"billing_details": {"name": MARKER, "email": EMAIL}, "receipt_email": EMAIL}
    assert client.post("/webhooks/stripe", **signed(event, SANDBOX_WEBHOOK_SECRET)).json == {"outcome": "received"}
    session.rollback()
    assert apply_event(session, stripe, event["id"]) == "settled"
    assert {letter.key for letter in every_letter(engine)} == before
    assert order.email == "deleted"
    assert MARKER not in dump(engine)["stripe_events"]


def session_of(session: Session, account_id: int) -> str:
    paid = select(Checkout.session_id).where(Checkout.account_id == account_id, Checkout.state == "complete")
    return str(session.scalars(paid).one())


def test_an_event_is_kept_without_its_buyer(session: Session, stripe: LocalStripe, client: FlaskClient) -> None:
    stripe.remember(PEOPLE_STRIPE)
    event = stripe.make_event(session_id=session_of(session, account_of(session, ANN)))
    event["data"]["object"]["customer_details"] = {"name": MARKER, "email": EMAIL, "address": {"line1": MARKER}}
    event["data"]["object"]["payment_method_details"] = {"card": {"last4": MARKER}}
    assert client.post("/webhooks/stripe", **signed(event, SANDBOX_WEBHOOK_SECRET)).json == {"outcome": "received"}
    session.rollback()
    body = session.scalars(select(StripeEvent.body).where(StripeEvent.event_id == event["id"])).one()
    assert MARKER not in body
    assert json.loads(body)["data"]["object"]["id"] == event["data"]["object"]["id"]
