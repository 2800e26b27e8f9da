"""Composing a plan: pure rules, with no clock, no database and no environment.

`compose` reads answers, the published library, the facts and a day, and gives an `Outline`. Every line of it names the
answers that put it there. The rules, one to a room: profile (what follows from answers), money, directions, decision,
deadlines, choosing and ordering of steps, reading, translation, rhythm, gentle (hard days), because (reasons).
"""
