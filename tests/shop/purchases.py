"""Buying as a browser does, claim links, and the form of a refund."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.shop.records import ShopRecords

CLAIM_LINK = re.compile(r"http://shop\.test(/claim/[\w-]{43})")


def buy(client: FlaskClient, stripe: LocalStripe, path: str = "/checkout", *, pays: Any = None, **form: str) -> str:
    """Press the button, pay at Stripe, come back: the path the buyer is led to. `pays` is passed on to
    `LocalStripe.pay`."""
    answer = client.post(path, data=form)
    assert answer.status_code == 303, answer.text
    session_id = answer.location.rpartition("/")[2]
    stripe.pay(session_id, **(pays or {}))
    returned = client.get(f"/checkout/return?session_id={session_id}")
    assert returned.status_code == 303, returned.text
    return str(returned.location)


def claim_path(text: str) -> str:
    """The path of the one claim link in a page or a letter."""
    [path] = set(CLAIM_LINK.findall(text))
    return str(path)


def staff_refund_form(records: ShopRecords, **changes: Any) -> dict[str, Any]:
    """The form of a refund of everything, as staff send it."""
    [payment] = records.payments
    form = {"payment": payment.stripe_id, "amount": "79.00", "reason": "requested_by_customer", "note": "By phone"}
    return form | {"left": f"{payment.stripe_id}:7900"} | changes
