"""What may happen to money, decided without a clock, a database or Stripe.

One idea to a room: the offer · what Stripe shows (`seen`) · the states of an order · of a refund · of a dispute · how much
may go back · who a seat belongs to. Every state moves by a table, `after(state, fact)`; old news changes nothing.
"""
