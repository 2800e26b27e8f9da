"""The shop's pages, by what a person does there.

checkout: the offer, Stripe and back · account: orders, one order, giving one up · money_back: asking for the money ·
papers: receipts · giving: gifts and seats · claiming: taking what somebody gave · webhook: where Stripe calls.
`shop` is for who is signed in; `offers` and `claims` are open to everybody; `door` is Stripe's.
"""

from __future__ import annotations

from saas.orders.views import account, checkout, claiming, giving, money_back, papers, webhook
from saas.orders.views.doors import claims, door, offers, shop

__all__ = [
    "account",
    "checkout",
    "claiming",
    "claims",
    "door",
    "giving",
    "money_back",
    "offers",
    "papers",
    "shop",
    "webhook",
]
