"""One way through the questions: which comes next, what its page shows, and how an answer is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.facts.states import STATE_NAMES
from saas.intake.forms import sent_answer, typed
from saas.intake.rules.faults import AnswerError
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.rules.shapes import AnswerSheet, Option, Question
from saas.intake.trades import Trades, Understood
from saas.intake.views.shown import shown
from saas.kernel.conditions import Answer
from saas.kernel.errors import NotFound

STATE_OPTIONS = tuple(Option(code, name, said="") for code, name in STATE_NAMES.items())
AUTOSAVE = "X-Autosave"


def trades() -> Trades:
    return Trades(load_facts())


@dataclass
class Walk:
    """The questions of one person in order. `page` is the endpoint of a question, `end` the one the walk leads to,
    `entrance` the address it was entered from.

    `back_to` names the page that `?back=…` returns to, for changing one answer and coming straight back.
    """

    sheet: AnswerSheet
    questions: tuple[Question, ...]
    page: str
    entrance: str
    end: str
    back_to: str
    is_autosaved: bool

    @cached_property
    def open(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if not self.sheet.settles(question.key))

    @property
    def is_change(self) -> bool:
        return request.args.get("back") == self.back_to

    @property
    def back(self) -> str | None:
        """What `?back=` says on the next page."""
        return self.back_to if self.is_change else None

    def question(self, key: str) -> Question | None:
        """The question, None when this person is not asked it. Raises Missing when there is no such question."""
        if questionnaire().get(key) is None:
            raise NotFound("There is no such question.")
        return next((question for question in self.questions if question.key == key), None)

    def address(self, question: Question, read: str | None = None) -> str:
        return url_for(self.page, key=question.key, back=self.back, read=read)

    def resume(self) -> str:
        """The first open question, or the end."""
        return self.address(self.open[0]) if self.open else url_for(self.end)

    def after(self, question: Question) -> str:
        """Where Continue leads: on in order, or straight back when one answer was changed."""
        later = self.questions[self.questions.index(question) + 1 :]
        return self.resume() if self.is_change or not later else self.address(later[0])

    def before(self, question: Question) -> str:
        """Where Back leads: one question back, or to where the change was asked for."""
        if self.is_change:
            return url_for(self.end)
        place = self.questions.index(question)
        return self.address(self.questions[place - 1]) if place else self.entrance


def ask(walk: Walk, question: Question, error: AnswerError | None = None) -> str:
    """The page of one question, as answered, or as typed when the answer was refused."""
    derived = trades().derived(walk.sheet.answers)
    place, total = questionnaire().progress(question.stage, walk.sheet, derived, at=question.key)
    return render_template(
        "intake/question.html",
        question=question,
        value=typed(question) if error else shown(question, walk.sheet.answers, derived),
        error=error,
        place=place,
        total=total,
        is_exact=questionnaire().is_exact(question.stage, walk.sheet, derived),
        is_skipped=question.key in walk.sheet.skipped,
        is_autosaved=walk.is_autosaved,
        options=STATE_OPTIONS if question.kind == "state" else question.options,
        titles=trades().titles() if question.kind == "role" else (),
        understood=None if error else _understood(walk, question),
        back_href=walk.before(question),
        all_href=url_for(walk.end) if walk.back_to == "review" else None,
    )


def take(
    walk: Walk, question: Question, keep: Callable[[Answer | None], Walk], onward: str | None = None
) -> ResponseReturnValue:
    """Read the form and keep the answer; `keep` returns the walk as it is afterwards, since an answer opens branches.

    `onward` leads somewhere else than to the next question.
    """
    is_autosave = AUTOSAVE in request.headers
    try:
        value = sent_answer(question, trades())
    except AnswerError as error:
        return ("", 422) if is_autosave else (ask(walk, question, error), 422)
    walk = keep(value)
    if is_autosave:
        return Response(status=204)
    return redirect(onward or _to_check(walk, question, value) or walk.after(question), 303)


def _understood(walk: Walk, question: Question) -> Understood | None:
    slug = walk.sheet.answers.get(question.key)
    if question.kind != "role" or not isinstance(slug, str):
        return None
    return trades().understood(request.args.get("read", "")[:120], slug)


def _to_check(walk: Walk, question: Question, value: Answer | None) -> str | None:
    """The same page once more, where more was read into what they wrote than its letters say."""
    text = request.form.get(question.key, "").strip()[:120]
    if question.kind == "role" and isinstance(value, str) and trades().is_read_into(text, value):
        return walk.address(question, read=text)
    return None
