"""One way through the questions: which comes next, what its page shows, and how an answer is submitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.facts.states import STATE_NAMES
from saas.intake.answers.parsing import MAX_ROLE_CHARACTERS, AnswerError, FormData, is_range, parse_answer
from saas.intake.answers.roles import RoleLookup, RoleMatch
from saas.intake.questions.question import AnswerSheet, Option, Question
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel import clock
from saas.kernel.conditions import Answer, Answers
from saas.kernel.errors import NotFound
from saas.kernel.formatting import format_number
from saas.web.forms import AUTOSAVE_HEADER

STATE_OPTIONS = tuple(Option(code, name, clause="") for code, name in STATE_NAMES.items())
DATE_PARTS = ("month", "day", "year")
# What `?read=` says after a range of money or numbers was written.
RANGE_READ = "range"
# A date is accepted this many years either side of today.
YEARS_AROUND = 10


def role_lookup() -> RoleLookup:
    return RoleLookup(load_facts())


@dataclass
class QuestionFlow:
    """The questions asked of one person, in order. `endpoint` is that of a question's page; the paths are where the flow
    was entered and where it ends. A visitor has no account; `is_shared` says that the visitor's computer is.

    `back_to` names the page that `?back=…` returns to, for changing one answer and coming straight back.
    """

    questionnaire: Questionnaire
    sheet: AnswerSheet
    questions: tuple[Question, ...]
    endpoint: str
    entry_path: str
    end_path: str
    back_to: str
    is_autosaved: bool
    is_visitor: bool = False
    is_shared: bool = False

    @cached_property
    def derived(self) -> Answers:
        """What is concluded from the answers, for conditions and sentences."""
        return role_lookup().derive_answers(self.sheet.answers)

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(
            question
            for question in self.questions
            if not self.questionnaire.is_settled(question, self.sheet, self.derived)
        )

    @property
    def is_single_change(self) -> bool:
        return request.args.get("back") == self.back_to

    @property
    def back(self) -> str | None:
        """What `?back=` says on the next page."""
        return self.back_to if self.is_single_change else None

    def find_question(self, key: str) -> Question | None:
        """The question, None when this person is not asked it. Raises NotFound when there is no such question."""
        if self.questionnaire.find_question(key) is None:
            raise NotFound("There is no such question.")
        return next((question for question in self.questions if question.key == key), None)

    def url_of(self, question: Question, read: str | None = None) -> str:
        return url_for(self.endpoint, key=question.key, back=self.back, read=read)

    def next_url(self) -> str:
        """The first open question, or the end."""
        return self.url_of(self.open_questions[0]) if self.open_questions else self.end_path

    def url_after(self, question: Question) -> str:
        """Where Continue leads: on in order, or straight back when one answer was changed."""
        later = self.questions[self.questions.index(question) + 1 :]
        return self.next_url() if self.is_single_change or not later else self.url_of(later[0])

    def url_before(self, question: Question) -> str:
        """Where Back leads: one question back, or to where the change was asked for."""
        if self.is_single_change:
            return self.end_path
        place = self.questions.index(question)
        return self.url_of(self.questions[place - 1]) if place else self.entry_path


def render_question(flow: QuestionFlow, question: Question, error: AnswerError | None = None) -> str:
    """The page of one question, as answered, or as typed when the answer was refused."""
    questionnaire, sheet = flow.questionnaire, flow.sheet
    place, total = questionnaire.estimate_progress(question.stage, sheet, flow.derived, at=question.key)
    return render_template(
        "intake/question.html",
        question=question,
        value=typed_value(question) if error else stored_value(question, sheet.answers, flow.derived),
        error=error,
        place=place,
        total=total,
        is_exact=questionnaire.is_total_exact(question.stage, sheet, flow.derived),
        is_skipped=question.key in sheet.skipped,
        is_autosaved=flow.is_autosaved,
        is_visitor=flow.is_visitor,
        is_shared=flow.is_shared,
        options=_list_options(flow, question),
        titles=role_lookup().list_titles() if question.kind == "role" else (),
        role_match=None if error else _find_role_match(flow, question),
        range_text=None if error else _range_text(flow, question),
        back_href=flow.url_before(question),
        all_href=flow.end_path if flow.back_to == "review" else None,
    )


def submit_answer(
    flow: QuestionFlow,
    question: Question,
    save: Callable[[Answer | None], QuestionFlow],
    next_url: str | None = None,
) -> ResponseReturnValue:
    """Parse the form and save the answer; `save` returns the flow as it is afterwards, since an answer opens branches.

    `next_url` leads somewhere else than to the next question.
    """
    is_autosave = AUTOSAVE_HEADER in request.headers
    try:
        value = _parse_request(question)
    except AnswerError as error:
        return ("", 422) if is_autosave else (render_question(flow, question, error), 422)
    flow = save(value)
    if is_autosave:
        return Response(status=204)
    check_url = _url_to_check_role(flow, question, value) or _url_to_check_range(flow, question)
    return redirect(next_url or check_url or flow.url_after(question), 303)


def request_form_data() -> FormData:
    """Every field of this request's form with the values sent under it."""
    return {name: request.form.getlist(name) for name in request.form}


