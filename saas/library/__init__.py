"""What we publish: roles, pivots, steps, questions and the site’s own pages.

Words: a *piece* is a thing with a kind and a slug; a *revision* is its text at one time and never changes; publishing
points the piece at a revision. Plans point at revisions, so editing never alters what somebody already has.
The launch library lies in `seed/` as files and becomes revision 1. `version` changes with every publication.
"""
