"""From what a form sends to an answer, or to a sentence beside the field. Pure: no clock, no database.

`parse_answer` is the one entry for every question. Each kind has a parser below it: they take the values sent, already
cleaned and without empty ones, and return None where an optional question was left empty, which is a skip.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP

from saas.facts.states import STATE_NAMES, find_state_code
from saas.intake.answers.amounts import Amount, read_amount
from saas.intake.questions.question import Question, QuestionKind
from saas.kernel.calendar import MONTHS
from saas.kernel.conditions import Answer
from saas.kernel.formatting import format_number
from saas.kernel.money import format_usd

# Field name → the values sent under it.
FormData = Mapping[str, Sequence[str]]
ResolveRole = Callable[[str], str | None]
SuggestRoles = Callable[[str], Sequence[str]]

# Wide, because parsing has no clock. A page that knows today passes ten years either side of it.
ANY_YEAR = range(1990, 2100)
MAX_TEXT_CHARACTERS = 2000
MAX_ROW_CHARACTERS = 300
MAX_ROLE_CHARACTERS = 120

# A NUL cannot be stored by PostgreSQL, a lone surrogate by nobody; neither was typed on purpose.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NEGATIVE = re.compile(r"\$? ?[-\u2212\u2013] ?\$? ?[0-9]")
# Time can be halved; people, applications and conversations cannot.
DIVISIBLE_UNITS = frozenset({"years", "months", "weeks", "hours a week"})


class AnswerError(ValueError):
    """An answer that cannot be taken: `sentence` is for the person who gave it, `suggestions` are values they may have
    meant, likeliest first."""

    def __init__(self, sentence: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestions = suggestions


def parse_answer(
    question: Question,
    form_data: FormData,
    resolve_role: ResolveRole | None = None,
    suggest_roles: SuggestRoles | None = None,
    years: range = ANY_YEAR,
) -> Answer | None:
    """The answer in a form. None is a skip: an optional question left empty.

    A date comes in three fields, `key-month`, `key-day`, `key-year`; rows in `key-1`, `key-2` … or several `key`.
    Without `resolve_role` a role's text is kept as it is. Raises AnswerError, with a sentence for the person.
    """
    if question.kind == "date":
        month, day, year = (_first_value(form_data, f"{question.key}-{part}") for part in ("month", "day", "year"))
        return parse_date(question, month, day, year, years)
    if question.kind == "role":
        return parse_role(question, _first_value(form_data, question.key), resolve_role, suggest_roles)
    return PARSERS[question.kind](question, _sent_values(question, form_data))


def clean_answer(text: str) -> str:
    """Without the characters nobody types, with one kind of line end, and without space around."""
    return UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parse_money(question: Question, sent: Sequence[str]) -> int | None:
    """Whole dollars, from the ways people write them (see `amounts`); the cents are rounded away.

    Of a range the end counts that errs on the side of caution: `Question.range_end`.
    """
    if not sent and question.is_optional:
        return None
    if not sent:
        raise AnswerError("Write an amount in dollars, such as 4,200.")
    if NEGATIVE.match(sent[0]):
        raise AnswerError("An amount cannot be below zero. Write 0 if there is none.")
    amount = read_amount(sent[0])
    if amount is None:
        raise AnswerError(
            f"We cannot read “{_shorten(sent[0])}” as an amount. Write dollars, such as 4,200, 42k or 4,000 to 5,000."
        )
    _check_period(question, amount)
    amount_dollars = int(amount.end(question.range_end).to_integral_value(ROUND_HALF_UP))
    if not _is_within_bounds(question, amount_dollars):
        raise AnswerError(f"Write an amount from {format_usd(question.min or 0)} to {format_usd(question.max or 0)}.")
    return amount_dollars


def parse_number(question: Question, sent: Sequence[str]) -> int | float | None:
    """A number in the question's unit and range; halves only where the unit can be halved. Of a range one end counts."""
    if not sent and question.is_optional:
        return None
    if not sent:
        raise AnswerError(_range_sentence(question))
    if NEGATIVE.match(sent[0]):
        raise AnswerError(f"A number of {question.unit} cannot be below zero. {_range_sentence(question)}")
    amount = _read_count(question, sent[0])
    if amount is None:
        raise AnswerError(f"We cannot read “{_shorten(sent[0])}” as a number. {_range_sentence(question)}")
    value = float(amount.end(question.range_end))
    if value != int(value) and question.unit not in DIVISIBLE_UNITS:
        raise AnswerError(f"Write a whole number of {question.unit}.")
    if not _is_within_bounds(question, value):
        raise AnswerError(f"{format_number(value)} is outside what a plan can use. {_range_sentence(question)}")
    return int(value) if value == int(value) else value


