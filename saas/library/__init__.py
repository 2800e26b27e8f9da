"""What we publish: roles, pivots, steps, questions and the site’s own pages.

Words: a *piece* is a thing with a kind and a slug; a *revision* holds its content at one time and never changes; publishing
points the piece at a revision. Plans point at revisions, so editing never alters what somebody already has. The number of
publications is the library's version, and everything cached from it is cached by version.

`kinds` says what each kind holds and how its fields are treated; `checks` what keeps a text from being published; `pieces`
writes, publishes and reads; `seed` is the launch library as files, published as revision 1; `search` finds; `pages` is what
readers see and `editor` what staff see.
"""
