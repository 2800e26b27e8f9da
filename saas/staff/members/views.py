"""`/admin/staff`, for the owner: who is staff, inviting somebody, another role, taking the rights away, and signing a person
out everywhere. Each act needs a password that was typed a short while ago, and is told to the person it concerns."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.accounts import guards
from saas.accounts.events.actions import record_view
from saas.accounts.models import StaffRole
from saas.accounts.sessions.actions import end_sessions_of
from saas.accounts.staff import actions, queries
from saas.kernel.errors import Refusal
from saas.kernel.tenancy import unscoped
from saas.staff.members.forms import ROLES, InvitationForm, RoleForm, SignOutForm
from saas.web.limits import limiter
from saas.web.session import staff_engine

staff_members = Blueprint("members", __name__)


@staff_members.get("/staff")
def index() -> ResponseReturnValue:
    with _session() as session:
        page = _render_index(session)
        record_view(session, "staff_list_viewed")
        return page


@staff_members.post("/staff/invitations")
@limiter.limit("20 per hour")
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    form.validate()
    with _session() as session:
        if errors := form.field_errors | guards.password_error():
            return _render_index(session, form=form, errors=errors), 422
        try:
            is_invited = actions.invite_staff(session, form.email.data, StaffRole(form.role.data))
        except Refusal as refusal:
            return _render_index(session, form=form, errors={"email": refusal.sentence}), refusal.status
    email = form.email.data
    flash(
        f"A letter to {email} is on its way. Its link works for two days."
        if is_invited
        else f"{email} is staff already, and has that role from now on.",
        "info",
    )
    return redirect(url_for("staff.members.index"), 303)


@staff_members.post("/staff/sign-out")
@limiter.limit("60 per hour")
def sign_out() -> ResponseReturnValue:
    """Anybody, customers too: on the telephone, or where somebody else may be signed in as them."""
    form = SignOutForm()
    form.validate()
    with _session() as session:
        if errors := form.field_errors | guards.password_error("confirm-sign-out"):
            return _render_index(session, sign_out_form=form, errors=errors), 422
        try:
            count = end_sessions_of(session, form.person.data)
        except Refusal as refusal:
            return _render_index(session, sign_out_form=form, errors={"person": refusal.sentence}), refusal.status
    flash(f"{form.person.data} is signed out everywhere ({count} open), and is told by letter.", "info")
    return redirect(url_for("staff.members.index"), 303)


@staff_members.get("/staff/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    with _session() as session:
        return _render_member(session, public_id)


@staff_members.post("/staff/<public_id>/role")
def change_role(public_id: str) -> ResponseReturnValue:
    if (question := guards.ask_for_password(_member_url(public_id))) is not None:
        return question
    form = RoleForm()
    with _session() as session:
        email = queries.get_member(session, public_id).email
        if not form.validate():
            return _render_member(session, public_id, form.field_errors), 422
        try:
            actions.change_role(session, email, StaffRole(form.role.data))
        except Refusal as refusal:
            return _render_member(session, public_id, {"role": refusal.sentence}), refusal.status
    flash(f"{email} is {form.role.data} from now on, and is told by letter.", "info")
    return redirect(url_for("staff.members.index"), 303)


@staff_members.post("/staff/<public_id>/revocation")
def revoke(public_id: str) -> ResponseReturnValue:
    if (question := guards.ask_for_password(_member_url(public_id))) is not None:
        return question
    with _session() as session:
        email = queries.get_member(session, public_id).email
        try:
            actions.revoke_staff(session, email)
        except Refusal as refusal:
            return _render_member(session, public_id, {"revoke": refusal.sentence}), refusal.status
    flash(f"{email} may no longer open the staff pages, and is told by letter.", "info")
    return redirect(url_for("staff.members.index"), 303)


def _session() -> Session:
    return unscoped(staff_engine(), "staff: who is staff, and where people are signed in")


def _member_url(public_id: str) -> str:
    return url_for("staff.members.show", public_id=public_id)


def _render_index(
    session: Session,
    *,
    form: InvitationForm | None = None,
    sign_out_form: SignOutForm | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    return render_template(
        "staff/members/index.html",
        members=queries.list_staff(session),
        roles=ROLES,
        form=form,
        sign_out_form=sign_out_form,
        errors=errors or {},
        is_fresh=guards.is_password_fresh(),
        verify_url=guards.verify_url(url_for("staff.members.index")),
    )


def _render_member(session: Session, public_id: str, errors: dict[str, str] | None = None) -> str:
    member = queries.get_member(session, public_id)
    return render_template(
        "staff/members/show.html",
        member=member,
        roles=ROLES,
        errors=errors or {},
        is_self=member.email == guards.current_person().email,
        is_fresh=guards.is_password_fresh(),
        verify_url=guards.verify_url(_member_url(public_id)),
    )
