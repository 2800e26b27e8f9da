"""The planner composes a plan from answers: pure functions, with no clock, database, framework or environment.

`compose.compose(answers, catalogue, facts, questionnaire, today)` returns an `outline.Outline`. The same arguments give the
same plan to the byte, and every line of it names the answers that put it there. Data goes one way:

    person      answers in use, and what follows from them
    money       runway, offer floor, severance                  (unemployment: the estimate of the state's benefit)
    directions  ranking, scoring, pay, constraints, training    → situation: person, money and directions together
    deadlines   dates of law and contract, counted from answers
    decision    the verdict, and the answer that would flip it
    steps       choosing, due dates, phases, filling, order
    insights    "Your reading"; translation, rhythm, notes

`reasons` turns the answers behind a line into its "Because …" (relevance ranks them, phrases words them).
`changes` compares two plans, and `replacement` finds another step for one that is not relevant.
"""
