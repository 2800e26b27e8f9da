"""Refunds and refund requests.

A customer asks (`request_refund`), staff approve or decline; staff can also make a refund without being asked, and one that
is made in Stripe's dashboard gets a row when Stripe reports it. The row exists before Stripe is asked, and its id makes the
idempotency key: pressing again, a lost answer or a crash in between resumes the same refund and never sends a second one.
What is requested counts as spent, so two refunds together never exceed the payment. A refund can still fail after it
succeeded, when the bank sends it back: then its amount can be refunded again, staff get an alert and the buyer a letter.
"""
