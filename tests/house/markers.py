"""Ann's data with a word of its own in every column, so that a page that shows any of it to somebody else is found out.

A column that identifies something (a public id, a hash, one of Stripe's ids) keeps its value, which is a word of its own
already. A column whose values are the same for everybody is listed in SHARED; every other one is planted, or a test fails.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, inspect, select, update
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Person, SignInLink
from saas.accounts.passkeys.models import Passkey
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.second_factors.rules import group_secret
from saas.accounts.sessions.models import SignInSession
from saas.accounts.staff.models import StaffInvitation
from saas.intake.answers.models import StartSheet
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import LetterState, QueuedLetter
from saas.kernel.tenancy import Owned, account_session, unscoped
from saas.models import Base
from saas.shop.alerts.models import Alert
from saas.shop.disputes.models import Dispute
from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import AccessDay, Order, Payment
from saas.shop.refunds.models import Refund
from saas.shop.seats.models import Claim, Seat
from saas.shop.stripe.models import EventState, StripeEvent

# The same for everybody: a state, a kind, a key of ours, a currency.
SHARED = {
    "answers.question_key",
    "checkouts.state",
    "disputes.currency",
    "disputes.reason",
    "disputes.status",
    "ledger_entries.currency",
    "ledger_entries.kind",
    "orders.currency",
    "orders.kind",
    "orders.state",
    "payments.currency",
    "plan_steps.added_for",
    "plan_steps.kind",
    "plan_steps.moved_from",
    "plan_steps.phase",
    "plan_steps.slug",
    "plans.state",
    "plans.version",
    "refunds.currency",
    "refunds.reason",
    "refunds.source",
    "refunds.state",
    "submissions.library_version",
}
IDENTIFYING = (
    "public_id", "stripe_id", "charge_id", "session_id", "source_id", "idempotency_key", "secret_hash", "link_hash", "url",
    "seat", "credential_id",
)  # fmt: skip
# Empty, or JSON: a plain word would not be read.
EMPTY_OR_JSON = ("plan_steps.source",)
# What an app reads: base 32.
APP_SECRET = "ZQANNSSECONDFACTORSECRETQZ234567"
START_SECRET = "zqannsunclaimedsheetqz"


def word_for(column: str) -> str:
    """`plans.title` → `zqplanstitleqz`: found in a page as it stands, whatever the page escapes."""
    return f"zq{column.replace('.', '').replace('_', '')}qz"


def plant_word(value: Any, word: str) -> Any:
    """The value with the word in it: behind a text, or behind the first prose inside JSON. Unchanged where there is none."""
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            return json.dumps(plant_word(json.loads(value), word))
        return f"{value} {word}".strip()
    if isinstance(value, dict):
        for key, inner in value.items():
            if (planted := plant_prose(inner, word)) != inner:
                return value | {key: planted}
    if isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            if (planted := plant_prose(inner, word)) != inner:
                return [*value[:place], planted, *value[place + 1 :]]
    return value


def plant_prose(value: Any, word: str) -> Any:
    """Inside JSON a single word may be a key, so only sentences are changed."""
    return value if isinstance(value, str) and " " not in value else plant_word(value, word)


def plant_account(engine: Engine, account_id: int, email: str) -> dict[str, str]:
    """Give the account a row in every table, plant them all, and return word → column. Of a value that stands in two columns,
    such as a session of Stripe's, the columns are joined by a space."""
    words: dict[str, str] = {}
    with account_session(engine, account_id) as own, transaction(own):
        _add_missing_rows(own, account_id, email)
        own.flush()
        for kind in owned_kinds():
            for row in own.scalars(select(kind)):
                for word, column in _plant_row(own, row).items():
                    known = words.get(word, column)
                    words[word] = column if known == column else f"{known} {column}"
    with unscoped(engine, "tests: looking and arranging") as session, transaction(session):
        return words | _plant_tables_beside(session, account_id, email)


def owned_kinds() -> list[Any]:
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]


def _plant_row(session: Session, row: Any) -> dict[str, str]:
    """By a statement, because the mapper refuses to change what is frozen."""
    words, changes = {}, {}
    for attribute in inspect(type(row)).column_attrs:
        column, value = f"{row.__tablename__}.{attribute.key}", getattr(row, attribute.key)
        if not isinstance(value, str | list | dict | tuple) or column in SHARED:
            continue
        if attribute.key in IDENTIFYING:
            words[str(value)] = column
        elif value or column not in EMPTY_OR_JSON:
            planted = plant_word(value, word_for(column))
            if planted != value:
                changes[attribute.key] = planted
                words[word_for(column)] = column
    if changes:
        keys = [key == getattr(row, key.key) for key in inspect(type(row)).primary_key]
        statement = update(type(row)).where(*keys).values(changes)
        session.execute(statement, execution_options={"synchronize_session": False})
    return words


