"""Plans: composing, keeping, showing and working through them.

`rules.compose` is pure: the same answers, library, facts and day give the same plan to the byte. A kept plan points
at the revisions it was built from and at the submission it answers. Every step can say which answer put it there.
"""
