"""Stripe, behind a few methods. The only room that speaks to it; the local sandbox differs by settings alone.

Stripe's API version is the one the SDK pins. Every POST carries our own idempotency key. What comes back leaves as the
shapes of `rules.seen`, never as one of the SDK's objects.
"""
