"""What waits to be sent and done: letters from their table, jobs from the engine's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from saas.jobs import list_handlers, list_letter_writers
from saas.kernel.jobs import Handler, Job, engine_client
from saas.kernel.letters import Letter, LetterState, QueuedLetter, find_waiting_letter
from saas.kernel.tenancy import unscoped
from saas.settings import Settings
from saas.shop.stripe.client import StripeClient
from tests.apps import make_settings
from tests.local_stripe import LocalStripe
from tests.people import Person


def letters_to(engine: Engine, person: Person) -> list[Letter]:
    """Every letter queued for the person, oldest first."""
    return [letter for letter in every_letter(engine) if letter.to == person.email]


def every_letter(engine: Engine) -> list[Letter]:
    """Every letter that was queued and is not held, oldest first; those with a secret as a worker would write them now."""
    writers = list_letter_writers(make_settings())
    with unscoped(engine, "tests: looking and arranging") as session:
        rows = session.scalars(
            select(QueuedLetter).where(QueuedLetter.state != LetterState.HELD).order_by(QueuedLetter.id)
        ).all()
        return [find_waiting_letter(session, row.key, writers) or row.as_letter() for row in rows]


def jobs_of(engine: Engine, name: str) -> list[list[Any]]:
    """What every queued job of a name was given, oldest first."""
    return [list(job.input["args"]) for job in engine_client(engine).list_workflows(name=name) if job.input]


def handler_of(job: Job, settings: Settings, engine: Engine, gateway: StripeClient | None = None) -> Handler:
    """The functions that do a job, as a worker with these settings would call them."""
    handlers = list_handlers(settings, engine, gateway or LocalStripe())
    return next(handler for handler in handlers if handler.job == job)
