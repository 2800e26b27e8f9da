"""The private calendar address of an account: created, revoked, and read by calendar programs."""
