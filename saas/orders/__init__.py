"""The offer, orders and their money; gifts and seats; Stripe's doorway.

Words: an *order* is one purchase by one account; a *checkout* is one attempt to pay it, with the parameters and the
idempotency key that were sent to Stripe; a *payment* is money that arrived; a *refund* is money on its way back and has
states of its own; a *dispute* is a bank's question; an *entry* is one balance transaction of Stripe's, kept in the ledger;
a *seat* is a plan bought for somebody else, a *claim* the taking of it; an *alert* is what needs a person.
Promise: all doors lead into one `settle`, which may run any number of times. Payments and entries are never edited, states
move by tables, and access is derived from orders and claims and stored nowhere.
The webhook only keeps what it is told and answers; a worker asks Stripe and does it. The first design did it while Stripe
waited, in one transaction with the event's row; that answers as slowly as Stripe does, and holds up what comes behind.
"""
