"""Of a resume only the ticked lines stay: not in any table, not in the log, not in the cookie."""

from __future__ import annotations

import logging
from io import BytesIO

import pytest
from sqlalchemy import inspect, text

from saas.models import Base
from tests.encrypted import decrypt_dump
from tests.intake import resume_files as files
from tests.intake.resume_files import ALSO, DONE

SECRETS = (ALSO, "jane.doe@example.com", "Jane Doe", "charting in Epic", "Mercy General", "Pasted words")


@pytest.fixture
def left(ann, session, capfd, caplog):
    """What every table and the log hold after a resume was brought and one line of it kept."""
    caplog.set_level(logging.DEBUG)
    file = (BytesIO(files.pdf()), "Jane Doe resume.pdf")
    assert ALSO in ann.send("/intake/resume", **{"resume-file": file, "resume-text": "Pasted words"}).text
    ann.send(
        "/intake/resume", **{"resume-file": (BytesIO(files.pdf()[:900]), "Jane Doe.pdf"), "resume-text": "Pasted words"}
    )
    ann.send("/intake/resume/lines", page="/intake/resume", take="1", **{"line-1": DONE, "line-2": ALSO})
    session.rollback()
    tables = {name: dump(session, name) for name in stored(session)}
    with ann.client.session_transaction() as cookie:
        tables["the cookie"] = str(dict(cookie))
    return {**tables, "the log": "".join(capfd.readouterr()) + caplog.text}


def dump(session, table: str) -> str:
    """Every row in full: the text of a row of SQLAlchemy's leaves out the middle of long values."""
    return decrypt_dump(str([tuple(row) for row in session.execute(text(f'SELECT * FROM "{table}"'))]))


def stored(session) -> list[str]:
    """Every table there is, whoever made it."""
    names = inspect(session.connection()).get_table_names()
    assert {table.name for table in Base.metadata.tables.values() if not table.schema} <= set(names)
    return sorted(names)


def test_the_ticked_line_is_kept_in_the_answers_and_nowhere_else(left) -> None:
    assert [name for name, content in left.items() if DONE in content] == ["answers"]


def test_nothing_else_of_the_resume_is_anywhere(left) -> None:
    assert [(name, secret) for name, content in left.items() for secret in SECRETS if secret in content] == []


def test_the_log_says_that_it_was_asked(left) -> None:
    assert "resume.propose_lines" in left["the log"]
