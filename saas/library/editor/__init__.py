"""The staff editor: find a piece, write it, see it, publish it, and carry the library in and out as files.

Every field of a piece is a control, named by its place, e.g. `sections.0.heading`: `controls` makes them from the content
class, `form_data` makes content from what was sent, `diff` compares two texts.
"""
