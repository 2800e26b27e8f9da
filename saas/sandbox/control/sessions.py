"""Driving a session from outside: pay it, answer for the bank, expire it, spoil its amount."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object
from saas.sandbox.cards import Account, Card
from saas.sandbox.included import line_items
from saas.sandbox.refusals import ApiRefusal, missing_parameter, no_such
from saas.sandbox.states.debit import settle_debit
from saas.sandbox.states.expire import expire, require_open
from saas.sandbox.states.news import change
from saas.sandbox.states.pay import Outcome, pay, prove
from saas.sandbox.states.redeem import enter_code
from saas.sandbox.states.reprice import place_of, reprice, set_place, set_quantity
from saas.sandbox.store import Thing
from saas.sandbox.world import World

GOOD_CARD = "4242424242424242"
UNTAXED_ZIP = "94103"


def pay_session(world: World, body: Thing, key: str) -> Thing:
    """{card?, account?, email?, name?, code?, postal_code?}: as the buyer on the page.

    Without card or account, the card that pays; where tax is asked for, without a place one that has none.
    """
    session = get_object(world, "checkout.session", key)
    _fill_in(world, session, body)
    buyer = {
        "email": session["customer_email"] or body.get("email", "buyer@example.test"),
        "name": body.get("name", "Test Buyer"),
    }
    if "account" in body:
        return _told(world, key, pay(world, key, Account(body["account"]), buyer))
    number = str(body.get("card", GOOD_CARD)).replace(" ", "")
    return _told(world, key, pay(world, key, Card(number, 12, 2034), buyer))


def _fill_in(world: World, session: Thing, body: Thing) -> None:
    if session["status"] != "open":
        return
    if session["automatic_tax"]["enabled"]:
        set_place(world, session, body.get("postal_code") or place_of(world, session) or UNTAXED_ZIP)
    problem = enter_code(world, session, body["code"]) if "code" in body else None
    if problem:
        raise ApiRefusal(problem, param="code")


def set_quantity_of(world: World, body: Thing, key: str) -> Thing:
    """{quantity, item?: the first}: the buyer changes how many, unbound by what the shop allows."""
    session = require_open(world, key)
    items = line_items(world, session)
    item = next((each for each in items if each["id"] == body.get("item", each["id"])), None)
    if item is None:
        raise no_such("item", str(body.get("item")))
    if not isinstance(body.get("quantity"), int) or body["quantity"] < 1:
        raise ApiRefusal("`quantity` is a whole number, one or more.", param="quantity")
    set_quantity(world, session, item, body["quantity"])
    return session


def answer_for_bank(world: World, body: Thing, key: str) -> Thing:
    """{answer: "complete" or "fail"}: the 3-D Secure step."""
    get_object(world, "checkout.session", key)
    return _told(world, key, prove(world, key, body.get("answer", "complete") == "complete"))


def settle_debit_now(world: World, body: Thing, key: str) -> Thing:
    """{answer?: "complete" or "fail"}: the bank debit of a session ends, as its account number decides or as asked."""
    session = get_object(world, "checkout.session", key)
    intent = world.store.find("payment_intent", session["payment_intent"] or "")
    charge = world.store.get("charge", intent["latest_charge"]) if intent else None
    if charge is None or charge["status"] != "pending":
        raise ApiRefusal("No bank debit of this session is on its way.", param="session")
    if "answer" in body:
        outcome = {"complete": "pays_later", "fail": "fails_later"}.get(body["answer"])
        if outcome is None:
            raise ApiRefusal("Invalid answer: must be one of complete or fail", param="answer")
        world.keep_memo(charge["id"], world.memo(charge["id"]) | {"outcome": outcome})
    settle_debit(world, key)
    return session


def expire_session(world: World, body: Thing, key: str) -> Thing:
    get_object(world, "checkout.session", key)
    return expire(world, key)


def change_amount(world: World, body: Thing, key: str) -> Thing:
    """{unit_amount?, currency?, amount_total?, livemode?}: a session that is no longer what the shop asked for, and
    with `amount_total` not even one that adds up. Tells no event."""
    session = get_object(world, "checkout.session", key)
    if not {"unit_amount", "currency", "amount_total", "livemode"} & set(body):
        raise missing_parameter("unit_amount")
    for item in line_items(world, session):
        unit = body.get("unit_amount", item["price"]["unit_amount"])
        currency = body.get("currency", item["currency"])
        price = item["price"] | {"unit_amount": unit, "unit_amount_decimal": str(unit), "currency": currency}
        change(world, item, price=price, currency=currency)
        change(world, session, currency=currency)
    reprice(world, session)
    return change(world, session, **{name: body[name] for name in ("amount_total", "livemode") if name in body})


def _told(world: World, key: str, outcome: Outcome) -> Thing:
    return {
        "outcome": outcome.kind,
        "message": outcome.message,
        "code": outcome.code,
        "session": world.store.get("checkout.session", key),
    }
