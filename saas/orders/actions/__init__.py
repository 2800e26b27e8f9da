"""The verbs of the shop. Each is one transaction; calls to Stripe stand between transactions, never inside one.

paying: open Stripe's page, give an order up · settling: what a session says, done to its order · booking: the ledger ·
refunding · disputing · giving: seats and their links · alerting: what needs a person.
"""
