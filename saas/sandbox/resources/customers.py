"""Customers: create, update, delete. A deleted one is still returned, as deleted. Sessions may create one on completion."""

from __future__ import annotations

from saas.sandbox.errors import ApiError
from saas.sandbox.resources.checkout_session_checks import EMAIL
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, with_nulls
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

UPDATABLE_FIELDS = (
    "address",
    "balance",
    "description",
    "email",
    "name",
    "phone",
    "preferred_locales",
    "shipping",
    "tax_exempt",
)


def make_customer(sandbox: Sandbox, buyer: Json) -> Json:
    return api_object(
        "customer",
        id=sandbox.ids.new("customer"),
        balance=0,
        created=sandbox.clock.now(),
        delinquent=False,
        email=buyer["email"],
        invoice_prefix=sandbox.ids.letters(8).upper(),
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        livemode=False,
        metadata={},
        name=buyer["name"],
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
    )


def create_customer(sandbox: Sandbox, params: Json) -> Json:
    _check(params)
    customer = make_customer(sandbox, {"email": None, "name": None, **params})
    customer.update(_changed_fields(customer, params))
    sandbox.add("customer", customer)
    emit_event(sandbox, "customer.created", customer)
    return customer


def retrieve_customer(sandbox: Sandbox, params: Json, key: str) -> Json:
    deleted = sandbox.get_note(f"deleted:{key}")
    return deleted or get_object(sandbox, "customer", key)


def update_customer(sandbox: Sandbox, params: Json, key: str) -> Json:
    _check(params)
    customer = get_object(sandbox, "customer", key)
    return update_object(sandbox, customer, "customer.updated", **_changed_fields(customer, params))


def delete_customer(sandbox: Sandbox, params: Json, key: str) -> Json:
    customer = get_object(sandbox, "customer", key)
    sandbox.store.remove("customer", key)
    sandbox.set_note(f"deleted:{key}", {"id": key, "object": "customer", "deleted": True})
    emit_event(sandbox, "customer.deleted", customer)
    return sandbox.get_note(f"deleted:{key}")


def _changed_fields(customer: Json, params: Json) -> Json:
    fields = changed_fields(customer, params, UPDATABLE_FIELDS)
    if fields.get("address"):
        fields["address"] = with_nulls("address", **fields["address"])
    return fields


def _check(params: Json) -> None:
    if params.get("email") and not EMAIL.fullmatch(params["email"]):
        raise ApiError(f"Invalid email address: {params['email']}", code="email_invalid", param="email")
