"""Stripe's events: verified and kept while Stripe waits; done afterwards by a worker, from what Stripe answers when asked.

The event's row and its job are one transaction, so a kept event is never forgotten; its word `settled` and its effect are
another, so it never claims to be done before it is. That is why the address may answer at once: seen is not handled. One
that fails again and again is parked with its trace, and waits for a person without holding up the others.
"""
