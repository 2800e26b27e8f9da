"""Driving a session from outside: pay it, answer for the bank, expire it, spoil its amount."""

from __future__ import annotations

from saas.sandbox.cards import Account, Card
from saas.sandbox.expand import line_items
from saas.sandbox.refusals import missing_parameter, no_such
from saas.sandbox.states.expire import expire
from saas.sandbox.states.news import change
from saas.sandbox.states.pay import Outcome, pay, prove
from saas.sandbox.store import Thing
from saas.sandbox.world import World

GOOD_CARD = "4242424242424242"


def pay_session(world: World, body: Thing, key: str) -> Thing:
    """{card?, account?, email?, name?}: as the buyer on the page; without either, the card that pays."""
    session = _session(world, key)
    buyer = {
        "email": session["customer_email"] or body.get("email", "buyer@example.test"),
        "name": body.get("name", "Test Buyer"),
    }
    if "account" in body:
        return _told(world, key, pay(world, key, Account(body["account"]), buyer))
    number = str(body.get("card", GOOD_CARD)).replace(" ", "")
    return _told(world, key, pay(world, key, Card(number, 12, 2034), buyer))


def answer_for_bank(world: World, body: Thing, key: str) -> Thing:
    """{answer: "complete" or "fail"}: the 3-D Secure step."""
    _session(world, key)
    return _told(world, key, prove(world, key, body.get("answer", "complete") == "complete"))


def expire_session(world: World, body: Thing, key: str) -> Thing:
    _session(world, key)
    return expire(world, key)


def change_amount(world: World, body: Thing, key: str) -> Thing:
    """{unit_amount?, currency?}: a session that is no longer what the shop asked for. Tells no event."""
    session = _session(world, key)
    if not {"unit_amount", "currency"} & set(body):
        raise missing_parameter("unit_amount")
    for item in line_items(world, session):
        unit = body.get("unit_amount", item["price"]["unit_amount"])
        currency = body.get("currency", item["currency"])
        price = item["price"] | {"unit_amount": unit, "unit_amount_decimal": str(unit), "currency": currency}
        total = unit * item["quantity"]
        change(world, item, price=price, currency=currency, amount_subtotal=total, amount_total=total)
    items = line_items(world, session)
    total = sum(item["amount_total"] for item in items)
    return change(world, session, amount_subtotal=total, amount_total=total, currency=items[0]["currency"])


def _session(world: World, key: str) -> Thing:
    session = world.store.find("checkout.session", key)
    if session is None:
        raise no_such("checkout.session", key)
    return session


def _told(world: World, key: str, outcome: Outcome) -> Thing:
    return {
        "outcome": outcome.kind,
        "message": outcome.message,
        "code": outcome.code,
        "session": world.store.get("checkout.session", key),
    }
