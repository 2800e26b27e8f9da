"""Deadlines: dates counted from what was typed, each with its formula, its law and what missing it costs.

`rows.compute_deadlines` joins the drafts of `employment`, `severance` and `health_cover` with the law in `facts`.
"""
