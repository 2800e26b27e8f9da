"""The ground every feature stands on: database, tenancy, money, time, ids, errors, jobs, letters. Knows no Flask and no feature.

`db.transaction(session)` is the only commit in the program. `tenancy.account_session` and `tenancy.unscoped` are the
only ways to a session over owned rows, `jobs.enqueue` puts work into the caller's own transaction, and `errors.Refusal`
is how a rule says no: one sentence for a person and one status for the web.
"""
