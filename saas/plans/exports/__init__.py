"""Exports of a plan that a person takes along: a PDF, a calendar file or feed, JSON.

Every export is made from the saved plan as it stands at that moment, so a completed, noted or dropped step is in all of them.
`drawings` computes once what page, PDF and letter draw. `booklet` says what stands in the PDF and `pdf` typesets it. A feed is
a secret address: whoever has it may read the dates, until it is revoked.
"""
