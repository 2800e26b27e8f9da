"""Two plans side by side: what is added, removed, moved and reworded, and which answer is behind each of it.

`items` takes a plan apart into values by key; `differences` are the keys whose value differs, and applying them to the
old plan gives the new one. `causes` finds out why by composing the plan again, one change at a time. `carrying` lays
what a person did to the old plan over the new one. `telling` and `reasons` put it all into words.
"""
