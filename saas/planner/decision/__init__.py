"""The decision desk: a verdict for people who may leave their field, and the answer that would flip it."""
