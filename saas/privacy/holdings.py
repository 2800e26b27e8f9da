"""What is held about a person: every table and column, decided once.

The export, the deletion and the page that tells people about it read this and nothing else. A table or column that is
not here fails `tests/house/test_holdings.py`: say what it is for, and whether its owner gets it and what becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.models import SecurityEvent
from saas.accounts.events.rules import KEPT_DAYS
from saas.accounts.models import Account, Person, SignInLink
from saas.accounts.passkeys.models import Passkey
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.sessions.models import SignInSession
from saas.intake.answers.models import Answer, StartSheet
from saas.intake.submissions.models import Submission
from saas.kernel.letters import KEEP_ADDRESS, QueuedLetter
from saas.plans.models import Plan, PlanStep
from saas.privacy.holding import SUPPORT, Holding, by_id, by_order, by_person, columns
from saas.privacy.retention import (
    ACCESS_DAYS,
    ALERTS,
    SESSIONS,
    SIGN_IN_LINKS,
    START_SHEETS,
    STRIPE_EVENTS,
    describe_period,
)
from saas.shop.alerts.models import Alert
from saas.shop.disputes.models import Dispute
from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import AccessDay, Checkout, Order, Payment
from saas.shop.orders.offer import DELETED_ADDRESS, OFFER
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RefundSource
from saas.shop.seats.models import Claim, Seat
from saas.shop.stripe.models import StripeEvent

# Why a column is left out of an export.
ROW_NUMBER = "a row number, which says nothing outside the database"
SECRET = "it opens something, or proves who somebody is"  # noqa: S105  # a reason, no secret
OURS = "a note of ours about how far the work has come"
STAFF = "a note or an address of a member of staff"
STRIPES = "a copy of what is in the order, as it was sent to Stripe"
ACCOUNTING = "accounting and tax rules require the record of a payment; no name and no address is in it"
PROOF = "they are the record of what was done to an account, and name nobody once the person is gone"

# How long.
WITH_ACCOUNT = (
    "until you delete it or your account, or until "
    + describe_period(timedelta(days=OFFER.kept_days))
    + " after a full refund"
)
WITH_PERSON = "until you delete your account"
YEARS = "as long as accounting and tax rules require, without your name or address once you delete your account"


_IDS = columns(ROW_NUMBER, "id", "account_id")


def _staff_words(refund: Refund) -> tuple[str, ...]:
    """The note of a refund that staff began is theirs."""
    return () if refund.source == RefundSource.CUSTOMER else ("note",)


# In the order in which rows are deleted: children before parents.
HOLDINGS: tuple[Holding, ...] = (
    Holding(
        CalendarFeed,
        "The secret address of your calendar, as a hash",
        "so that your calendar can show your dates",
        WITH_ACCOUNT,
        ("created_at",),
        {**_IDS, **columns(SECRET, "secret_hash")},
    ),
    Holding(
        PlanStep,
        "The steps of your plans, what you ticked off and your notes on them",
        "so that they are there when you come back",
        WITH_ACCOUNT,
        (
            "position", "slug", "phase", "kind", "title", "why", "because", "minutes", "due", "source", "is_gentle",
            "is_weekly", "is_note", "done_at", "note", "snoozed_until", "dropped_at", "moved_from", "added_for",
        ),
        columns(ROW_NUMBER, "account_id", "plan_id", "revision_id"),
    ),
    Holding(
        Plan,
        "Your plans: figures, deadlines and directions, composed from your answers",
        "so that they are there when you come back",
        WITH_ACCOUNT,
        ("public_id", "title", "outline", "version", "composed_on", "created_at", "state", "occasion", "settled_at"),
        {**_IDS, **columns(ROW_NUMBER, "submission_id")},
    ),
    Holding(
        Submission,
        "Your answers as they were when you sent them in",
        "so that a plan can say what it was composed from",
        WITH_ACCOUNT,
        ("public_id", "answers", "library_version", "submitted_at"),
        _IDS,
    ),
    Holding(
        Answer,
        "Your answers about work, dates, money, direction and how today is",
        "to compose your plan",
        WITH_ACCOUNT,
        ("question_key", "value", "answered_at"),
        columns(ROW_NUMBER, "account_id"),
    ),
    Holding(
        StartSheet,
        "The answers you gave before you had an account",
        "so that you need not give them twice",
        f"until you sign up or delete them, or {START_SHEETS.period} after you were last here",
        ("answers", "created_at", "updated_at"),
        {**columns(ROW_NUMBER, "account_id"), **columns(SECRET, "id"), **columns(OURS, "is_shared")},
    ),
    Holding(
        AccessDay,
        "The days on which you opened what you paid for, a date each",
        "a bank that is asked to take a payment back may be shown them",
        f"{ACCESS_DAYS.period}, or until you delete your account",
        ("day", "first_at"),
        _IDS,
        SUPPORT,
    ),
    Holding(
        Claim,
        "That you took a plan somebody else paid for",
        "to give you access",
        WITH_PERSON,
        ("claimed_at", "ended_at"),
        {**_IDS, **columns("it belongs to whoever paid", "seat")},
        SUPPORT,
    ),
    Holding(
        SignInLink,
        "Links that signed you in once, as hashes",
        "to let you in without a password",
        f"{SIGN_IN_LINKS.period} after it ended, or until you delete your account",
        ("expires_at", "used_at"),
        {**columns(ROW_NUMBER, "id", "person_id"), **columns(SECRET, "secret_hash"), **columns(OURS, "proves_address")},
        condition=by_person,
    ),
    Holding(
        SignInSession,
        "On which devices you signed in, when, and from which network",
        "so that you can see and end them",
        f"{SESSIONS.period} after it ended, or until you delete your account",
        ("created_at", "last_seen_at", "expires_at", "ended_at", "device", "source"),
        {
            **columns(ROW_NUMBER, "id", "person_id", "public_id"),
            **columns(SECRET, "secret_hash"),
            **columns(OURS, "is_staff", "second_factor_at"),
        },
        condition=by_person,
    ),
    Holding(
        Passkey,
        "Your passkeys: the public half of a key on your device, and the name you gave it",
        "to let you in without a password",
        "until you remove it or delete your account",
        ("name", "created_at", "last_used_at", "is_synced"),
        {
            **_IDS,
            **columns(ROW_NUMBER, "person_id", "public_id"),
            **columns(SECRET, "credential_id", "public_key"),
            **columns(OURS, "sign_count"),
        },
    ),
    Holding(
        SecondFactor,
        "Your second factor: what your app and we both know, encrypted",
        "so that a password alone does not open your account",
        "until you turn it off or delete your account",
        ("created_at", "confirmed_at", "lost_until"),
        {**columns(ROW_NUMBER, "id", "person_id"), **columns(SECRET, "secret"), **columns(OURS, "last_step")},
        condition=by_person,
    ),
    Holding(
        RecoveryCode,
        "Your recovery codes, as hashes",
        "so that you get in when the app is lost",
        "until you turn the second factor off or delete your account",
        ("used_at",),
        {**columns(ROW_NUMBER, "id", "person_id"), **columns(SECRET, "code_hash")},
        condition=by_person,
    ),
    Holding(
        Order,
        "Your orders: what you bought, when, and for how much",
        "to give you access and to refund you",
        YEARS,
        (
            "public_id", "kind", "state", "unit_cents", "quantity", "discount_cents", "tax_cents", "promotion_code",
            "amount_cents", "currency", "email", "created_at", "paid_at", "ended_at", "forgotten_at",
        ),
        _IDS,
        SUPPORT,
        ACCOUNTING,
        {"email": DELETED_ADDRESS},
    ),
    Holding(
        Checkout,
        "Each time you went to pay",
        "so that nothing is paid twice",
        YEARS,
        ("number", "state", "session_id", "created_at", "expires_at"),
        {
            **_IDS,
            **columns(ROW_NUMBER, "order_id"),
            **columns(OURS, "idempotency_key"),
            **columns(STRIPES, "parameters"),
            **columns(SECRET, "url"),
        },
        SUPPORT,
        ACCOUNTING,
        {"parameters": "{}", "url": None},
    ),
    Holding(
        Payment,
        "Your payments: amount, date and Stripe's numbers of them",
        "because accounting rules require it",
        YEARS,
        ("stripe_id", "charge_id", "session_id", "amount_cents", "currency", "is_duplicate", "received_at"),
        {**_IDS, **columns(ROW_NUMBER, "order_id")},
        SUPPORT,
        ACCOUNTING,
    ),
    Holding(
        Refund,
        "Your refunds, and what you wrote when you asked for one",
        "to send the money back and to answer you",
        YEARS,
        (
            "public_id", "state", "source", "amount_cents", "currency", "reason", "note", "answer", "stripe_id",
            "failure", "made_at", "decided_at", "moved_at",
        ),
        {
            **_IDS,
            **columns(ROW_NUMBER, "order_id", "payment_id"),
            **columns(STAFF, "decided_by"),
            **columns(STRIPES, "parameters"),
            **columns(OURS, "tries"),
        },
        SUPPORT,
        ACCOUNTING,
        {"note": "", "answer": ""},
        hides=_staff_words,
    ),
    Holding(
        Dispute,
        "Disputes: that a bank asked for a payment back, and how it ended",
        "to answer the bank",
        YEARS,
        (
            "public_id", "stripe_id", "amount_cents", "currency", "reason", "status", "has_evidence", "submissions",
            "due_at", "opened_at", "closed_at",
        ),
        {
            **_IDS,
            **columns(ROW_NUMBER, "order_id", "payment_id"),
            **columns(STAFF, "evidence", "handled_by"),
            **columns(OURS, "is_charge_refundable", "seen_at"),
        },
        SUPPORT,
        ACCOUNTING,
        {"evidence": ""},
    ),
    Holding(
        Seat,
        "Plans you bought for others: the address you gave and your words",
        "to send each one its link",
        YEARS,
        ("public_id", "number", "recipient_email", "giver_name", "words", "given_at", "claimed_at"),
        {**_IDS, **columns(ROW_NUMBER, "order_id", "refund_id"), **columns(SECRET, "link_hash")},
        SUPPORT,
        "whoever you gave it to keeps what you paid for",
        {"recipient_email": "", "giver_name": "", "words": ""},
    ),
    Holding(
        LedgerEntry,
        "What each payment, fee and refund moved at Stripe",
        "because accounting rules require it",
        YEARS,
        ("stripe_id", "kind", "source_id", "amount_cents", "fee_cents", "net_cents", "currency", "occurred_at", "kept_at"),
        {**_IDS, **columns(ROW_NUMBER, "order_id")},
        SUPPORT,
        ACCOUNTING,
    ),
    Holding(
        QueuedLetter,
        "That a letter was sent to you, and its text while it waits",
        "so that none is lost and none is sent twice",
        f"the text until it is sent, your address for {describe_period(KEEP_ADDRESS)}",
        ("subject", "queued_at", "state", "ended_at"),
        {
            **columns(ROW_NUMBER, "id", "account_id"),
            **columns("it reached you as a letter", "address", "text", "html"),
            **columns(OURS, "key", "kind", "arguments", "is_secret", "is_last", "attempts", "round", "reason"),
        },
        SUPPORT,
        "the row says that a letter was sent, and no longer what or to whom",
        {"address": "", "subject": "", "text": "", "html": "", "account_id": None, "arguments": "{}", "reason": ""},
    ),
    Holding(
        SecurityEvent,
        "When somebody signed in, and what was changed in your account",
        "so that you and we can see what was done, and by whom",
        describe_period(timedelta(days=KEPT_DAYS)),
        ("kind", "occurred_at", "actor", "source"),
        {
            **_IDS,
            **columns(ROW_NUMBER, "person_id", "public_id", "session_public_id"),
            **columns(OURS, "subject", "before", "after"),
        },
        SUPPORT,
        PROOF,
    ),
    Holding(
        StripeEvent,
        "What Stripe told us about your payments: numbers and amounts",
        "so that no payment is missed",
        STRIPE_EVENTS.period,
        ("type", "received_at"),
        {
            **columns(ROW_NUMBER, "id"),
            **columns(
                OURS, "event_id", "state", "reason", "body", "api_version", "object_id", "order_public_id", "round",
                "trace", "settled_at",
            ),
        },
        SUPPORT,
        "they name nobody",
        condition=by_order,
    ),
    Holding(
        Alert,
        "That staff had to look at one of your orders",
        "so that nothing waits without somebody being told",
        f"{ALERTS.period} after it was settled",
        (),
        {
            **columns(ROW_NUMBER, "id"),
            **columns(OURS, "key", "sentence", "order_public_id", "raised_at", "settled_at"),
            **columns(STAFF, "settled_by"),
        },
        SUPPORT,
        "they name nobody",
        condition=by_order,
    ),
    Holding(
        Person,
        "Your email address, and your password as a hash that cannot be read back",
        "to open your account to you and to no one else",
        WITH_PERSON,
        ("email", "created_at", "confirmed_at", "asks_second_factor"),
        {**_IDS, **columns(OURS, "active"), **columns(SECRET, "password", "fs_uniquifier")},
        SUPPORT,
    ),
    Holding(
        Account,
        "The number that your orders hang on",
        "so that what is paid for belongs to one account",
        YEARS,
        ("public_id", "created_at"),
        columns(ROW_NUMBER, "id"),
        SUPPORT,
        ACCOUNTING,
        condition=by_id,
    ),
)  # fmt: skip
# Tables that speak of nobody, or of nobody by name, and why.
OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "roles": "the names of roles",
        "roles_people": "who is staff; a row goes with its person",
        "staff_invitations": "who was invited to be staff; a row goes with its person",
        "throttle_counts": "hashes of what was counted, for a day at most",
        "workers": "programs that run",
        "sweeps": "how far Stripe was read",
        "reconciliations": "sums of a day, by Stripe's numbers",
        "pieces": "texts of the library",
        "revisions": "texts of the library, and who on the staff wrote them",
        "piece_changes": "what staff did to a text of the library",
        "publications": "how often something was published",
    }
)
