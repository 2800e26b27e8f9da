"""How a browser buys: press the button, pay at Stripe, come back."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe

LINK = re.compile(r"http://shop\.test(/claim/[\w-]{43})")


def buy(client: FlaskClient, stripe: LocalStripe, path: str = "/checkout", *, pays: Any = None, **form: str) -> str:
    """The address that the buyer comes back to. `pays` is passed on to `LocalStripe.pay`."""
    asked = client.post(path, data=form)
    assert asked.status_code == 303, asked.text
    session_id = asked.location.rpartition("/")[2]
    stripe.pay(session_id, **(pays or {}))
    back = client.get(f"/checkout/return?session_id={session_id}")
    assert back.status_code == 303, back.text
    return str(back.location)


def link_in(text: str) -> str:
    """The path of the one claim link that stands in a page or a letter."""
    [path] = set(LINK.findall(text))
    return str(path)
