"""Directions: the kinds of work a person could go to, ranked, with pay, constraints and training."""
