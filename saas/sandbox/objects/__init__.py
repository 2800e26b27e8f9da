"""Builders: one file per API object. A builder returns a new thing with every always-sent key present."""
