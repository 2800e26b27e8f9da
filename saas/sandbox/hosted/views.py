"""The payment page: `/c/pay/<session>`, the bank's question, a receipt and an invoice."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, abort, redirect, render_template, request

from saas.sandbox.cards import spaced
from saas.sandbox.hosted.form import (
    Filled,
    read_bank_form,
    read_card_form,
    read_free_form,
)
from saas.sandbox.hosted.page import Page, Said, about, closed, show, to_shop
from saas.sandbox.money import price_text
from saas.sandbox.states.pay import UNUSABLE, Outcome, pay, prove
from saas.sandbox.states.reprice import place_of
from saas.sandbox.world import World


def hosted_views(world: World) -> Blueprint:
    views = Blueprint("hosted", __name__)
    views.add_app_template_filter(price_text, "price")
    views.add_app_template_filter(spaced, "spaced")

    @views.get("/c/pay/<key>", defaults={"means": "card"})
    @views.get("/c/pay/<key>/bank", defaults={"means": "bank"})
    def pay_page(key: str, means: str) -> Page:
        with world.lock:
            return closed(world, key) or show(world, key, means, Said(request.args))

    @views.post("/c/pay/<key>", defaults={"means": "card"})
    @views.post("/c/pay/<key>/bank", defaults={"means": "bank"})
    def pay_now(key: str, means: str) -> Page:
        with world.lock:
            return closed(world, key, is_sending=True) or _try_to_pay(world, key, means)

    @views.get("/c/pay/<key>/authenticate")
    def question_page(key: str) -> Page:
        with world.lock:
            return closed(world, key) or render_template("question.html", **about(world, key))

    @views.post("/c/pay/<key>/authenticate")
    def answer_question(key: str) -> Page:
        with world.lock:
            return closed(world, key, is_sending=True) or _answered(world, key)

    _add_papers(world, views)
    return views


def _add_papers(world: World, views: Blueprint) -> None:
    @views.get("/receipts/<key>")
    def receipt(key: str) -> Page:
        with world.lock:
            charge = world.store.find("charge", key) or abort(404)
            return render_template("receipt.html", charge=charge, seller=world.settings.account_name)

    @views.get("/invoices/<key>")
    def invoice(key: str) -> Page:
        with world.lock:
            found = world.store.find("invoice", key) or abort(404)
            return render_template("invoice.html", invoice=found)


def _try_to_pay(world: World, key: str, means: str) -> Page:
    filled = _read(world, key, means)
    if filled.errors:
        return show(world, key, means, Said(request.form, filled.errors))
    return _after(world, key, means, pay(world, key, filled.means, filled.buyer))


def _answered(world: World, key: str) -> Page:
    return _after(world, key, "card", prove(world, key, request.form.get("answer") == "complete"))


def _read(world: World, key: str, means: str) -> Filled:
    session = world.store.get("checkout.session", key)
    if session["amount_total"] == 0:
        filled = read_free_form(request.form, session)
    elif means == "bank":
        filled = read_bank_form(request.form, session)
    else:
        filled = read_card_form(request.form, session, _today(world))
    if session["automatic_tax"]["enabled"] and not place_of(world, session):
        filled.errors["postal_code"] = "Give the ZIP code first, so that the tax is known before you pay."
    return filled


def _today(world: World) -> date:
    return datetime.fromtimestamp(world.clock.now(), UTC).date()


def _after(world: World, key: str, means: str, outcome: Outcome) -> Page:
    if outcome.kind == "asks_first":
        return redirect(f"/c/pay/{key}/authenticate", 303)
    session = world.store.get("checkout.session", key)
    if outcome.kind != "declined":
        return to_shop(session)
    if outcome.code == UNUSABLE and session["allow_promotion_codes"]:
        return show(world, key, means, Said(request.form, {"code": f"{outcome.message} The total is without it now."}))
    return show(world, key, means, Said(request.form, message=outcome.message))
