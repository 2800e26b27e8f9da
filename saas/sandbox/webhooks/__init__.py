"""Webhooks: which endpoint gets what, signed how, tried how often."""
