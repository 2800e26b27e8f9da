"""The /admin doorway: one staff check for everything below it. Each feature brings its own staff pages.

Staff pages read over all accounts, in sessions opened with a reason. Disputes stand here and not in the shop, because what a
bank is shown is drawn from the shop, the library and how a plan was used.
"""
