"""Errors for logs and for rows that staff read: what failed and where, without the data it failed on.

An error's message may quote what a person typed: PostgreSQL repeats the row in DETAIL, SQLite the words of a search,
`int()` its argument, Stripe a parameter. So only what comes from our code or from the schema is kept: the types, the
lines of code, the names of constraints, and the messages of our own errors, from which addresses are taken out.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator

from sqlalchemy.exc import StatementError

ADDRESS = re.compile(r"[^\s@<>()\[\]{}'\"`,;:=]{1,64}@[^\s@<>()\[\]{}'\"`,;:=]+")
# Of a database's error that somebody has made part of a text: the row, the parameters, and a quoted value.
_ROW = re.compile(r"\s*\b(?:DETAIL|CONTEXT|HINT|LINE \d+):.*?(?=\[SQL:|\(Background on this error|\Z)", re.S)
_PARAMETERS = re.compile(r"\[parameters:.*?(?=\(Background on this error|\Z)", re.S)
_QUOTED = re.compile(r"(invalid (?:input|byte)[^:\n]*): .*?(?=\n|\Z)", re.S)
_FAILED_CONSTRAINT = re.compile(r"(?:UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: [\w., ]+)?")


def describe_error(error: BaseException) -> str:
    """One line: the type, and of the message what can be no data."""
    name = type(error).__qualname__
    if isinstance(error, StatementError):
        return f"{name}: {_describe_database_error(error.orig)}" if error.orig is not None else name
    if type(error).__module__.partition(".")[0] == "saas":
        return f"{name}: {scrub_text(str(error))}".removesuffix(": ")
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    # The name of a variable or a module, from our code.
    return f"{name}: {error}" if isinstance(error, NameError | ImportError) else name


def format_error(error: BaseException) -> str:
    """The traceback of an error and of those it came from, each ended by `describe_error` in place of its message."""
    return "\n".join(
        f"{''.join(traceback.format_tb(link.__traceback__))}{describe_error(link)}" for link in _chain(error)
    )


def scrub_text(text: str) -> str:
    """The text without addresses, and without what databases quote in their messages."""
    if "@" in text:
        text = ADDRESS.sub("[address]", text)
    if "DETAIL" in text or "[parameters" in text or "invalid " in text:
        text = _QUOTED.sub(r"\1", _PARAMETERS.sub("", _ROW.sub("", text)))
    return text


def _describe_database_error(error: BaseException) -> str:
    """The code and the names that PostgreSQL or SQLite give."""
    name, diagnosis = type(error).__qualname__, getattr(error, "diag", None)
    if diagnosis is not None:
        names = ("sqlstate", "table_name", "column_name", "constraint_name")
        return " ".join((name, *(value for key in names if (value := getattr(diagnosis, key, None)))))
    constraint = _FAILED_CONSTRAINT.fullmatch(str(error))
    return f"{name} {getattr(error, 'sqlite_errorname', '')} {constraint[0] if constraint else ''}".strip()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """From the first error to the last one."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return reversed(links)
