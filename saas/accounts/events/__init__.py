"""The log of security events and staff acts: who did what, when, from where, and what changed.

A verb calls `actions.record_event` inside its own transaction, so that what was done and its row are kept together or not
at all. The database refuses to change a row or to delete a young one (`migrations/…_security_events.py`). Two things are
taken out: who and from where, when the person is deleted, and whole rows after `rules.KEPT_DAYS`.
"""
