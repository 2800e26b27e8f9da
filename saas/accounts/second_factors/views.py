"""`/settings/second-factor`, where somebody sets one up or turns it off, and `/sign-in/second-factor`, which asks for it."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.utils import validate_redirect_url
from markupsafe import Markup

from saas.accounts.guards import (
    ask_for_password,
    current_person,
    require_sign_in,
    require_waiting_session,
    waiting_person,
)
from saas.accounts.models import Person
from saas.accounts.passkeys.challenges import issue_challenge
from saas.accounts.passkeys.queries import list_credential_ids
from saas.accounts.passkeys.rules import find_relying_party, make_request_options
from saas.accounts.second_factors import actions, queries
from saas.accounts.second_factors.actions import TooManyTries, WrongCode
from saas.accounts.second_factors.models import SecondFactor
from saas.accounts.second_factors.rules import group_secret, make_uri
from saas.accounts.sessions.cookies import came_by_letter, renew_secret
from saas.kernel import clock
from saas.kernel.errors import Refusal
from saas.web.limits import limiter
from saas.web.session import db

second_factor = Blueprint("second_factor", __name__, url_prefix="/settings/second-factor")
second_factor.before_request(require_sign_in)
second_factor_question = Blueprint("second_factor_question", __name__, url_prefix="/sign-in/second-factor")
second_factor_question.before_request(require_waiting_session)
TURNED_OFF = "The second factor is off. Your password or a sign-in link alone opens the account now."


@second_factor.get("")
def show() -> ResponseReturnValue:
    person = current_person()
    factor = queries.find_second_factor(db(), person.id)
    return render_template(
        "accounts/second_factors/show.html",
        is_on=factor is not None and factor.confirmed_at is not None,
        lost_until=factor.lost_until if factor else None,
        count=queries.count_recovery_codes(db(), person.id),
        person=person,
        next=_next(person),
    )


@second_factor.post("")
@limiter.limit("20 per hour")
def begin_set_up() -> ResponseReturnValue:
    if password_page := _ask_for_password():
        return password_page
    try:
        actions.begin_set_up(db(), current_person())
    except Refusal as refusal:
        return _refuse(refusal)
    return redirect(url_for("second_factor.show_set_up", next=_next(current_person())), 303)


@second_factor.get("/set-up")
def show_set_up() -> ResponseReturnValue:
    """The key of the app, as a picture. It is written when the person asks to begin, and not by looking here."""
    if password_page := _ask_for_password():
        return password_page
    factor = queries.find_second_factor(db(), current_person().id)
    if factor is None or factor.confirmed_at is not None:
        return redirect(url_for("second_factor.show", next=_next(current_person())))
    return _render_set_up(factor)


@second_factor.post("/set-up")
def finish_set_up() -> ResponseReturnValue:
    if password_page := _ask_for_password():
        return password_page
    person = current_person()
    factor = queries.find_second_factor(db(), person.id)
    if factor is None or factor.confirmed_at is not None:
        return redirect(url_for("second_factor.show", next=_next(person)), 303)
    try:
        codes = actions.finish_set_up(db(), person, _typed_code(), g.session_public_id)
    except (WrongCode, TooManyTries) as refusal:
        return _render_set_up(factor, refusal.sentence), _status_of(refusal)
    return render_template("accounts/second_factors/recovery_codes.html", codes=codes, next=_next(person))


@second_factor.post("/recovery-codes")
@limiter.limit("20 per hour")
def replace_recovery_codes() -> ResponseReturnValue:
    if password_page := _ask_for_password():
        return password_page
    try:
        codes = actions.replace_recovery_codes(db(), current_person())
    except Refusal as refusal:
        return _refuse(refusal)
    return render_template("accounts/second_factors/recovery_codes.html", codes=codes, next=_next(current_person()))


@second_factor.post("/removal")
@limiter.limit("20 per hour")
def turn_off() -> ResponseReturnValue:
    if password_page := _ask_for_password():
        return password_page
    try:
        actions.turn_off(db(), current_person())
    except Refusal as refusal:
        return _refuse(refusal)
    flash(TURNED_OFF, "info")
    return redirect(url_for("second_factor.show"), 303)


@second_factor_question.get("")
def show_question() -> ResponseReturnValue:
    return _render_question()


@second_factor_question.post("")
@limiter.limit("20 per minute")
def give_code() -> ResponseReturnValue:
    try:
        actions.give_code(db(), waiting_person(), _typed_code(), g.session_public_id)
    except (WrongCode, TooManyTries) as refusal:
        return _render_question(refusal.sentence), _status_of(refusal)
    renew_secret()
    return redirect(_next(waiting_person(), _home(waiting_person())), 303)


@second_factor_question.get("/lost")
def show_loss() -> ResponseReturnValue:
    factor = queries.find_second_factor(db(), waiting_person().id)
    lost_until = factor.lost_until if factor else None
    is_due = lost_until is not None and lost_until <= clock.now()
    return render_template(
        "accounts/second_factors/lost.html",
        lost_until=lost_until,
        is_due=is_due,
        came_by_letter=came_by_letter(),
        person=waiting_person(),
    )


@second_factor_question.post("/lost")
@limiter.limit("10 per hour")
def report_loss() -> ResponseReturnValue:
    try:
        actions.report_loss(db(), waiting_person())
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for("second_factor_question.show_loss"), 303)


@second_factor_question.post("/lost/removal")
@limiter.limit("10 per hour")
def turn_off_lost() -> ResponseReturnValue:
    try:
        actions.turn_off_lost(db(), waiting_person(), came_by_letter=came_by_letter())
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("second_factor_question.show_loss"), 303)
    renew_secret()
    flash(TURNED_OFF, "info")
    return redirect(url_for("second_factor.show"), 303)


def _ask_for_password() -> ResponseReturnValue | None:
    return ask_for_password(url_for("second_factor.show"))


def _refuse(refusal: Refusal) -> ResponseReturnValue:
    flash(refusal.sentence, "error")
    return redirect(url_for("second_factor.show"), 303)


def _typed_code() -> str:
    return request.form.get("code", "")[:100]


def _home(person: Person) -> str:
    return "/admin" if person.is_staff else "/dashboard"


def _next(person: Person, home: str = "") -> str:
    """Where the person was going: a page of ours."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and validate_redirect_url(wanted)
    return wanted if is_ours else home or ("/admin" if person.is_staff else url_for("second_factor.show"))


