"""What asks for the password again where it was typed more than half an hour ago, and why the rest does not.

A new route that changes something fails here until it is entered on one side.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from tests.house.routes import OWNED, RULES, path_of
from tests.house.test_staff_events import ACTS, Shop
from tests.local_stripe import LocalStripe
from tests.people import ANN, BEA, Person, account_of, add_session

pytestmark = pytest.mark.any_database

# Acts of staff that ask; `ACTS` knows how to do each.
STAFF_ASKED = {
    "/admin/codes": "gives plans away",
    "/admin/codes/<code_id>/switch": "gives plans away",
    "/admin/disputes/<public_id>/acceptance": "gives money up for good",
    "/admin/disputes/<public_id>/evidence": "to the bank it is the one answer",
    "/admin/library/<kind>/<slug>/publication": "changes what every reader sees",
    "/admin/library/<kind>/<slug>/rollback": "changes what every reader sees",
    "/admin/library/<kind>/<slug>/withdrawal": "changes what every reader sees",
    "/admin/orders/<public_id>/refunds": "moves money",
    "/admin/refunds/<public_id>/approval": "moves money",
    "/admin/staff/<public_id>/revocation": "changes who may do what",
    "/admin/staff/<public_id>/role": "changes who may do what",
    "/admin/staff/invitations": "changes who may do what",
    "/admin/staff/sign-out": "shuts somebody out",
}
# Forms of a customer's own account that ask, with what they send.
ACCOUNT_ASKED: dict[str, dict[str, str]] = {
    "/settings/deletion": {"email": ANN.email},
    "/settings/passkeys": {},
    "/settings/passkeys/<public_id>/removal": {},
    "/settings/second-factor": {},
    "/settings/second-factor/recovery-codes": {},
    "/settings/second-factor/removal": {},
    "/settings/second-factor/set-up": {"code": "000000"},
    "/settings/sessions/<public_id>/end": {},
    "/settings/sessions/end-all": {},
    "/settings/sessions/end-others": {},
}
# Reason → routes that do not ask.
NOT_ASKED = {
    "the password of now is a field of the form": ("/settings/address", "/settings/password"),
    "nobody is signed in, or this is where somebody shows who they are": (
        "/reset",
        "/reset/<token>",
        "/sign-in",
        "/sign-in/link",
        "/sign-in/link/<secret>",
        "/sign-in/second-factor",
        "/sign-in/second-factor/lost",
        "/sign-in/second-factor/lost/removal",
        "/sign-in/second-factor/passkey",
        "/sign-in/passkey",
        "/sign-up",
        "/staff/invitation/<secret>",
        "/start/<key>",
        "/start/deletion",
        "/verify",
        "/verify/passkey",
    ),
    "a secret in a letter to the person is what it takes": ("/claim/<token>", "/confirm/<token>"),
    "signed by Stripe": ("/webhooks/stripe",),
    "sends a link to one's own mailbox": ("/admin/address", "/settings/address/confirmation"),
    "only what a passkey is called in its owner's list": ("/settings/passkeys/<public_id>",),
    "ends what this browser may do": ("/sign-out",),
    "takes a right away that can be made again at once": ("/plan/calendar/revocation",),
    "a calendar's address shows dates and nothing that was answered; its owner sees and ends it": ("/plan/calendar",),
    "the card is typed at Stripe": ("/checkout", "/gift", "/seats"),
    "money comes back to whoever paid, after a member of staff has decided": (
        "/orders/<public_id>/cancellation",
        "/orders/<public_id>/refund-request",
        "/orders/<public_id>/refund-request/withdrawal",
    ),
    "the order's page shows the same link, and giving it away is what was bought": (
        "/orders/<public_id>/gift-link",
        "/orders/<public_id>/seats",
    ),
    "writing one's own answers and plan is the whole work; a plan has a history": (
        "/intake/<key>",
        "/intake/resume",
        "/intake/resume/lines",
        "/intake/submission",
        "/plans",
        "/plans/<public_id>/acceptance",
        "/plans/<public_id>/refusal",
        *(
            f"/plans/<public_id>/steps/<int(max=999):position>/{act}"
            for act in (
                *("completion", "drop", "drop/cancellation", "note", "phase", "replacement", "snooze"),
                *("snooze/cancellation", "text"),
            )
        ),
    ),
    "a draft is seen by staff alone, and long work must not be stopped": (
        "/admin/library/<kind>/revisions",
        "/admin/library/import",
        "/admin/preview/<kind>/page",
        "/admin/preview/<kind>/plan",
    ),
    "keeps what readers see as it is": ("/admin/library/<kind>/<slug>/publication/cancellation",),
    "does again what was to be done anyway; nobody chooses what or to whom": (
        "/admin/alerts/settlement",
        "/admin/events/<event_id>/replay",
        "/admin/jobs/run",
        "/admin/letters/delivery",
        "/admin/letters/removal",
    ),
    "money stays, and the customer can ask again": ("/admin/refunds/<public_id>/refusal",),
}


def make_stale(client: FlaskClient) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - 31 * 60
    return client


def count_events(session: Session, kind: str) -> int:
    session.rollback()
    return session.scalar(select(func.count()).where(SecurityEvent.kind == kind)) or 0


@pytest.fixture
def shop(session: Session, stripe: LocalStripe, engine: Engine) -> Shop:
    return Shop(session, stripe, engine)


def test_every_route_that_changes_something_is_decided_once() -> None:
    changing = sorted({str(rule) for rule in RULES if "POST" in (rule.methods or ())})
    decided = [*STAFF_ASKED, *ACCOUNT_ASKED, *(rule for rules in NOT_ASKED.values() for rule in rules)]
    assert sorted(decided) == changing


@pytest.mark.parametrize("rule", STAFF_ASKED)
def test_an_act_of_staff_that_asks_does_nothing_before(rule: str, shop: Shop, sam: FlaskClient) -> None:
    path, form, kind, _ = ACTS[rule](shop)
    before = count_events(shop.session, kind)
    answer = make_stale(sam).post(path, data=form)
    is_asked = (answer.location or "").startswith("/verify?next=/admin")
    assert is_asked or (answer.status_code == 422 and "/verify?next=" in answer.text)
    assert count_events(shop.session, kind) == before


@pytest.mark.parametrize(
    "rule", [rule for rules in NOT_ASKED.values() for rule in rules if rule in ACTS and rule != "/admin/library/import"]
)
def test_what_does_not_ask_is_done_with_an_old_password(rule: str, shop: Shop, sam: FlaskClient) -> None:
    path, form, kind, _ = ACTS[rule](shop)
    before = count_events(shop.session, kind)
    assert make_stale(sam).post(path, data=form).status_code in (200, 303)
    assert count_events(shop.session, kind) == before + 1


@pytest.mark.parametrize("rule", ACCOUNT_ASKED)
def test_a_form_of_the_account_that_asks_does_nothing_before(
    rule: str, session: Session, as_: Callable[[Person], FlaskClient]
) -> None:
    add_session(session, Person(ANN.email, "ann-on-another-device"))
    ann = make_stale(as_(Person(ANN.email, "ann-on-another-device")))
    [route] = [route for route in RULES if str(route) == rule and "POST" in (route.methods or ())]
    path = path_of(ann.application, route, OWNED[rule](session, account_of(session, ANN)) if rule in OWNED else {})
    newest = session.scalar(select(func.max(SecurityEvent.id)))
    assert (ann.post(path, data=ACCOUNT_ASKED[rule]).location or "").startswith("/verify?next=/settings")
    session.rollback()
    assert session.scalar(select(func.max(SecurityEvent.id))) == newest
    assert [as_(person).get("/settings").status_code for person in (ANN, BEA)] == [200, 200]
