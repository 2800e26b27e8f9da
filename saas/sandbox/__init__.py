"""The sandbox: a local Stripe the shop cannot tell from the real one.

It owns a small payments world: sessions, intents, charges, refunds, events and their webhooks.
Words: a *thing* is one API object as JSON, an *ask* is one API request, a *timer* is something due later.
Promise: the same answers, refusals, events and signatures as API version 2026-10-28.endive, for what a
one-time shop uses; anything outside is refused in Stripe's own shape.
It listens on the loopback only, moves no money, and reads no setting of the shop.
It is its own program: no feature imports it and it imports no feature.
Start it with `saas sandbox --port 4242`; drive it from tests through `/_sandbox/`.
"""
