"""A question written in the editor: asked a moment later, refused where people could not be asked, withdrawn, kept."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.answers.models import Answer
from saas.intake.questions.queries import VERSION_SECONDS, forget_questionnaires
from saas.intake.submissions.models import Submission
from tests.library.drafts import counts
from tests.library.editor.conftest import LIBRARY, Save
from tests.library.editor_forms import publication_fields
from tests.people import ANN, Person

MOOD = f"{LIBRARY}/question/mood"


@pytest.fixture
def write(save: Save, sam: FlaskClient) -> Callable[..., int]:
    """Type into some fields of a question, save, publish; the status of publishing."""

    def written(slug: str, **fields: str) -> int:
        path = f"{LIBRARY}/question/{slug}"
        assert save(path=path, kind="question", **fields).status_code == 303
        return sam.post(f"{path}/publication", data=publication_fields(sam.get(path).text)).status_code

    return written


def asked(app: Flask, path: str = "/start/mood") -> str:
    """As a stranger is asked now."""
    forget_questionnaires()
    return app.test_client().get(path).text


def test_the_editor_lists_questions_by_their_words(sam: FlaskClient) -> None:
    page = sam.get(LIBRARY, query_string={"kind": "question"}).text
    assert "How is today?" in page and "49 pieces" in page and "Write a new intake question" in page


def test_what_is_saved_unread_is_the_same_text(save: Save, session: Session) -> None:
    before = counts(session)
    assert save(path=f"{LIBRARY}/question/years", kind="question").status_code == 303
    assert counts(session) == before


def test_a_published_text_is_what_a_person_is_asked(write: Callable[..., int], app: Flask) -> None:
    assert "How is today?" in asked(app)
    assert write("mood", text="How are you today?") == 303
    assert "How are you today?" in asked(app)


def test_a_draft_is_asked_of_nobody(save: Save, app: Flask) -> None:
    save(path=MOOD, kind="question", text="How are you today?")
    assert "How is today?" in asked(app)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/start/mood", "/start/mood?back=preview"])
def test_within_two_seconds_nobody_is_asked_the_old_text(
    write: Callable[..., int], client: FlaskClient, path: str
) -> None:
    client.get(path)
    write("mood", text="How are you today?")
    time.sleep(VERSION_SECONDS + 0.1)
    assert "How are you today?" in client.get(path).text


@pytest.mark.parametrize(
    ("slug", "fields", "sentence"),
    [
        ("mood", {"when": "shoes is red"}, "No question is called “shoes”."),
        ("years", {"when": "told_on answered"}, "“told_on” is asked later"),
        ("years", {"said": ""}, "Nothing is written here"),
        ("mood", {"options__1__value": "steady"}, "“steady” stands there twice."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    write: Callable[..., int], sam: FlaskClient, session: Session, slug: str, fields: dict[str, str], sentence: str
) -> None:
    version = counts(session)[0]
    assert write(slug, **fields) == 409
    assert sentence in sam.get(f"{LIBRARY}/question/{slug}").text
    assert counts(session)[0] == version


def test_a_choice_without_options_is_refused(sam: FlaskClient, session: Session) -> None:
    typed = {
        "slug": "shoes",
        "base": "0",
        "place": "410",
        "stage": "intake",
        "kind": "choice",
        "text": "Which?",
        "why": "So.",
        "range_end": "low",
    }
    assert sam.post(f"{LIBRARY}/question/revisions", data=typed).status_code == 303
    answer = sam.post(f"{LIBRARY}/question/shoes/publication", data={"number": 1})
    assert answer.status_code == 409 and "options" in answer.text


def test_a_withdrawn_question_is_asked_no_more_and_its_answers_stay(
    sam: FlaskClient, session: Session, app: Flask, as_: Callable[[Person], FlaskClient]
) -> None:
    before = session.execute(select(Answer.account_id, Answer.question_key, Answer.value)).all()
    assert "savings" in {row.question_key for row in before}
    session.rollback()
    assert sam.post(f"{LIBRARY}/question/savings/withdrawal").status_code == 303
    forget_questionnaires()
    ann = as_(ANN)
    assert ann.get("/intake/savings").status_code == 404
    for path in ("/intake/review", "/plan", "/plan/changes", "/dashboard"):
        assert ann.get(path, follow_redirects=True).status_code == 200
    assert session.execute(select(Answer.account_id, Answer.question_key, Answer.value)).all() == before


@pytest.mark.parametrize("slug", ["role", "employment", "accomplishments"])
def test_a_question_that_others_stand_on_stays(sam: FlaskClient, session: Session, slug: str) -> None:
    before = counts(session)
    answer = sam.post(f"{LIBRARY}/question/{slug}/withdrawal")
    assert answer.status_code == 409 and "It is still asked." in answer.text
    assert counts(session) == before


def test_a_sheet_that_was_sent_in_stays_as_it_was(
    write: Callable[..., int], sam: FlaskClient, session: Session, app: Flask
) -> None:
    before = session.execute(select(Submission.id, Submission.answers)).all()
    session.rollback()
    write("mood", text="How are you today?", options__0__label="Very steady")
    sam.post(f"{LIBRARY}/question/savings/withdrawal")
    asked(app)
    assert session.execute(select(Submission.id, Submission.answers)).all() == before


def test_a_sheet_names_the_version_of_the_questions_it_answers(
    write: Callable[..., int], session: Session, app: Flask, as_: Callable[[Person], FlaskClient]
) -> None:
    write("mood", text="How are you today?")
    forget_questionnaires()
    as_(ANN).post("/intake/hours", data={"hours": "3"})
    assert as_(ANN).post("/intake/submission").status_code == 303
    latest = session.scalars(select(Submission).order_by(Submission.id.desc())).first()
    assert latest is not None and latest.library_version == str(counts(session)[0])


def test_strangers_do_not_find_questions(client: FlaskClient) -> None:
    assert "How many people live on" not in client.get("/search?q=household+money+people+live").text
    assert "/questions/" not in client.get("/sitemap.xml").text
