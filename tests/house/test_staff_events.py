"""Everything that staff do or read of a customer leaves an event, in the log that nobody can change.

A new POST route below /admin fails here until it is entered: with what it takes to succeed, or with why it changes nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Account, Person, StaffRole
from saas.accounts.staff.actions import grant_staff
from saas.kernel import clock, jobs
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, give_up_letter, queue_letter
from saas.library.pieces import actions as library
from saas.library.seed.writing import format_seed
from saas.shop.alerts.actions import TELL_STAFF, raise_alert
from saas.shop.disputes.models import Dispute
from saas.shop.orders.models import Order, Payment
from saas.shop.refunds.actions import request_refund
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.sync import refresh_order
from tests.house.routes import RULES
from tests.library.drafts import role, seeded
from tests.library.editor_forms import sheet
from tests.local_stripe import LocalStripe
from tests.people import ANN, PEOPLE_STRIPE, SAM, account_of

pytestmark = pytest.mark.any_database

PIECE = "/admin/library/role/accountant"


@dataclass(frozen=True, slots=True)
class Shop:
    """What an act is arranged in."""

    session: Session
    stripe: LocalStripe
    engine: Engine

    @property
    def payment(self) -> Payment:
        """What Ann paid, with a Stripe that knows of it."""
        self.stripe.remember(PEOPLE_STRIPE)
        return self.session.scalars(select(Payment).where(Payment.account_id == account_of(self.session, ANN))).one()

    @property
    def order_id(self) -> str:
        return self.session.scalars(select(Order.public_id).where(Order.id == self.payment.order_id)).one()

    def open_dispute(self) -> str:
        session_id = self.payment.session_id
        self.stripe.open_dispute(session_id)
        refresh_order(self.session, self.stripe, session_id, with_all_changes=True)
        return f"/admin/disputes/{self.session.scalars(select(Dispute.public_id)).one()}"

    def request_refund(self) -> str:
        return f"/admin/refunds/{request_refund(self.session, self.order_id, note='').public_id}"

    def write_draft(self, *, is_published: bool = False, is_scheduled: bool = False) -> str:
        library.write_draft(self.session, "role", "accountant", role("Read it slowly."), SAM.email, base=1)
        if is_published:
            library.publish_revision(self.session, "role", "accountant", SAM.email, number=2)
        if is_scheduled:
            later = clock.now().replace(year=clock.now().year + 1, day=1)
            library.schedule_revision(self.session, "role", "accountant", later, SAM.email, number=2)
        return PIECE

    def give_up_letter(self) -> dict[str, str]:
        with transaction(self.session):
            queue_letter(self.session, Letter("receipt:1", "nobody@example.com", "Your receipt", "You paid $79."))
            give_up_letter(self.session, "receipt:1", "refused")
        return {"key": "receipt:1"}

    def give_up_job(self) -> dict[str, str]:
        workflows = jobs.workflow_table(self.engine)
        with transaction(self.session):
            jobs.enqueue(self.session, TELL_STAFF, "alert:1", "k")
            self.session.execute(
                workflows.update().where(workflows.c.workflow_uuid == "alert:1").values(status="ERROR")
            )
        return {"key": "alert:1"}

    def make_ann_a_member(self) -> str:
        grant_staff(self.session, ANN.email, StaffRole.SUPPORT)
        account = select(Account.public_id).where(Account.id == account_of(self.session, ANN))
        return str(self.session.scalars(account).one())

    def raise_alert(self) -> dict[str, str]:
        with transaction(self.session):
            raise_alert(self.session, "clock:1", "the clock is off")
        return {"key": "clock:1"}

    def park_event(self) -> str:
        with transaction(self.session):
            row = StripeEvent(event_id="evt_1", type="charge.updated", state=EventState.PARKED, body='{"id": "evt_1"}')
            self.session.add(row)
        return "/admin/events/evt_1"

    def create_code(self) -> str:
        self.stripe.create_code("SPRING20")
        [code] = self.stripe.list_promotion_codes()
        return f"/admin/codes/{code.stripe_id}"


def packed_library() -> dict[str, Any]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        seed = seeded("role", "accountant")
        packed.writestr("roles/accountant.toml", format_seed(type(seed)("role", "accountant", role("Read it slowly."))))
    return {"archive": (io.BytesIO(archive.getvalue()), "library.zip")}


Act = Callable[[Shop], tuple[str, dict[str, Any], str, bool]]
# Route → address, form, the kind of its event, and whether it concerns Ann's account.
ACTS: dict[str, Act] = {
    "/admin/alerts/settlement": lambda shop: ("/admin/alerts/settlement", shop.raise_alert(), "alert_settled", False),
    "/admin/codes": lambda _: ("/admin/codes", {"code": "SPRING20", "percent": "20"}, "code_created", False),
    "/admin/codes/<code_id>/switch": lambda shop: (
        f"{shop.create_code()}/switch",
        {"to": "off"},
        "code_switched",
        False,
    ),
    "/admin/disputes/<public_id>/acceptance": lambda shop: (
        f"{shop.open_dispute()}/acceptance",
        {"final": "y"},
        "dispute_accepted",
        True,
    ),
    "/admin/disputes/<public_id>/evidence": lambda shop: (
        f"{shop.open_dispute()}/evidence",
        {"uncategorized_text": "They used it.", "to": "bank", "sure": "y"},
        "evidence_sent",
        True,
    ),
    "/admin/events/<event_id>/replay": lambda shop: (f"{shop.park_event()}/replay", {}, "stripe_event_replayed", False),
    "/admin/jobs/run": lambda shop: ("/admin/jobs/run", shop.give_up_job(), "job_retried", False),
    "/admin/letters/delivery": lambda shop: ("/admin/letters/delivery", shop.give_up_letter(), "letter_resent", False),
    "/admin/letters/removal": lambda shop: ("/admin/letters/removal", shop.give_up_letter(), "letter_discarded", False),
    "/admin/library/<kind>/<slug>/publication": lambda shop: (
        f"{shop.write_draft()}/publication",
        {"number": 2},
        "piece_published",
        False,
    ),
    "/admin/library/<kind>/<slug>/publication/cancellation": lambda shop: (
        f"{shop.write_draft(is_scheduled=True)}/publication/cancellation",
        {},
        "schedule_canceled",
        False,
    ),
    "/admin/library/<kind>/<slug>/rollback": lambda shop: (
        f"{shop.write_draft(is_published=True)}/rollback",
        {"number": 1},
        "piece_rolled_back",
        False,
    ),
    "/admin/library/<kind>/<slug>/withdrawal": lambda _: (f"{PIECE}/withdrawal", {}, "piece_withdrawn", False),
    "/admin/library/<kind>/revisions": lambda _: (
        "/admin/library/role/revisions",
        sheet("role", role("Read it slowly."), slug="accountant", base="1"),
        "draft_saved",
        False,
    ),
    "/admin/library/import": lambda _: ("/admin/library/import", packed_library(), "draft_saved", False),
    "/admin/orders/<public_id>/refunds": lambda shop: (
        f"/admin/orders/{shop.order_id}/refunds",
        {"payment": shop.payment.stripe_id, "amount": "10", "reason": "requested_by_customer", "note": "by phone"},
        "refund_created",
        True,
    ),
    "/admin/refunds/<public_id>/approval": lambda shop: (
        f"{shop.request_refund()}/approval",
        {},
        "refund_approved",
        True,
    ),
    "/admin/staff/invitations": lambda _: (
        "/admin/staff/invitations",
        {"email": ANN.email, "role": "editor"},
        "staff_invited",
        True,
    ),
    "/admin/staff/<public_id>/role": lambda shop: (
        f"/admin/staff/{shop.make_ann_a_member()}/role",
        {"role": "editor"},
        "staff_granted",
        True,
    ),
    "/admin/staff/<public_id>/revocation": lambda shop: (
        f"/admin/staff/{shop.make_ann_a_member()}/revocation",
        {},
        "staff_revoked",
        True,
    ),
    "/admin/staff/sign-out": lambda _: (
        "/admin/staff/sign-out",
        {"person": ANN.email},
        "sessions_ended_by_staff",
        True,
    ),
    "/admin/refunds/<public_id>/refusal": lambda shop: (
        f"{shop.request_refund()}/refusal",
        {"answer": "The thirty days are over."},
        "refund_declined",
        True,
    ),
}
# What staff do about their own access; tests/accounts/staff looks at it.
OWN_ACCESS = {"/admin/address"}
CHANGE_NOTHING = {
    "/admin/preview/<kind>/page": "shows a draft as it was typed; nothing is stored",
    "/admin/preview/<kind>/plan": "shows a draft in an invented person's plan; nothing is stored",
}
VIEWS: dict[str, Act] = {
    "/admin/orders/<public_id>": lambda shop: (
        f"/admin/orders/{shop.order_id}",
        {},
        "order_viewed",
        True,
    ),
    "/admin/orders": lambda _: (f"/admin/orders?find={ANN.email}", {}, "orders_searched", False),
    "/admin/disputes/<public_id>": lambda shop: (shop.open_dispute(), {}, "dispute_viewed", True),
    "/admin/events/<event_id>": lambda shop: (shop.park_event(), {}, "stripe_event_viewed", False),
    "/admin/staff": lambda _: ("/admin/staff", {}, "staff_list_viewed", False),
    "/admin/log": lambda _: ("/admin/log", {}, "log_viewed", False),
}


@pytest.fixture
def shop(session: Session, stripe: LocalStripe, engine: Engine) -> Shop:
    return Shop(session, stripe, engine)


def test_every_staff_route_that_changes_something_is_entered() -> None:
    changing = {str(rule) for rule in RULES if str(rule).startswith("/admin") and "POST" in (rule.methods or ())}
    assert changing == {*ACTS, *CHANGE_NOTHING, *OWN_ACCESS}


def newest_event(session: Session) -> SecurityEvent:
    session.rollback()
    return session.scalars(select(SecurityEvent).order_by(SecurityEvent.id.desc()).limit(1)).one()


def check_event(shop: Shop, kind: str, *, concerns_ann: bool) -> None:
    event = newest_event(shop.session)
    sam = shop.session.scalars(select(Person).where(Person.email == SAM.email)).unique().one()
    assert (event.kind, event.actor, event.person_id, event.source) == (kind, "staff", sam.id, "127.0.0.0/24")
    assert event.account_id == (account_of(shop.session, ANN) if concerns_ann else None)
    assert "@" not in event.subject + event.before + event.after


@pytest.mark.parametrize("rule", ACTS)
def test_an_act_of_staff_leaves_an_event(rule: str, shop: Shop, sam: FlaskClient) -> None:
    path, form, kind, concerns_ann = ACTS[rule](shop)
    assert sam.post(path, data=form).status_code in (200, 303)
    check_event(shop, kind, concerns_ann=concerns_ann)


def test_a_publication_says_what_readers_had_before_and_have_after(shop: Shop, sam: FlaskClient) -> None:
    path = shop.write_draft()
    sam.post(f"{path}/publication", data={"number": 2})
    published = newest_event(shop.session)
    sam.post(f"{path}/withdrawal")
    withdrawn = newest_event(shop.session)
    assert (published.subject, published.before, published.after) == (
        "role/accountant",
        '{"revision": 1}',
        '{"revision": 2}',
    )
    assert (withdrawn.before, withdrawn.after) == ('{"revision": 2}', "")


@pytest.mark.parametrize("rule", VIEWS)
def test_what_staff_read_of_a_customer_leaves_an_event(rule: str, shop: Shop, sam: FlaskClient) -> None:
    path, _, kind, concerns_ann = VIEWS[rule](shop)
    assert sam.get(path).status_code == 200
    check_event(shop, kind, concerns_ann=concerns_ann)
