"""Intake: the questions, and what people answer.

Owns: the questionnaire, who is asked what, the sheet of a visitor before an account, the answers of an account, and what was sent in.
Words: a question is *asked* when its condition holds; it is *answered*, *skipped* or *open*. Answers are *in use* while
their question is asked. A *start sheet* belongs to a browser until an account *claims* it. A *submission* is a frozen copy.
Promise: every question says why it is asked; whatever may be skipped says what skipping changes; no answer is lost by
changing another, and going back to the earlier one brings the later ones back. The start cookie opens a start sheet and
nothing of an account. A submission is never edited. Of a resume that is brought, only the lines a person
ticks are kept.
Start at `rules.questionnaire()`; the questions themselves are pieces of the library, handed over by `saas.plans.asking`.
"""