def _add_missing_rows(session: Session, account_id: int, email: str) -> None:
    """Tables that Ann has no row in by what people do in these tests. The gift is a second order, paid for."""
    payment = session.scalars(select(Payment).where(Payment.account_id == account_id)).one()
    dispute = session.scalars(select(Dispute).where(Dispute.account_id == account_id)).one()
    dispute.evidence = json.dumps({"uncategorized_text": "What we know of it."})
    refund = session.scalars(select(Refund).where(Refund.account_id == account_id)).one()
    refund.stripe_id = "re_anns_refund"
    gift = Order(account_id=account_id, kind="gift", state="paid", amount_cents=7900, currency="usd", email=email)
    session.add(gift)
    session.flush()
    session.add_all(
        [
            Payment(
                account_id=account_id,
                order_id=gift.id,
                stripe_id="pi_anns_gift",
                charge_id="ch_anns_gift",
                session_id="cs_anns_gift",
                amount_cents=7900,
                currency="usd",
            ),
            Seat(account_id=account_id, order_id=gift.id, number=1, link_hash="b" * 64),
            Claim(account_id=account_id, seat="seatannclaimed", ended_at=clock.now()),
            Passkey(
                account_id=account_id,
                person_id=session.scalars(select(Person.id).where(Person.account_id == account_id)).one(),
                credential_id="anns_passkey_qz",
                public_key="pQECAyYgASFY",
                sign_count=1,
                is_synced=False,
                name="Phone",
            ),
            CalendarFeed(account_id=account_id, secret_hash="c" * 64),
            AccessDay(account_id=account_id, day=clock.today() - timedelta(days=1)),
            LedgerEntry(
                account_id=account_id,
                order_id=payment.order_id,
                stripe_id="txn_ann_ledger",
                kind="charge",
                source_id="ch_ann_ledger",
                amount_cents=7900,
                fee_cents=259,
                net_cents=7641,
                currency="usd",
                occurred_at=clock.now(),
            ),
        ]
    )


def _plant_tables_beside(session: Session, account_id: int, email: str) -> dict[str, str]:
    """Tables that speak of Ann and belong to no account."""
    now = clock.now()
    person = session.scalars(select(Person).where(Person.email == email)).unique().one()
    rows: list[Any] = [
        StartSheet(id=START_SECRET, answers={"role": word_for("start_sheets.answers")}),
        SecondFactor(person_id=person.id, secret=APP_SECRET),
        RecoveryCode(person_id=person.id, code_hash="f" * 64),
        StaffInvitation(
            public_id="zqannsinviteqz", person_id=person.id, role="editor", secret_hash="a" * 64, expires_at=now
        ),
        SignInLink(person_id=person.id, secret_hash="d" * 64, expires_at=now + timedelta(hours=1)),
        SignInSession(
            public_id="zqannssessionqz",
            person_id=person.id,
            secret_hash="e" * 64,
            expires_at=now + timedelta(hours=1),
            device=word_for("sessions.device"),
            source="192.0.2.55",
        ),
        Alert(key=word_for("alerts.key"), sentence=f"about Ann: {word_for('alerts.sentence')}"),
        SecurityEvent(
            kind="staff_granted",
            actor="system",
            account_id=account_id,
            subject=word_for("security_events.subject"),
            source="192.0.2.44",
        ),
        StripeEvent(
            event_id="evt_annsevent",
            type="charge.succeeded",
            state=EventState.IGNORED,
            body=json.dumps({"id": "evt_annsevent", "name": word_for("stripe_events.body")}),
        ),
        QueuedLetter(
            key=word_for("letters.key"),
            address=email,
            subject=word_for("letters.subject"),
            text=word_for("letters.text"),
            html="",
            is_secret=False,
            queued_at=now,
            ended_at=now,
            state=LetterState.FAILED,
            reason=word_for("letters.reason"),
        ),
    ]
    session.add_all(rows)
    columns = (
        "start_sheets.answers", "alerts.key", "alerts.sentence", "security_events.subject", "stripe_events.body",
        "letters.key", "letters.subject", "letters.text", "letters.reason", "sessions.device",
    )  # fmt: skip
    return {word_for(column): column for column in columns} | {
        START_SECRET: "start_sheets.id",
        APP_SECRET: "second_factors.secret",
        group_secret(APP_SECRET): "second_factors.secret",
        "f" * 64: "recovery_codes.code_hash",
        "a" * 64: "staff_invitations.secret_hash",
        "zqannsinviteqz": "staff_invitations.public_id",
        "d" * 64: "sign_in_links.secret_hash",
        "e" * 64: "sessions.secret_hash",
        "zqannssessionqz": "sessions.public_id",
        "192.0.2.55": "sessions.source",
        "evt_annsevent": "stripe_events.event_id",
        "192.0.2.44": "security_events.source",
        email: "people.email",
        str(person.password): "people.password",
        str(person.fs_uniquifier): "people.fs_uniquifier",
    }
