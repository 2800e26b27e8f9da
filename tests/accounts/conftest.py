"""Reading what is kept about people, and signing in as a person would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.accounts.models import Person
from tests.people import ANN, PASSWORD
from tests.people import Person as Name

SignIn = Callable[..., TestResponse]
FindPerson = Callable[[str], Person | None]


@pytest.fixture
def find(session: Session) -> FindPerson:
    """The person with an address, read afresh."""

    def by(email: str) -> Person | None:
        session.rollback()
        session.expire_all()
        return session.scalar(select(Person).where(Person.email == email).order_by(Person.id))

    return by


@pytest.fixture
def sign_in(client: FlaskClient) -> SignIn:
    """The stranger's browser sends the form of /sign-in."""

    def send(email: str, password: str = PASSWORD, path: str = "/sign-in", **fields: Any) -> TestResponse:
        return client.post(path, data={"email": email, "password": password, **fields})

    return send


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


@pytest.fixture
def anns_phone(as_: Callable[[Name], FlaskClient]) -> FlaskClient:
    """Another device, on which Ann is signed in."""
    return as_(ANN)
