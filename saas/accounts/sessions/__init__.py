"""Sessions: one row for each sign-in of a person, which the cookie names and every request is checked against.

The cookie (and the one of "stay signed in") carries a secret, whose hash is in the row. Whoever holds a cookie of a row
that ended is a stranger. `cookies` connects this with Flask-Login; `actions.end_sessions` is for verbs after which other
devices must sign in again.
"""
