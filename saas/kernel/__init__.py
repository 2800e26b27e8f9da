"""Ground: storage, tenancy, money, time, identifiers, refusals, jobs, mail. Knows no Flask and no feature.

`db.transaction(session)` is the only commit in the program. `tenancy.owned_by` and `tenancy.unscoped` are the only
ways to a session, `jobs.enqueue` puts work into the caller's own transaction, and `errors.Refusal` is how a rule
says no: one sentence for a person and one status for the web.
"""
