"""The control API under `/_sandbox/`: what tests and demonstrations may do that real Stripe cannot.

Bodies and answers are JSON. The table of paths is in `control/views.py`; refusals are Stripe-shaped.
"""
