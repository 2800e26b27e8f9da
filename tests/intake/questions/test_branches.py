"""Who is asked what, and how far along they are."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import AnswerSheet, Question
from saas.kernel.conditions import Answer, Answers

NURSE = {"family": "clinical"}
TEACHER = {"family": "education"}
LAID_OFF: dict[str, Answer] = {
    "role": "registered-nurse",
    "employment": "laid-off",
    "state": "CA",
    "direction": "pivot",
    "last_day": date(2026, 11, 20),
}
LEAVING = {**LAID_OFF, "employment": "leaving"}


def asked(answers: Answers, derived: Answers = NURSE) -> set[str]:
    return {question.key for question in seed_questionnaire().list_asked("intake", answers, derived)}


@pytest.mark.parametrize(
    "key", ["license", "leaving_what", "training_use", "setting_strain", "keep_license", "license_renewal"]
)
def test_a_teacher_is_never_asked_about_a_clinical_license(key: str) -> None:
    assert key not in asked({**LAID_OFF, "license": "active", "leaving_what": "care"}, TEACHER)


@pytest.mark.parametrize(
    "key",
    ["severance", "severance_weeks", "severance_sign_by", "severance_paid_as", "told", "told_on", "group_program"],
)
def test_someone_choosing_to_leave_is_never_asked_about_severance(key: str) -> None:
    assert key not in asked({**LEAVING, "severance": "unsigned", "age": "40-54"})


@pytest.mark.parametrize(
    ("more", "key", "is_asked"),
    [
        ({}, "severance", True),
        ({}, "severance_weeks", False),
        ({"severance": "unsigned"}, "severance_sign_by", True),
        ({"severance": "signed"}, "severance_sign_by", False),
        ({"severance": "unsigned", "age": "40-54"}, "group_program", True),
        ({"severance": "unsigned", "age": "40-plus"}, "group_program", True),
        ({"severance": "unsigned", "age": "under-40"}, "group_program", False),
        ({"insurance": "employer", "employer_size": "100-plus"}, "group_program", True),
        ({"severance": "unsigned", "age": "65-plus"}, "severance_received", True),
        ({"severance": "unsigned", "age": "under-40"}, "severance_received", False),
        ({"severance": "none", "insurance": "own"}, "employer_size", False),
        ({"severance": "signed"}, "employer_size", True),
        ({"severance": "signed"}, "severance_paid_as", True),
        ({}, "claim", True),
        ({"visa": "employer-visa"}, "claim", False),
        ({"ending": "freelance-ended"}, "claim", False),
        ({"claim": "not-yet"}, "claim_weeks_left", False),
        ({"claim": "filed"}, "claim_weeks_left", True),
        ({"claim": "filed", "claim_weeks_left": 9}, "claim_filed_on", False),
        ({"claim": "filed"}, "claim_filed_on", True),
        ({"applications": 60, "interviews": 1}, "silent_months", True),
        ({"applications": 60, "interviews": 9}, "silent_months", False),
        ({"applications": 12}, "silent_months", False),
        ({"license": "active"}, "license_renewal", True),
        ({"license": "lapsed"}, "keep_license", False),
        ({"direction": "same"}, "leaving_what", False),
        ({"insurance": "employer"}, "insurance_end", True),
        ({"insurance": "partner"}, "insurance_end", False),
        ({"applications": 0}, "interviews", False),
        ({"applications": 3}, "interviews", True),
    ],
)
def test_a_follow_up_is_asked_only_after_the_answer_that_calls_for_it(more: Answers, key: str, is_asked: bool) -> None:
    assert (key in asked({**LAID_OFF, **more})) is is_asked


def test_an_answer_to_a_question_no_longer_asked_is_not_used_and_decides_nothing() -> None:
    sheet = {**LEAVING, "severance": "unsigned", "severance_weeks": 8, "hours": 10}
    assert seed_questionnaire().answers_in_use(sheet, NURSE) == {**LEAVING, "hours": 10}


def test_changing_back_brings_the_later_answers_back() -> None:
    sheet = {**LAID_OFF, "severance": "unsigned", "severance_weeks": 8}
    assert (
        seed_questionnaire().answers_in_use({**sheet, "employment": "leaving"})
        != seed_questionnaire().answers_in_use(sheet)
        == sheet
    )


def test_nothing_can_be_sent_in_without_the_required_answers() -> None:
    sheet = AnswerSheet(LAID_OFF, frozenset({"industry", "level"}))
    missing = [question.key for question in seed_questionnaire().list_missing(sheet, TEACHER)]
    assert missing == ["level", "years", "severance", "hours"]


def test_open_questions_are_those_neither_answered_nor_skipped() -> None:
    sheet = AnswerSheet({"role": "teacher", "employment": "leaving"}, frozenset({"last_day"}))
    assert [question.key for question in seed_questionnaire().list_open("start", sheet)] == [
        "state",
        "direction",
        "mood",
    ]


def test_progress_before_paying_is_exact() -> None:
    assert seed_questionnaire().estimate_progress("start", {}) == (1, 6)
    assert seed_questionnaire().estimate_progress("start", {"role": "teacher"}, at="mood") == (6, 6)


def test_progress_counts_half_of_what_open_branches_may_add_and_ends_exact() -> None:
    position, about = seed_questionnaire().estimate_progress("intake", LAID_OFF, TEACHER)
    certain = len(asked(LAID_OFF, TEACHER))
    assert (position, about > certain) == (1, True)
    done = AnswerSheet(LAID_OFF, frozenset(asked(LAID_OFF, TEACHER)))
    assert seed_questionnaire().estimate_progress("intake", done, TEACHER) == (certain, certain)


def test_a_branch_that_cannot_open_is_not_counted() -> None:
    nurse, teacher = (
        seed_questionnaire().estimate_progress("intake", LEAVING, NURSE)[1],
        seed_questionnaire().estimate_progress("intake", LEAVING, TEACHER)[1],
    )
    assert nurse > teacher


ANSWERS: dict[str, list[Answer]] = {
    "number": [0, 5],
    "money": [0, 4200],
    "date": [date(2026, 11, 20)],
    "rows": [("I cut waits",)],
    "text": ["A note"],
    "role": ["registered-nurse"],
    "state": ["CA"],
}


@given(st.data())
def test_an_exact_total_stays_exact_whatever_is_answered(data: st.DataObject) -> None:
    """And until then it is never past what it promised: the place stands within the total."""
    answers: dict[str, Answer] = {}
    skipped: set[str] = set()
    derived = data.draw(st.sampled_from([NURSE, TEACHER]))
    promised: set[int] = set()
    while True:
        sheet = AnswerSheet(answers, frozenset(skipped))
        place, total = seed_questionnaire().estimate_progress("intake", sheet, derived)
        assert 1 <= place <= total
        left = seed_questionnaire().list_open("start", sheet, derived) or seed_questionnaire().list_open(
            "intake", sheet, derived
        )
        if answers and seed_questionnaire().is_total_exact("intake", sheet, derived):
            promised.add(total)
        if not left:
            break
        question = left[0]
        given_answer = data.draw(st.sampled_from(_possible(question, {**derived, **answers})))
        answers.update({} if given_answer is None else {question.key: given_answer})
        skipped.update({question.key} if given_answer is None else ())
    assert promised == {len(seed_questionnaire().list_asked("intake", answers, derived))}


def _possible(question: Question, known: Answers | None = None) -> list[Answer | None]:
    offered = question.offered_options(known or {})
    if question.kind == "several":
        chosen: list[Answer | None] = [(option.value,) for option in offered]
    else:
        chosen = [option.value for option in offered] or list(ANSWERS[question.kind])
    return [*chosen, None] if question.is_optional else chosen


@pytest.mark.parametrize(
    ("direction", "is_asked"), [("same", False), ("adjacent", True), ("pivot", True), ("unsure", True)]
)
def test_what_else_changes_is_asked_of_everybody_who_may_change(direction: str, is_asked: bool) -> None:
    for derived in (NURSE, TEACHER):
        assert ("pivot_to" in asked({**LAID_OFF, "direction": direction}, derived)) is is_asked


def test_an_option_is_offered_to_those_alone_whom_it_can_be_true_of() -> None:
    ending = seed_questionnaire().by_key["ending"]
    offered = {
        employment: [option.value for option in ending.offered_options({"employment": employment})]
        for employment in ("laid-off", "leaving")
    }
    assert offered == {
        "laid-off": ["laid-off", "let-go", "for-cause", "contract-ended", "freelance-ended", "resigned"],
        "leaving": ["resigned", "still-employed"],
    }
    assert "40-plus" not in {option.value for option in seed_questionnaire().by_key["age"].offered_options({})}


def test_an_option_that_no_longer_fits_is_not_used_and_asked_again() -> None:
    sheet = AnswerSheet({**LAID_OFF, "ending": "still-employed"})
    assert "ending" not in seed_questionnaire().answers_in_use(sheet.answers, NURSE)
    assert "ending" in [question.key for question in seed_questionnaire().list_open("intake", sheet, NURSE)]


# Answers that open the most branches: of several openings of one question, each is tried.
LONGEST: dict[str, Answer] = {
    "number": 2,
    "money": 4200,
    "date": date(2026, 11, 20),
    "rows": ("I cut waits",),
    "text": "x",
    "state": "CA",
}
OPENING = {
    "employment": ("laid-off", "at-risk", "leaving"),
    "direction": ("pivot", "adjacent"),
    "severance": ("unsigned", "signed"),
    "claim": ("filed", "not-yet"),
    "license": ("active", "lapsed"),
    "leaving_what": ("care", "setting", "unclear"),
}
FIRST = {"ending": "laid-off", "age": "40-54", "employer_size": "100-plus", "visa": "no", "insurance": "employer"}


def test_nobody_is_asked_more_than_six_and_forty_and_most_people_about_thirty() -> None:
    """The longest path of all, walked over every combination of the answers that open branches."""
    longest: dict[str, int] = {}
    for family in ("clinical", "finance", "education"):
        for choices in itertools.product(*OPENING.values()):
            counted = len(_walk({"family": family}, dict(zip(OPENING, choices, strict=True))))
            longest[family] = max(longest.get(family, 0), counted)
    assert max(longest.values()) <= 41, longest
    assert len(asked({**LAID_OFF, "severance": "none", "insurance": "employer", "claim": "filed"}, TEACHER)) <= 31


def _walk(derived: dict[str, Answer], choices: dict[str, str]) -> list[str]:
    """The questions after paying of somebody to whom every circumstance applies."""
    answers: dict[str, Answer] = {}
    keys = []
    for question in seed_questionnaire().all_questions:
        known = {**derived, **answers}
        if not question.when.holds(known):
            continue
        if question.stage == "intake":
            keys.append(question.key)
        offered = [option.value for option in question.offered_options(known)]
        if question.kind == "several":
            answers[question.key] = tuple(value for value in offered if value not in ("none", "nobody"))
        elif question.options:
            wanted = choices.get(question.key, FIRST.get(question.key, offered[0]))
            answers[question.key] = wanted if wanted in offered else offered[0]
        else:
            answers[question.key] = 60 if question.key == "applications" else LONGEST.get(question.kind, "x")
    return keys
