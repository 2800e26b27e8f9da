"""The letters that wait in the queue, read from the job engine's own tables."""

from __future__ import annotations

from typing import Any

from dbos import DBOSClient
from sqlalchemy import Engine

from saas.kernel.jobs import SCHEMA
from saas.kernel.letters import Letter
from tests.people import Person


def letters_to(engine: Engine, person: Person) -> list[Letter]:
    """Every letter queued for the person, oldest first."""
    return [letter for letter in every_letter(engine) if letter.to == person.email]


def every_letter(engine: Engine) -> list[Letter]:
    """Every letter that was queued, oldest first."""
    client = DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, lazy=True)
    return [_letter(job.input) for job in client.list_workflows(name="send_letter")]


def jobs_of(engine: Engine, name: str) -> list[list[Any]]:
    """What every queued job of a name was given, oldest first."""
    client = DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, lazy=True)
    return [list(job.input["args"]) for job in client.list_workflows(name=name) if job.input]


def _letter(given: Any) -> Letter:
    return Letter(**given["args"][0])
