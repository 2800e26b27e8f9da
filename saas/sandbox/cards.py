"""The test cards and bank accounts, and what happens to each. Numbers: Stripe's public test data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Number → outcome: a key of DECLINES, or that it pays and what follows.
CARD_OUTCOMES = {
    "4242424242424242": "pays",
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
    "4000000000000119": "processing_error",
    "4000002500003155": "asks_first",
    "4000000000007726": "refund_pends",
    "4000000000005126": "refund_fails",
    "4000000000000259": "disputed",
    "4000000000001976": "inquired",
    "4000000000005423": "warned",
}
CARD_LABELS = {
    "pays": "Pays",
    "generic_decline": "Declined",
    "insufficient_funds": "Declined: insufficient funds",
    "expired_card": "Declined: expired card",
    "incorrect_cvc": "Declined: wrong security code",
    "processing_error": "Declined: processing error",
    "asks_first": "Asks the buyer first (3-D Secure)",
    "refund_pends": "Pays; a refund stays pending, then succeeds",
    "refund_fails": "Pays; a refund succeeds, then fails",
    "disputed": "Pays; then the bank disputes it as fraud",
    "inquired": "Pays; then the bank asks about it",
    "warned": "Pays; then the bank warns of fraud",
}
ACCOUNT_OUTCOMES = {"000123456789": "pays_later", "000111111116": "fails_later"}
ROUTING_NUMBER = "110000000"
BRANDS = {"4": "visa", "5": "mastercard", "3": "amex", "6": "discover"}


@dataclass(frozen=True, slots=True)
class Decline:
    """`code` and `decline_code` as the API names them; `message` is shown to the buyer."""

    code: str
    decline_code: str | None
    message: str


DECLINES = {
    "generic_decline": Decline("card_declined", "generic_decline", "Your card was declined."),
    "insufficient_funds": Decline("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "expired_card": Decline("expired_card", "expired_card", "Your card has expired."),
    "incorrect_cvc": Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
    "processing_error": Decline(
        "processing_error",
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
    ),
}


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    exp_month: int
    exp_year: int

    @property
    def outcome(self) -> str:
        return CARD_OUTCOMES.get(self.number, "generic_decline")

    @property
    def brand(self) -> str:
        return BRANDS.get(self.number[0], "visa")

    @property
    def last4(self) -> str:
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A US bank account. Whether its debit succeeds is known only days later."""

    number: str
    routing: str = ROUTING_NUMBER

    @property
    def outcome(self) -> str:
        return ACCOUNT_OUTCOMES.get(self.number, "fails_later")

    @property
    def last4(self) -> str:
        return self.number[-4:]


def passes_luhn(number: str) -> bool:
    """The check digit of card numbers: every second digit from the right doubled, sum divisible by ten."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_expired(exp_month: int, exp_year: int, today: date) -> bool:
    return (exp_year, exp_month) < (today.year, today.month)


def format_card_number(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
