"""The Flask kit: one database session per request, forms, security, errors, templates, pages and static files in memory.

Knows no feature. `session.db()` is the request's session: it belongs to nobody until a guard binds it to an account.
"""
