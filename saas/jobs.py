"""Every job the worker knows, in one place. Registered by name; each is safe to run twice."""

from __future__ import annotations

from typing import Any

from saas.kernel.jobs import job
from saas.kernel.mail import Letter, Post
from saas.settings import Settings


def send_letters_by(settings: Settings) -> None:
    """Register the job that sends letters, with this house's post."""
    post = Post(settings.mail_sender, settings.smtp_url, settings.mail_dir)

    @job("send_letter")
    def send_letter(letter: dict[str, Any]) -> None:
        post.send(Letter(**letter))
