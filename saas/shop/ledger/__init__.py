"""The ledger: what Stripe did to our balance, appended and never edited; and the daily comparison with Stripe.

No total is stored as truth: paid, refunded and disputed amounts are summed from rows that carry Stripe's id once.
"""
