"""Ids that look like Stripe's: a prefix that tells the kind, then letters and digits."""

from __future__ import annotations

from random import Random

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

LEADS = {
    "checkout.session": ("cs_test_a1", 56),
    "payment_intent": ("pi_3", 23),
    "charge": ("ch_3", 23),
    "refund": ("re_3", 23),
    "event": ("evt_1", 23),
    "balance_transaction": ("txn_3", 23),
    "customer": ("cus_", 14),
    "payment_method": ("pm_1", 23),
    "product": ("prod_", 14),
    "price": ("price_1", 23),
    "item": ("li_1", 23),
    "webhook_endpoint": ("we_1", 23),
    "request": ("req_", 14),
    "delivery": ("dlv_", 12),
    "dispute": ("du_1", 23),
    "warning": ("issfr_1", 23),
    "payout": ("po_1", 23),
    "coupon": ("", 8),
    "promotion_code": ("promo_1", 23),
    "discount": ("di_1", 23),
    "invoice": ("in_1", 23),
    "line_item": ("il_1", 23),
    "tax_rate": ("txr_1", 23),
    "timer": ("tmr_", 12),
    "secret": ("whsec_", 32),
    "fault": ("flt_", 8),
}


class Ids:
    """Makes ids; the same seed gives the same sequence."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = Random(seed)  # noqa: S311 - ids of play money; a seed has to repeat them

    def new(self, kind: str) -> str:
        lead, length = LEADS[kind]
        return lead + self.letters(length)

    def letters(self, length: int) -> str:
        return "".join(self._random.choices(ALPHABET, k=length))
