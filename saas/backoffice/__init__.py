"""The /admin doorway: one staff check for everything below it. Each feature brings its own staff pages.

Staff pages read over all accounts, in sessions opened with a reason.
"""
