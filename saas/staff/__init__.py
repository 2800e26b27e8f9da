"""The /admin doorway: one staff check for everything below it. Each feature brings its own staff pages.

Staff pages read over all accounts, in sessions opened with a reason. Disputes are answered here and not in the shop,
because the evidence for a bank is drawn from the shop, the library and how a plan was used.
"""