def _status_of(refusal: WrongCode | TooManyTries) -> int:
    return 429 if isinstance(refusal, TooManyTries) else 400


def _render_question(error: str = "") -> str:
    person = waiting_person()
    known = list_credential_ids(db(), person.id)
    party = find_relying_party(current_app.extensions["settings"].base_url)
    return render_template(
        "accounts/second_factors/question.html",
        error=error,
        next=_next(person, _home(person)),
        person=person,
        options=make_request_options(party, issue_challenge("second-factor"), known=known) if known else "",
    )


def _render_set_up(factor: SecondFactor, error: str = "") -> str:
    person = current_person()
    return render_template(
        "accounts/second_factors/set_up.html",
        error=error,
        next=_next(person),
        person=person,
        qr_code=_draw(make_uri(factor.secret, person.email)),
        secret=group_secret(factor.secret),
    )


def _draw(uri: str) -> Markup:
    """A QR code as an SVG element, which the page holds itself: nothing is asked of anybody."""
    picture = io.BytesIO()
    segno.make(uri, error="m").save(
        picture,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        dark="black",
        light="white",
        svgclass="qr-code",
        lineclass=None,
        title="QR code for the app",
    )
    return Markup(picture.getvalue().decode().replace("<svg", '<svg role="img"', 1))  # noqa: S704  # ours alone
