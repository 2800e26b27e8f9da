"""`/admin/second-factor`: where staff set their second factor up, and give it once in each session."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.utils import validate_redirect_url
from markupsafe import Markup

from saas.accounts.guards import current_person, require_staff_without_factor
from saas.accounts.second_factors import actions, queries
from saas.accounts.second_factors.actions import TooManyTries, WrongCode
from saas.accounts.second_factors.rules import group_secret, make_uri
from saas.web.session import db

HOME = "/admin"
second_factor = Blueprint("second_factor", __name__, url_prefix="/admin/second-factor")
second_factor.before_request(require_staff_without_factor)


@second_factor.get("")
def show() -> ResponseReturnValue:
    """The page that asks for a code; whoever has no second factor sets it up here, whoever gave one sees what is left."""
    if not queries.has_second_factor(db(), current_person().id):
        return _render_set_up()
    if _has_passed():
        count = queries.count_recovery_codes(db(), current_person().id)
        return render_template("accounts/second_factors/show.html", count=count)
    return _render_question()


@second_factor.post("")
def give_code() -> ResponseReturnValue:
    try:
        actions.give_code(db(), current_person(), request.form.get("code", "")[:100], g.session_public_id)
    except (WrongCode, TooManyTries) as refusal:
        return _render_question(refusal.sentence), _status_of(refusal)
    return redirect(_next(), 303)


@second_factor.get("/set-up")
def show_set_up() -> ResponseReturnValue:
    if queries.has_second_factor(db(), current_person().id):
        return redirect(url_for("second_factor.show", next=_next()))
    return _render_set_up()


@second_factor.post("/set-up")
def finish_set_up() -> ResponseReturnValue:
    if queries.has_second_factor(db(), current_person().id):
        return redirect(url_for("second_factor.show", next=_next()), 303)
    try:
        typed = request.form.get("code", "")[:100]
        codes = actions.finish_set_up(db(), current_person(), typed, g.session_public_id)
    except (WrongCode, TooManyTries) as refusal:
        return _render_set_up(refusal.sentence), _status_of(refusal)
    return render_template("accounts/second_factors/recovery_codes.html", codes=codes, next=_next())


@second_factor.post("/recovery-codes")
def replace_recovery_codes() -> ResponseReturnValue:
    """New ones, for a session that has given the second factor."""
    if not _has_passed():
        return redirect(url_for("second_factor.show"), 303)
    codes = actions.replace_recovery_codes(db(), current_person())
    return render_template("accounts/second_factors/recovery_codes.html", codes=codes, next=HOME)


def _has_passed() -> bool:
    return g.sign_in_session.second_factor_at is not None


def _next() -> str:
    """Where the person was going, below /admin."""
    wanted = request.values.get("next", "")
    return wanted if wanted.startswith(HOME) and validate_redirect_url(wanted) else HOME


def _status_of(refusal: WrongCode | TooManyTries) -> int:
    return 429 if isinstance(refusal, TooManyTries) else 400


def _render_question(error: str = "") -> str:
    return render_template("accounts/second_factors/question.html", error=error, next=_next())


def _render_set_up(error: str = "") -> str:
    factor, person = actions.begin_set_up(db(), current_person()), current_person()
    return render_template(
        "accounts/second_factors/set_up.html",
        error=error,
        next=_next(),
        qr_code=_draw(make_uri(factor.secret, person.email)),
        secret=group_secret(factor.secret),
    )


def _draw(uri: str) -> Markup:
    """A QR code as an SVG element, which the page holds itself: nothing is asked of anybody."""
    picture = io.BytesIO()
    segno.make(uri, error="m").save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, dark="black", light="white", svgclass="qr-code",
        lineclass=None, title="QR code for the app",
    )  # fmt: skip
    return Markup(picture.getvalue().decode().replace("<svg", '<svg role="img"', 1))  # noqa: S704  # ours alone
