"""The free runway calculator, `/tools/runway`: how long the money lasts, with unemployment pay and without.

What is typed stays in the browser. The page carries each state's maximum and number of weeks, and sends nothing back.
"""
