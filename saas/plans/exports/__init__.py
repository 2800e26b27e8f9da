"""Copies of a plan that a person takes along: on paper, in a calendar, as data, and in a letter.

Every copy is made from the kept plan as it stands at that moment, so a tick, a note or a dropped step is in all of them.
`pictures` counts once what page, paper and letter draw. `booklet` and `calendar` say what stands in a copy, `press` sets
it in type. A calendar feed is a secret address: whoever has it may read the dates, until it is ended.
"""