def is_range(question: Question, text: str) -> bool:
    """Whether two ends were written, of which one is kept."""
    if question.kind not in ("money", "number"):
        return False
    amount = read_amount(text) if question.kind == "money" else _read_count(question, clean_answer(text))
    return amount is not None and amount.is_range


def parse_choice(question: Question, sent: Sequence[str]) -> str | None:
    """Exactly one of the options' values."""
    if not sent and question.is_optional:
        return None
    if len(sent) != 1:
        raise AnswerError("Choose one of the answers.")
    if question.option(sent[0]) is None:
        raise AnswerError(_unknown_option_sentence(sent[0]))
    return sent[0]


def parse_choices(question: Question, sent: Sequence[str]) -> tuple[str, ...] | None:
    """Any of the options' values, in the order of the options, each once."""
    for value in sent:
        if question.option(value) is None:
            raise AnswerError(_unknown_option_sentence(value))
    chosen = [option for option in question.options if option.value in sent]
    alone = next((option for option in chosen if option.is_alone), None)
    if alone and len(chosen) > 1:
        raise AnswerError(f"“{alone.label}” cannot stand beside another answer. Keep one or the other.")
    if not chosen and not question.is_optional:
        raise AnswerError("Choose at least one of the answers.")
    return tuple(option.value for option in chosen) or None


def parse_date(question: Question, month: str, day: str, year: str, years: range = ANY_YEAR) -> date | None:
    """Month as a number or an English name, day, year in four digits."""
    if not (month or day or year):
        if question.is_optional:
            return None
        raise AnswerError("Type a month, a day and a year.")
    lacking = [name for name, text in (("month", month), ("day", day), ("year", year)) if not text]
    if lacking:
        raise AnswerError(f"The date needs a {' and a '.join(lacking)} too.")
    return _build_date(_parse_year(year, years), _parse_month(month), _parse_two_digits(day, "day"))


def parse_text(question: Question, sent: Sequence[str]) -> str | None:
    """Up to `max` characters."""
    if not sent:
        if question.is_optional:
            return None
        raise AnswerError("Write an answer in your own words.")
    _check_length(sent[0], question.max or MAX_TEXT_CHARACTERS)
    return sent[0]


def parse_rows(question: Question, sent: Sequence[str]) -> tuple[str, ...] | None:
    """Up to `max` rows of up to 300 characters, each on one line; empty rows are left out."""
    limit = question.max or 1
    if len(sent) > limit:
        raise AnswerError(f"You wrote {len(sent)}. There is room for {limit}, so keep the ones that count most.")
    rows = tuple(" ".join(row.split()) for row in sent)
    for row in rows:
        _check_length(row, MAX_ROW_CHARACTERS)
    if not rows and not question.is_optional:
        raise AnswerError("Write at least one.")
    return rows or None


