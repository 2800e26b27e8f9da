"""What a buyer typed, checked field by field. Nothing is created from a form with errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from saas.sandbox.cards import Account, Card, is_past, passes_luhn
from saas.sandbox.store import Thing

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EXPIRY = re.compile(r"(0?[1-9]|1[0-2])\s*/?\s*(?:20)?(\d{2})")

MOST_PIECES = 99


@dataclass(slots=True)
class Filled:
    """`errors` maps field names to sentences; `means` is None when any is wrong or nothing is due."""

    buyer: Thing
    means: Card | Account | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_card_form(typed: Mapping[str, str], session: Thing, today: date) -> Filled:
    filled = _buyer(typed, session)
    number = re.sub(r"[\s-]", "", typed.get("card_number", ""))
    if not re.fullmatch(r"\d{13,19}", number, re.ASCII) or not passes_luhn(number):
        filled.errors["card_number"] = "This card number is not valid. Check the digits."
    expiry = EXPIRY.fullmatch(typed.get("expiry", "").strip())
    if not expiry:
        filled.errors["expiry"] = "Give the month and year, like 12 / 30."
    elif is_past(int(expiry[1]), 2000 + int(expiry[2]), today):
        filled.errors["expiry"] = "This card's expiry date is in the past."
    if not re.fullmatch(r"\d{4}" if number.startswith("3") else r"\d{3,4}", typed.get("cvc", "").strip(), re.ASCII):
        filled.errors["cvc"] = "The security code is too short. It has 3 digits, on some cards 4."
    if expiry and not filled.errors:
        filled.means = Card(number, int(expiry[1]), 2000 + int(expiry[2]))
    return filled


def read_bank_form(typed: Mapping[str, str], session: Thing) -> Filled:
    filled = _buyer(typed, session)
    routing = typed.get("routing_number", "").strip()
    account = typed.get("account_number", "").strip()
    if not re.fullmatch(r"\d{9}", routing, re.ASCII):
        filled.errors["routing_number"] = "A routing number has 9 digits."
    if not re.fullmatch(r"\d{4,17}", account, re.ASCII):
        filled.errors["account_number"] = "An account number has 4 to 17 digits."
    if not filled.errors:
        filled.means = Account(account, routing)
    return filled


def read_free_form(typed: Mapping[str, str], session: Thing) -> Filled:
    """Nothing to pay: only who it is for."""
    return _buyer(typed, session)


def _buyer(typed: Mapping[str, str], session: Thing) -> Filled:
    """An e-mail the shop gave stands, whatever the form says."""
    email = session["customer_email"] or typed.get("email", "").strip()
    filled = Filled({"email": email, "name": typed.get("name", "").strip() or None})
    if not EMAIL.fullmatch(email):
        filled.errors["email"] = "This email address is not complete."
    if not filled.buyer["name"]:
        filled.errors["name"] = "Give the name of the person who pays."
    if needs_terms(session) and typed.get("terms") != "yes":
        filled.errors["terms"] = "The shop asks you to agree to its terms before you pay."
    return filled


def needs_terms(session: Thing) -> bool:
    return (session["consent_collection"] or {}).get("terms_of_service") == "required"


def quantity_bounds(item: Thing) -> tuple[int, int]:
    """The least and the most a buyer may choose."""
    asked = item["adjustable_quantity"] or {}
    return max(1, asked.get("minimum") or 1), asked.get("maximum") or MOST_PIECES


def read_quantity(typed: str, item: Thing) -> int | str:
    """The number, or a sentence when it is none of those allowed."""
    least, most = quantity_bounds(item)
    if not re.fullmatch(r"\d{1,6}", typed.strip(), re.ASCII) or not least <= int(typed) <= most:
        return f"Choose a whole number from {least} to {most}."
    return int(typed)


def read_place(typed: str) -> str | None:
    """The five digits of a ZIP code, with or without the four after them."""
    found = re.fullmatch(r"(\d{5})(?:-\d{4})?", typed.strip(), re.ASCII)
    return found[1] if found else None
