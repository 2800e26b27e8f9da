"""The shop: orders and their money, gifts and seats, and everything that touches Stripe.

One package per noun, each with its own rules, models, queries, actions, forms, views and letters, as far as it needs them:

orders · refunds · disputes · seats · ledger · alerts · discounts (promotion codes)
stripe  the only place that knows Stripe: it starts a purchase, refreshes an order, sends refunds and evidence
pages   customer and staff pages that show several nouns at once

Words: an *order* is one purchase by one account; a *checkout* is one attempt to pay it, with the parameters and the
idempotency key that were sent to Stripe; a *payment* is money that arrived; a *refund* is money that goes back, with states
of its own; a *refund request* is a refund that a customer asked for and staff decide; a *dispute* is the buyer's bank taking
the money back while it decides; a *seat* is a plan bought for somebody else, a *claim* the taking of it; a *ledger entry*
is one of Stripe's balance transactions; an *alert* is what needs a person.

What is promised: payments and ledger entries are never edited, states move by tables, and access is derived from orders and
claims and stored nowhere. However we learn about a payment, `stripe.sync.refresh_order` asks Stripe and applies the answer,
any number of times. The webhook only keeps an event and answers; a worker applies it. The first design applied it while
Stripe waited, in one transaction with the event's row; that answers as slowly as Stripe does and holds up what comes behind.

A purchase, file by file: `pages/checkout.py` → `stripe/checkout.py` (order and attempt committed, then Stripe asked, by
`stripe/client.py`) → back at `pages/checkout.py`, or `stripe/views.py` → `stripe/inbox.py` → `stripe/sync.py` reads
`stripe/snapshots.py`, moves the state by `orders/rules.py`, writes `orders/models.py` and `ledger/actions.py`, queues
`orders/letters.py`; `orders/queries.py` then answers `has_access`.
"""
