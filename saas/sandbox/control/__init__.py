"""The control API under `/_sandbox/`: what tests and demonstrations may do that real Stripe cannot.

Bodies and responses are JSON; errors have Stripe's shape. The table of paths is in `control/views.py`.
"""
