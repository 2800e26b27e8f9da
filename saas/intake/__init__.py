"""Intake: the questions, and what people answer.

`questions/` what is asked of whom, read from the published library · `answers/` parsing, storing and reading answers ·
`submissions/` the answers sent in · `resume/` the lines of a resume that may become answers · `pages/` what people see.

A question is asked while its condition holds; it is answered, skipped or open. An answer is in use while its question is
asked. A start sheet belongs to a browser until an account claims it. A submission is a frozen copy of the answers in use.

Every question says why it is asked, and one that may be skipped says what skipping changes. No answer is lost by changing
another: going back to the earlier one brings the later ones back. The start cookie opens a start sheet and nothing of an
account. A submission is never edited. Of a resume, only the lines that a person ticks are kept.

How a form is read: a question's control comes from the library, so one parser reads them all,
`answers.parsing.parse_answer(question, form_data)`; the two forms of a resume are in `resume.forms`.
"""
