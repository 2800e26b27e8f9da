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
        ("142k", 142_000),
        ("$142K", 142_000),
        ("4.2k", 4200),
        ("1.5m", 1_500_000),
        ("1.25 million", 1_250_000),
        ("about 12", 12),
        ("~ $4,200", 4200),
        ("roughly 4,000 dollars or so", 4000),
        ("zero", 0),
        ("None", 0),
        ("20,000\u201330,000", 20_000),
        ("$20,000 - $30,000", 20_000),
        ("20-30k", 20_000),
        ("between 20k and 30k", 20_000),
        ("20 to 30 thousand", 20_000),
        ("900-1.2k", 900),
    ],
)
def test_an_amount_is_read_in_the_ways_people_write_it(text: str, amount_dollars: int) -> None:
    assert answer("savings", text) == amount_dollars


@pytest.mark.parametrize(
    "text",
    ["4,2x0", "four", "4,20", "4 200", "1e5", "NaN", "4.200", "$", "٤٢٠٠", "9" * 5000, "4..2", "30-20", "k", "1-2-3"],
)
def test_what_is_no_amount_is_named_and_an_example_given(text: str) -> None:
    with pytest.raises(AnswerError, match=r"We cannot read “.*as an amount. Write dollars, such as 4,200"):
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
        ("network", "about 12", 12),
        ("applications", "zero", 0),
        ("hours", "10-15 hours a week", 10),
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


def test_of_a_range_the_end_that_errs_on_the_side_of_caution_counts() -> None:
    """What is held counts low, what goes out counts high."""
    assert (answer("savings", "20,000-30,000"), answer("other_income", "1-2k")) == (20_000, 1000)
    assert (answer("spending", "4,000 to 5,000"), answer("spending", "$4k–$5k a month")) == (5000, 5000)
    assert (answer("severance_weeks", "8-10 weeks"), answer("network", "10 or 12")) == (8, 10)


@pytest.mark.parametrize(("key", "text"), [("spending", "60k a year"), ("current_pay", "$45 an hour")])
def test_an_amount_for_another_period_is_asked_again_and_not_misread(key: str, text: str) -> None:
    with pytest.raises(AnswerError, match="and this is asked by the"):
        answer(key, text)


@pytest.mark.parametrize(
    ("key", "text", "value"), [("spending", "$4,200/month", 4200), ("current_pay", "142k per year", 142_000)]
)
def test_the_period_that_is_asked_for_may_be_repeated(key: str, text: str, value: int) -> None:
    assert answer(key, text) == value
