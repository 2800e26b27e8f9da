"""What every feature uses: database, tenancy, time, money, ids, errors, jobs and letters. Imports no Flask and no feature.

`db.transaction(session)` ends in the only commit of the program. `tenancy.account_session` and `tenancy.unscoped` are the
only ways to a session that can touch owned rows. `jobs.enqueue` and `letters.queue_letter` write into the caller's
transaction; `worker.py` explains what is guaranteed of them. An action refuses by raising `errors.Refusal`: a sentence
for a person and a status for the web.
"""
