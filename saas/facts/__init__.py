"""Facts: what is true outside of here, each with where it was read and when.

Owns: pay, growth and openings of occupations; how much of one kind of work is asked for in another;
unemployment insurance by state; the rules with a clock that follow a layoff.
Words: an origin is the work somebody leaves, a destination the work they could go to. Fit is how close two kinds of
work are once what every job shares is taken away. A proxy is a stand-in we disclose.
Promise: no figure without a source and a date, no figure we made up, and no percentage where a rank is all we have.
Editorial ranges say that they are ours. Everything is read once, is small, and cannot be changed by a reader.
Start at `queries.book()`; the shapes it answers with are in `shapes`.
"""
