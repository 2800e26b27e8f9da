"""Deadlines: dates counted from what was typed, each with its formula, its law and what missing it costs."""
