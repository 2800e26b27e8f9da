"""Plans that are saved: composed from a submission, shown, worked through, composed again, exported.

The plan itself is in `models`, `queries`, `actions` and `views`. Its nouns: `steps` (what a person does with a step),
`proposals` (a plan composed from changed answers, until it is accepted or declined), `exports` (PDF, calendar, JSON, letter),
`samples` and `previews` (plans that are shown and not saved). `saas.planner` composes; a saved plan points at the revisions
it was built from and at the submission it answers.
"""
