"""Gifts and seats: plans bought for somebody else.

Seats are created when their order is paid. Each has one link at a time, whose secret is the permission; only its hash is
stored. Whoever opens it while signed in claims the seat: the claim belongs to their account, and the buyer sees that the
seat was used, never by whom. When the order's money goes back, its claims end; when the money comes back, so do they.
"""
