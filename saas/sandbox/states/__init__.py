"""What can happen to sessions, charges and refunds: one file per verb, each telling its events."""
