"""A piece as a form: every field of its shape is a control, named by its place, e.g. `sections.0.heading`.

`fields` makes the controls from the shape, `reading` makes a table from what was sent, `difference` compares two texts.
Pure but for Werkzeug's own dictionary.
"""
