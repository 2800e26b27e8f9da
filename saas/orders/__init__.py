"""The offer, orders and payments; Stripe's doorway.

Words: an *order* is one purchase by one account; a *checkout* is one attempt to pay it, with the parameters and the
idempotency key that were sent to Stripe; a *payment* is money that arrived, a row that is never edited.
Promise: two doors, the return page and the webhook, lead into one `settle`, which may run any number of times.
Access is derived from orders and stored nowhere.
"""
