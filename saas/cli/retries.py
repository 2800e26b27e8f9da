"""Commands about what was given up: jobs and letters, and how to send them on their way again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas import models as _all_tables  # noqa: F401  # mappers must know each other before the first query
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.kernel.jobs import list_dead_jobs
from saas.kernel.letters import list_failed_letters
from saas.kernel.tenancy import unscoped
from saas.settings import load_settings
from saas.staff.letters import actions


@click.group("jobs", invoke_without_command=True)
@click.pass_context
def list_given_up_jobs(context: click.Context) -> None:
    """List the jobs that were given up, newest first."""
    if context.invoked_subcommand is None:
        with _engine() as engine:
            for job in list_dead_jobs(engine):
                click.echo(f"{job.ended_at:%Y-%m-%d %H:%M}  {job.workflow_id}  {job.reason}")


@list_given_up_jobs.command("retry")
@click.argument("key")
def retry_job(key: str) -> None:
    """Run the job KEY again from the step that failed."""
    with _session() as session:
        if not actions.retry_job(session, session.get_bind().engine, key):
            raise click.ClickException(f"There is no job {key} that was given up.")
    click.echo(f"{key} is queued again.")


@click.group("letters", invoke_without_command=True)
@click.pass_context
def list_undelivered_letters(context: click.Context) -> None:
    """List the letters that could not be delivered, newest first."""
    if context.invoked_subcommand is None:
        with _session() as session:
            for letter in list_failed_letters(session):
                ended = f"{letter.ended_at:%Y-%m-%d %H:%M}" if letter.ended_at else ""
                click.echo(f"{ended}  {letter.key}  {letter.address}  {letter.reason}")


@list_undelivered_letters.command("retry")
@click.argument("key")
def retry_letter(key: str) -> None:
    """Send the letter KEY again."""
    with _session() as session:
        try:
            actions.resend_letter(session, key)
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"{key} is queued again.")


@contextmanager
def _engine() -> Iterator[Engine]:
    engine = open_engine(load_settings().command_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _session() -> Iterator[Session]:
    with _engine() as engine, unscoped(engine, "command: letters that were given up") as session:
        yield session
