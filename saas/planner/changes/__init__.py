"""Two plans compared: what is added, removed, moved and reworded, and which answer is behind each of it.

`differences` takes a plan apart into values by key; applying the differences to the old plan gives the new one. `causes`
finds out why by composing the plan again, one change at a time. `carry_over` lays what a person did to the old plan over the
new one. `lines` and `explanations` put it all into words, and `report.report_changes` puts it together.
"""
