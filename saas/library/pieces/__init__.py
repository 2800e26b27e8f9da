"""Pieces, their immutable revisions, and the verbs that publish them."""
