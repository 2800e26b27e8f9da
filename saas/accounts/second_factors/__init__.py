"""Second factors of staff: codes of an app (TOTP, RFC 6238) and recovery codes. Customers have none.

`guards.require_staff` leads to `views` wherever a session has not given one. A code is taken once, wrong ones are counted in
the database, and secrets are encrypted at rest.
"""
