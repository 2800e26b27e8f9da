"""The free runway calculator, `/tools/runway`: how long the money lasts, with unemployment pay and without.

Promise: the figures stay in the browser. The page sends a state's maximum and number of weeks along, and asks for nothing.
"""
