"""Promotion codes. Stripe alone keeps them; staff create and switch them here."""
