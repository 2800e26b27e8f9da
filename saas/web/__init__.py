"""The Flask kit: one database session per request, forms, security, errors, templates, pages kept in memory.

Knows no feature. `session.db()` is the request's session: nobody's until a guard gives it to an account.
"""
