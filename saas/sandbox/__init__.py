"""A local Stripe that the shop cannot tell from the real one.

It keeps checkout sessions, intents, charges, refunds, disputes, payouts and events, and sends their webhooks. For what a
one-time shop uses it gives the responses, errors, events and signatures of API version 2026-10-28.endive; anything else
is refused in Stripe's own shape.

It listens on the loopback only, moves no money, and reads no setting of the shop. It is a program of its own: no feature
imports it and it imports no feature, only `saas sandbox` loads it, and production images leave it out. Tests drive it
through the control API, `/_sandbox/`.

`api/` responds to requests, `resources/` has one file for each of Stripe's resources, `webhooks/` sends events, `hosted/`
is the page that a buyer pays on, `control/` does what only tests may do, and `state.py` holds everything.
"""
