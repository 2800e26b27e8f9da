"""People and accounts: who somebody is, and which account's rows they may see.

An account is the tenant: everything a customer writes belongs to one. A person signs in and belongs to one account.
Flask-Security carries sign-up, sign-in and reset; `guards.require_sign_in` gives the request's session to the account.
Staff are people with a role of `models.StaffRole`; their pages are under `/admin`. `staff` gives and takes roles,
`second_factors` holds the codes that staff sign in with beside their password.
"""
