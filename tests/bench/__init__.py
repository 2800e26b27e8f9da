"""`./run bench`: what a request costs, measured beside a bare Flask hello in the same run. Never part of the suite.

Cost is the CPU time of the web server (and of PostgreSQL, with `--db postgres`) per request, divided by that of the
hello. It repeats within about a tenth, where requests per second on a shared machine do not. Servers listen on
127.0.0.1 only, and everything lies in a temporary folder.

Read `points` for what is measured, `measurement` for how, `report` for what is printed.
"""
