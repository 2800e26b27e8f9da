"""Answering a dispute: what the bank asks, the evidence from our own records, and the one answer it takes."""