def merge_rows(question: Question, written: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """The rows that are there and then the new ones, each once. Raises AnswerError where there is no room for all."""
    cleaned = [" ".join(clean_answer(row).split()) for row in added]
    new = [row for row in dict.fromkeys(cleaned) if row and row not in written]
    rows_left = (question.max or 1) - len(written)
    if len(new) > rows_left:
        room = f"room for {rows_left} more" if written else f"room for {rows_left}"
        raise AnswerError(f"You ticked {len(new)} and there is {room}. Keep the ones that count most.")
    return parse_rows(question, [*written, *new]) or ()


def parse_role(
    question: Question, text: str, resolve: ResolveRole | None = None, suggest: SuggestRoles | None = None
) -> str | None:
    """The slug of the role meant. The error carries the titles of roles that may have been meant."""
    typed = " ".join(text.split())[:MAX_ROLE_CHARACTERS]
    if not typed:
        if question.is_optional:
            return None
        raise AnswerError("Write the plain name of your work, such as “project manager” or “physical therapist”.")
    slug = resolve(typed) if resolve else typed
    if slug is None:
        raise AnswerError(
            f"We do not know “{typed[:60]}” yet. "
            "Try the plain name of the work, such as “project manager” or “physical therapist”.",
            tuple(suggest(typed)) if suggest else (),
        )
    return slug


def parse_state(question: Question, sent: Sequence[str]) -> str | None:
    """A two-letter code, from a code or a name."""
    if not sent:
        if question.is_optional:
            return None
        raise AnswerError("Choose the state where you did the work.")
    code = find_state_code(sent[0])
    if code not in STATE_NAMES:
        raise AnswerError(f"“{sent[0][:40]}” is not a state we know. Choose one from the list.")
    return code


PARSERS: Mapping[QuestionKind, Callable[[Question, Sequence[str]], Answer | None]] = {
    "choice": parse_choice,
    "several": parse_choices,
    "money": parse_money,
    "number": parse_number,
    "state": parse_state,
    "text": parse_text,
    "rows": parse_rows,
}


def _sent_values(question: Question, form_data: FormData) -> list[str]:
    sent = list(form_data.get(question.key, ()))
    if question.kind == "rows":
        numbered = (name for name in form_data if name.startswith(f"{question.key}-"))
        sent += [value for name in sorted(numbered) for value in form_data[name]]
    return [value for value in map(clean_answer, sent) if value]


def _first_value(form_data: FormData, name: str) -> str:
    return clean_answer(next(iter(form_data.get(name, ())), ""))


def _read_count(question: Question, text: str) -> Amount | None:
    """ "8 weeks" and "8 week" are 8; people repeat the unit they were shown."""
    unit = question.unit.split(" ")[0]
    names = rf" ?\b(?:{re.escape(unit)}|{re.escape(unit.removesuffix('s'))})\b"
    return read_amount(re.sub(names, "", text, flags=re.IGNORECASE), has_cents=False)


def _check_period(question: Question, amount: Amount) -> None:
    """A yearly sum in a question that asks for a month would be read twelve times too large."""
    period_asked = next((period for period in ("month", "year") if question.unit.endswith(period)), "")
    if amount.period and period_asked and amount.period != period_asked:
        raise AnswerError(
            f"You wrote it by the {amount.period}, and this is asked by the {period_asked}. Write it for a {period_asked}."
        )


def _is_within_bounds(question: Question, value: float) -> bool:
    low, high = question.min, question.max
    return (low is None or value >= low) and (high is None or value <= high)


def _build_date(year: int, month: int, day: int) -> date:
    # Seen from a leap year, February 29 exists; only then is the year to blame.
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise AnswerError(f"{MONTHS[month - 1]} {day} does not exist. Check the day and the month.")
    if day > monthrange(year, month)[1]:
        raise AnswerError(f"{year} has no {MONTHS[month - 1]} {day}. Check the day and the year.")
    return date(year, month, day)


def _parse_month(text: str) -> int:
    name = text.casefold().rstrip(".")
    if len(name) >= 3 and name.isalpha():
        for number, month in enumerate(MONTHS, 1):
            if month.casefold().startswith(name):
                return number
    number = _parse_two_digits(text, "month")
    if not 1 <= number <= 12:
        raise AnswerError(f"There is no month {number}. Type a month from 1 to 12.")
    return number


def _parse_year(text: str, years: range) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise AnswerError("Type the year in four digits, such as 2026.")
    if int(text) not in years:
        raise AnswerError(
            f"The year {text} is outside what a plan can use. Type a year from {years[0]} to {years[-1]}."
        )
    return int(text)


def _parse_two_digits(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise AnswerError(f"We cannot read “{text[:20]}” as a {name}. Type it in digits.")
    return int(text)


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise AnswerError(f"This has {len(text):,} characters. There is room for {limit:,}, so shorten it a little.")


def _range_sentence(question: Question) -> str:
    low, high = format_number(question.min or 0), format_number(question.max or 0)
    return f"Write a number from {low} to {high}, in {question.unit}."


def _unknown_option_sentence(value: str) -> str:
    return f"“{value[:40]}” is not one of the answers here. Choose from those shown."


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
