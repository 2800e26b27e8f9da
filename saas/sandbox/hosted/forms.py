"""What a buyer typed, checked field by field. Nothing is created from a form with errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from saas.sandbox.cards import BankAccount, Card, is_expired, passes_luhn
from saas.sandbox.store import Json

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EXPIRY = re.compile(r"(0?[1-9]|1[0-2])\s*/?\s*(?:20)?(\d{2})")
MAX_QUANTITY = 99


@dataclass(slots=True)
class PaymentForm:
    """`errors` maps field names to sentences; `instrument` is None when any is wrong or nothing is due."""

    buyer: Json
    instrument: Card | BankAccount | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_card_form(typed: Mapping[str, str], session: Json, today: date) -> PaymentForm:
    form = _read_buyer(typed, session)
    number = re.sub(r"[\s-]", "", typed.get("card_number", ""))
    if not re.fullmatch(r"\d{13,19}", number, re.ASCII) or not passes_luhn(number):
        form.errors["card_number"] = "This card number is not valid. Check the digits."
    expiry = EXPIRY.fullmatch(typed.get("expiry", "").strip())
    if not expiry:
        form.errors["expiry"] = "Give the month and year, like 12 / 30."
    elif is_expired(int(expiry[1]), 2000 + int(expiry[2]), today):
        form.errors["expiry"] = "This card's expiry date is in the past."
    if not re.fullmatch(r"\d{4}" if number.startswith("3") else r"\d{3,4}", typed.get("cvc", "").strip(), re.ASCII):
        form.errors["cvc"] = "The security code is too short. It has 3 digits, on some cards 4."
    if expiry and not form.errors:
        form.instrument = Card(number, int(expiry[1]), 2000 + int(expiry[2]))
    return form


def read_bank_form(typed: Mapping[str, str], session: Json) -> PaymentForm:
    form = _read_buyer(typed, session)
    routing = typed.get("routing_number", "").strip()
    account = typed.get("account_number", "").strip()
    if not re.fullmatch(r"\d{9}", routing, re.ASCII):
        form.errors["routing_number"] = "A routing number has 9 digits."
    if not re.fullmatch(r"\d{4,17}", account, re.ASCII):
        form.errors["account_number"] = "An account number has 4 to 17 digits."
    if not form.errors:
        form.instrument = BankAccount(account, routing)
    return form


def read_free_form(typed: Mapping[str, str], session: Json) -> PaymentForm:
    """Nothing to pay: only who the order is for."""
    return _read_buyer(typed, session)


def _read_buyer(typed: Mapping[str, str], session: Json) -> PaymentForm:
    """An email address that the shop gave stands, whatever the form says."""
    email = session["customer_email"] or typed.get("email", "").strip()
    form = PaymentForm({"email": email, "name": typed.get("name", "").strip() or None})
    if not EMAIL.fullmatch(email):
        form.errors["email"] = "This email address is not complete."
    if not form.buyer["name"]:
        form.errors["name"] = "Give the name of the person who pays."
    if needs_terms(session) and typed.get("terms") != "yes":
        form.errors["terms"] = "The shop asks you to agree to its terms before you pay."
    return form


def needs_terms(session: Json) -> bool:
    return (session["consent_collection"] or {}).get("terms_of_service") == "required"


def quantity_bounds(item: Json) -> tuple[int, int]:
    """The smallest and the largest quantity that a buyer may choose."""
    bounds = item["adjustable_quantity"] or {}
    return max(1, bounds.get("minimum") or 1), bounds.get("maximum") or MAX_QUANTITY


def read_quantity(typed: str, item: Json) -> int | str:
    """The number, or a sentence when it is not allowed."""
    lowest, highest = quantity_bounds(item)
    if not re.fullmatch(r"\d{1,6}", typed.strip(), re.ASCII) or not lowest <= int(typed) <= highest:
        return f"Choose a whole number from {lowest} to {highest}."
    return int(typed)


def read_postal_code(typed: str) -> str | None:
    """The five digits of a ZIP code, with or without the four after them."""
    match = re.fullmatch(r"(\d{5})(?:-\d{4})?", typed.strip(), re.ASCII)
    return match[1] if match else None
