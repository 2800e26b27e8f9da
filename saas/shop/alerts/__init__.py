"""Alerts: what the program cannot decide by itself. Raised once per cause, mailed to staff, settled by them."""
