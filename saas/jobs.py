"""Every job and hourly chore the worker knows, in one place. Each is safe to run twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from saas.intake import actions as intake
from saas.kernel import clock
from saas.kernel.jobs import job
from saas.kernel.mail import Letter, Post
from saas.kernel.tenancy import unscoped
from saas.kernel.worker import Chore
from saas.library import actions as library
from saas.plans.copies import letter as plan_letter
from saas.plans.copies import mail as plan_mail
from saas.settings import Settings


def send_letters_by(settings: Settings) -> None:
    """Register the job that sends letters, with this house's post."""
    post = Post(settings.mail_sender, settings.smtp_url, settings.mail_dir)

    @job("send_letter")
    def send_letter(letter: dict[str, Any]) -> None:
        post.send(Letter(**letter))


def send_plan_letters_by(settings: Settings, engine: Engine) -> None:
    """Register the job that writes and sends the letter of a plan. Its picture is drawn here and never waits in the queue."""
    post = Post(settings.mail_sender, settings.smtp_url, settings.mail_dir)

    @job(plan_mail.JOB)
    def send_plan_letter(account_id: int, public_id: str) -> None:
        plan_letter.send(engine, post, settings.base_url, account_id, public_id)


def forget_visitors(engine: Engine) -> None:
    """Start sheets of people who have not come back in half a year, longer than their cookie lives."""
    with unscoped(engine, "worker: forgetting visitors") as session:
        intake.forget_unclaimed(session, clock.now() - FORGET_AFTER)


def publish_scheduled(engine: Engine) -> None:
    """Drafts whose moment has come."""
    with unscoped(engine, "worker: publishing what was scheduled") as session:
        library.publish_due(session, clock.now())


FORGET_AFTER = timedelta(days=181)
CHORES = (Chore(forget_visitors, 3600), Chore(publish_scheduled, 20))
