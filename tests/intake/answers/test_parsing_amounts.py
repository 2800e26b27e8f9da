"""Money and numbers: what is read, and the sentence for what is not."""

from __future__ import annotations

import pytest

from saas.intake.answers.parsing import AnswerError, parse_answer
from saas.intake.questions.queries import seed_questionnaire


def answer(key: str, text: str) -> object:
    question = seed_questionnaire().find_question(key)
    assert question is not None
    return parse_answer(question, {key: [text]})


@pytest.mark.parametrize(
    ("text", "amount_dollars"),
    [
        ("4200", 4200),
        ("4,200", 4200),
        ("$4200", 4200),
        ("$ 4,200", 4200),
        (" 4200 ", 4200),
        ("4200.00", 4200),
        ("4199.50", 4200),
        ("4199.49", 4199),
        ("0", 0),
        ("1,234,567", 1234567),
        ("4200 dollars", 4200),
        ("007", 7),
    ],
)
def test_an_amount_is_read_in_the_ways_people_write_it(text: str, amount_dollars: int) -> None:
    assert answer("savings", text) == amount_dollars


@pytest.mark.parametrize(
    "text", ["4,2x0", "4.2k", "four", "4,20", "4 200", "1e5", "NaN", "4.200", "$", "٤٢٠٠", "9" * 5000, "4..2"]
)
def test_what_is_no_amount_is_named_and_an_example_given(text: str) -> None:
    with pytest.raises(AnswerError, match=r"We cannot read “.*as an amount. Write whole dollars, such as 4,200"):
        answer("savings", text)


@pytest.mark.parametrize("text", ["-1", "-4,200", "$-5", "-$5", "\u22125"])
def test_an_amount_below_zero_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(AnswerError, match=r"cannot be below zero. Write 0 if there is none"):
        answer("other_income", text)


def test_an_amount_out_of_range_is_told_the_range() -> None:
    with pytest.raises(AnswerError, match=r"from \$0 to \$1,000,000"):
        answer("spending", "1000001")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("years", "12", 12),
        ("years", "12.5", 12.5),
        ("severance_weeks", "6.5 weeks", 6.5),
        ("severance_weeks", "8 week", 8),
        ("hours", "7.0", 7),
        ("network", "0", 0),
        ("applications", "1,200", 1200),
        ("household", "3 people", 3),
    ],
)
def test_a_number_is_read_with_or_without_its_unit(key: str, text: str, value: float) -> None:
    assert answer(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("years", "61", "from 0 to 60, in years"),
        ("years", "-3", "cannot be below zero"),
        ("hours", "0", "0 is outside .* from 1 to 60, in hours a week"),
        ("hours", "", "Write a number from 1 to 60, in hours a week"),
        ("network", "2.5", "Write a whole number of people"),
        ("applications", "lots", "We cannot read “lots” as a number"),
        ("household", "0", "from 1 to 15, in people"),
    ],
)
def test_a_number_that_does_not_fit_is_told_the_range_and_the_unit(key: str, text: str, sentence: str) -> None:
    with pytest.raises(AnswerError, match=sentence):
        answer(key, text)