def typed_value(question: Question) -> object:
    """What was typed, in the shape the fields take it back."""
    form = request.form
    if question.kind == "date":
        return {part: form.get(f"{question.key}-{part}", "") for part in DATE_PARTS}
    if question.kind == "rows":
        return [form.get(f"{question.key}-{place}", "") for place in range(1, (question.max or 1) + 1)]
    return form.getlist(question.key) if question.kind == "several" else form.get(question.key, "")


def stored_value(question: Question, answers: Answers, derived: Answers) -> object:
    """An answer as its field shows it: a date, a list, or the text that would be typed again to give the same answer."""
    answer = answers.get(question.key)
    if question.kind == "rows":
        rows = list(answer) if isinstance(answer, tuple) else []
        return rows + [""] * ((question.max or 1) - len(rows))
    if question.kind == "role" and answer:
        return derived.get("role_title", answer)
    if isinstance(answer, int | float):
        return format_number(answer)
    return answer


def _parse_request(question: Question) -> Answer | None:
    # Only what may be skipped: elsewhere the button is not on the page, and its name is no way around the question.
    is_skipped = question.is_optional and "skip" in request.form
    year, roles = clock.today().year, role_lookup()
    return parse_answer(
        question,
        {} if is_skipped else request_form_data(),
        resolve_role=roles.find_slug,
        suggest_roles=roles.suggest_titles,
        years=range(year - YEARS_AROUND, year + YEARS_AROUND + 1),
    )


def _list_options(flow: QuestionFlow, question: Question) -> tuple[Option, ...]:
    if question.kind == "state":
        return STATE_OPTIONS
    used = flow.questionnaire.answers_in_use(flow.sheet.answers, flow.derived)
    return question.offered_options({**flow.derived, **used})


def _find_role_match(flow: QuestionFlow, question: Question) -> RoleMatch | None:
    slug = flow.sheet.answers.get(question.key)
    if question.kind != "role" or not isinstance(slug, str):
        return None
    return role_lookup().find_match(request.args.get("read", "")[:MAX_ROLE_CHARACTERS], slug)


def _url_to_check_role(flow: QuestionFlow, question: Question, value: Answer | None) -> str | None:
    """The same page once more, where more was read into what they typed than its letters say."""
    text = request.form.get(question.key, "").strip()[:MAX_ROLE_CHARACTERS]
    if question.kind == "role" and isinstance(value, str) and role_lookup().is_interpreted(text, value):
        return flow.url_of(question, read=text)
    return None


def _url_to_check_range(flow: QuestionFlow, question: Question) -> str | None:
    """The same page once more, saying which end of a range counts. The amount itself stays out of the address."""
    text = request.form.get(question.key, "").strip()
    if "skip" in request.form or not is_range(question, text):
        return None
    return flow.url_of(question, read=RANGE_READ)


def _range_text(flow: QuestionFlow, question: Question) -> str | None:
    """The end that counts, in words, right after a range was written."""
    is_read = question.kind in ("money", "number") and request.args.get("read") == RANGE_READ
    return flow.questionnaire.answer_text(question.key, flow.sheet.answers) if is_read else None
