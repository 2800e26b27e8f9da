"""Commands about people: staff, and everything kept about one account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import click

from saas import models as _all_tables  # noqa: F401  # mappers must know each other before the first query
from saas.accounts.events.actions import record_view
from saas.accounts.events.queries import EventFilter, list_events
from saas.accounts.events.rules import KINDS
from saas.accounts.models import StaffRole
from saas.accounts.passkeys.actions import remove_all_keys
from saas.accounts.queries import find_account_id
from saas.accounts.second_factors.actions import set_up_for_development
from saas.accounts.second_factors.rules import make_code, make_uri
from saas.accounts.sessions.actions import end_all_sessions, end_sessions_of
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.accounts.staff import actions as staff
from saas.accounts.staff.queries import find_staff, list_staff
from saas.kernel import clock
from saas.kernel.db import open_engine
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.tenancy import unscoped
from saas.privacy.queries import export_account
from saas.settings import Settings, load_settings

ROLE = click.Choice([str(role) for role in StaffRole])


@click.group("staff")
def staff_commands() -> None:
    """Who may enter /admin, and as what."""


@staff_commands.command("grant")
@click.argument("email")
@click.option("--role", type=ROLE, default=str(StaffRole.OWNER), show_default=True, help="The desks that open.")
@click.option(
    "--at-once", is_flag=True, help="Without a letter, and print a link that signs in once. Not in production."
)
def grant_staff_rights(email: str, role: str, at_once: bool) -> None:
    """Send EMAIL a letter whose link makes its reader staff, after a new password was chosen."""
    config = load_settings()
    if at_once:
        _refuse_in_production(config, "--at-once trusts an address that nobody has confirmed")
    with unscoped(open_engine(config.command_url), "command: staff") as session, _as_message():
        if at_once:
            person = staff.grant_staff(session, email, StaffRole(role))
            secret = issue_sign_in_link(session, email)
            code = make_code(set_up_for_development(session, person), clock.now())
            click.echo(
                f"{email} is staff ({role}). The second factor is {code} now; `saas staff code` prints the next one."
            )
            click.echo(f"One-time sign-in, good for twelve hours:\n{config.base_url.rstrip('/')}/sign-in/link/{secret}")
        elif staff.invite_staff(session, email, StaffRole(role), may_leave_no_owner=True):
            click.echo(f"A letter to {email} is queued. Its link works once, for two days, and gives the role {role}.")
        else:
            click.echo(f"{email} is staff already, and has the role {role} from now on.")


@staff_commands.command("revoke")
@click.argument("email")
def revoke_staff_rights(email: str) -> None:
    """Take all roles and invitations of EMAIL away, and end sessions, links and the second factor."""
    with unscoped(open_engine(load_settings().command_url), "command: staff") as session, _as_message():
        was_member = (member := find_staff(session, email)) is not None and member.is_staff
        staff.revoke_staff(session, email, may_leave_no_owner=True)
        has_owner = any("owner" in member.roles for member in list_staff(session))
    click.echo(
        f"{email} is not staff, and is signed out everywhere." if was_member else f"{email} is no longer invited."
    )
    if not has_owner:
        click.echo("There is no owner now. `saas staff grant` invites one.")


@staff_commands.command("list")
def list_staff_members() -> None:
    """List staff: address, roles, second factor, last sign-in."""
    with unscoped(open_engine(load_settings().command_url), "command: staff") as session:
        for member in list_staff(session):
            roles = ", ".join(member.roles) or f"invited as {member.invited_as}"
            factor = "second factor" if member.has_second_factor else "no second factor"
            last = f"signed in {member.signed_in_at:%Y-%m-%d %H:%M}" if member.signed_in_at else "has not signed in"
            click.echo("  ".join((member.email, roles, factor, last)))


@staff_commands.command("code")
@click.argument("email")
def print_code(email: str) -> None:
    """Print the second factor of EMAIL as an app would show it now. Not in production."""
    config = load_settings()
    _refuse_in_production(config, "codes come from the app of whoever signs in")
    with unscoped(open_engine(config.command_url), "command: staff") as session:
        person = find_staff(session, email)
        if person is None:
            raise click.ClickException(f"{email} is not staff.")
        secret = set_up_for_development(session, person)
    click.echo(f"{make_code(secret, clock.now())}\n{make_uri(secret, person.email)}")


def _refuse_in_production(config: Settings, reason: str) -> None:
    if config.is_production:
        raise click.ClickException(f"Not in production: {reason}.")


@contextmanager
def _as_message() -> Iterator[None]:
    try:
        yield
    except (Refusal, NotFound) as refusal:
        raise click.ClickException(str(getattr(refusal, "sentence", refusal))) from None


@click.command("remove-keys")
@click.argument("email")
def remove_keys(email: str) -> None:
    """Remove the second factor and the passkeys of a customer, who is told. Make sure first that it is EMAIL who asks."""
    with unscoped(open_engine(load_settings().command_url), "command: sessions") as session, _as_message():
        remove_all_keys(session, email)
    click.echo(f"{email} signs in with the password or a link from now on, and is signed out everywhere.")


@click.group("sessions")
def session_commands() -> None:
    """Where people are signed in."""


@session_commands.command("end")
@click.option("--email", default="", help="The person with this address, who is told; the calendar's address ends too.")
@click.option("--everybody", is_flag=True, help="All people and all staff, after a leak. Links to sign in end too.")
def end_sessions(email: str, everybody: bool) -> None:
    """End sessions now: each browser is asked to sign in again, and nothing that was saved is lost."""
    if bool(email) == everybody:
        raise click.UsageError("Say whose: --email ADDRESS or --everybody.")
    with unscoped(open_engine(load_settings().command_url), "command: sessions") as session, _as_message():
        count = end_all_sessions(session) if everybody else end_sessions_of(session, email)
    click.echo(f"{count} session{'' if count == 1 else 's'} of {'everybody' if everybody else email} ended.")


@click.command("events")
@click.option("--kind", type=click.Choice(sorted(KINDS)), help="Only events of this kind.")
@click.option("--account", default="", help="Only what concerns this account (public id or email).")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
def list_log(kind: str | None, account: str, limit: int) -> None:
    """List security events and staff acts, newest first, a line each."""
    with unscoped(open_engine(load_settings().command_url), "command: events") as session:
        with _as_message():
            account_id = find_account_id(session, account) if account else None
        if account and account_id is None:
            raise click.ClickException(f"There is no account {account}.")
        for event in list_events(session, EventFilter(kind=kind or "", account_id=account_id), limit):
            fields = [
                f"{event.occurred_at:%Y-%m-%d %H:%M:%S}",
                event.label,
                event.person or event.actor,
                f"account={event.account}" if event.account else "",
                event.subject,
                *(
                    f"{name}: {event.before.get(name)} -> {value}" if name in event.before else f"{name}={value}"
                    for name, value in event.after.items()
                ),
                f"from={event.source}" if event.source else "",
            ]
            click.echo("  ".join(filter(None, fields)))


@click.command()
@click.argument("account")
def export(account: str) -> None:
    """Everything kept about ACCOUNT (its public id or a person's email), as JSON."""
    with unscoped(open_engine(load_settings().command_url), "command: export of one account") as session:
        with _as_message():
            account_id = find_account_id(session, account)
        if account_id is None:
            raise click.ClickException(f"There is no account {account}.")
        record_view(session, "account_exported", account_id=account_id)
        click.echo(json.dumps(export_account(session, account_id), ensure_ascii=False, indent=2, default=str))
