"""Everything that knows Stripe, and nothing else in the program does.

client     the API client, and its failures told apart
snapshots  what Stripe shows, parsed
checkout   start a purchase, cancel an order
refunds    send a refund          disputes  send evidence, accept a dispute
sync       refresh an order: read its session at Stripe and apply everything that became of it
inbox      events: verify, keep, apply, replay; `views` is the webhook and the staff's list of events
sweep      what a webhook may have missed          reconcile  our ledger beside Stripe's balance

A call to Stripe stands between transactions, never inside one: what will be asked is committed first, with its idempotency
key, and the answer is applied afterward.
"""
