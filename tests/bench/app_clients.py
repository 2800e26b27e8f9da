"""People in front of the app in this process, for counting and profiling."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.local_stripe import signed
from tests.people import Person


def signed_in(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": person.uniquifier, "_fresh": True, "fs_paa": time.time()})
    return client


def deliver(client: FlaskClient, event: dict[str, Any]) -> Any:
    """A signed event, as Stripe sends it."""
    return client.post("/webhooks/stripe", **signed(event))
