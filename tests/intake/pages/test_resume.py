"""`/intake/resume`: lines of a resume become answers once a person ticks them, and nothing else does."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from saas.intake.resume.extraction import READERS
from saas.intake.resume.limits import MAX_FILE_BYTES
from tests.intake import resume_files as files
from tests.intake.conftest import TOKEN
from tests.intake.resume_files import ALSO, DONE
from tests.web.html_page import Page

TICKS = re.compile(r'name="take" value="(\d)"')
PAGE, LINES = "/intake/resume", "/intake/resume/lines"


def upload(browser: Any, data: bytes, name: str = "resume.pdf", text: str = "") -> Any:
    """Sends the form as a browser does. The client of the tests would leave a large body open in a file."""
    token = TOKEN.search(browser.get(PAGE))
    assert token is not None
    fields = {"csrf_token": token[1], "resume-text": text, "resume-file": FileStorage(BytesIO(data), name)}
    stream, _, boundary = stream_encode_multipart(fields, use_tempfile=False)
    return browser.client.post(PAGE, data=stream.read(), content_type=f"multipart/form-data; boundary={boundary}")


def paste(browser: Any, text: str) -> Any:
    return browser.send(PAGE, **{"resume-text": text})


def keep_lines(browser: Any, lines: dict[int, str], take: list[int]) -> Any:
    return browser.send(
        LINES, page=PAGE, take=[str(number) for number in take], **{f"line-{n}": line for n, line in lines.items()}
    )


def test_the_question_leads_here_and_keeps_what_is_typed(ann) -> None:
    assert "Bring them from a resume" in ann.get("/intake/accomplishments")
    answer = ann.send("/intake/accomplishments", accomplishments__1="I cut waits", resume="yes")
    assert answer.headers["Location"] == PAGE
    assert "I cut waits" in ann.get("/intake/accomplishments")


def test_going_for_a_resume_with_empty_rows_is_no_skip(ann) -> None:
    ann.send("/intake/accomplishments", resume="yes")
    assert "You skipped this" not in ann.get("/intake/accomplishments")


def test_emptying_the_rows_on_the_way_makes_room(ann) -> None:
    ann.send("/intake/accomplishments", **{f"accomplishments__{n}": f"I cut {n}" for n in (1, 2, 3)})
    assert "room for no more" in ann.get(PAGE)
    ann.send("/intake/accomplishments", resume="yes")
    assert "up to 3" in ann.get(PAGE)


@pytest.mark.parametrize("path", [PAGE, LINES])
def test_strangers_are_asked_to_sign_in(app, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post(path).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (files.pdf(), "cv.pdf"),
        (files.docx_file(), "cv.docx"),
        (files.resume("nurse").encode(), "cv.txt"),
        (files.pdf(), "photo.jpg"),
    ],
    ids=["pdf", "docx", "text", "misnamed"],
)
def test_a_file_is_proposed_line_by_line_with_nothing_ticked(ann, data: bytes, name: str) -> None:
    answer = upload(ann, data, name)
    assert answer.status_code == 200
    assert f">{DONE}</label>" in answer.text
    assert TICKS.findall(answer.text) and " checked" not in answer.text


def test_pasted_text_is_proposed_too_and_beside_a_file(ann) -> None:
    assert DONE in paste(ann, files.resume("nurse")).text
    both = upload(ann, files.pdf(), text="- Won 14 grants for the shelter").text
    assert DONE in both and "Won 14 grants for the shelter" in both


def test_what_is_ticked_becomes_the_answer_as_it_stands(ann) -> None:
    answer = keep_lines(ann, {1: DONE, 2: ALSO + " (twice)", 3: "Never ticked"}, take=[1, 2])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/intake/accomplishments")
    page = ann.get("/intake/accomplishments")
    assert f">{DONE}</textarea>" in page and f">{ALSO} (twice)</textarea>" in page and "Never" not in page


def test_what_was_typed_already_stays_first(ann) -> None:
    ann.send("/intake/accomplishments", accomplishments__1="I cut waits")
    assert "I cut waits" in paste(ann, files.resume("nurse")).text
    keep_lines(ann, {1: DONE}, take=[1])
    assert re.findall(r">([^<]+)</textarea>", ann.get("/intake/accomplishments")) == ["I cut waits", DONE]


def test_the_same_line_twice_is_kept_once(ann) -> None:
    keep_lines(ann, {1: DONE, 2: DONE}, take=[1, 2])
    assert keep_lines(ann, {1: DONE}, take=[1]).status_code == 303
    assert ann.get("/intake/accomplishments").count(DONE) == 1


@pytest.mark.parametrize(
    ("lines", "take", "sentence"),
    [
        ({1: DONE}, [], "No line is ticked yet"),
        ({1: " "}, [1], "No line is ticked yet"),
        ({n: f"I cut {n}" for n in range(1, 5)}, [1, 2, 3, 4], "You ticked 4 and there is room for 3"),
        ({1: "x" * 301}, [1], "This has 301 characters"),
    ],
)
def test_a_refused_choice_comes_back_as_it_was_and_keeps_nothing(
    ann, lines: dict[int, str], take: list[int], sentence: str
) -> None:
    answer = keep_lines(ann, lines, take)
    assert answer.status_code == 422 and sentence in answer.text
    assert answer.text.count(" checked") == len([n for n in take if lines[n].strip()])
    assert "I cut" not in ann.get("/intake/accomplishments")


def test_changing_from_the_review_comes_back_to_it(ann) -> None:
    answer = ann.send("/intake/accomplishments?back=review", resume="yes")
    assert answer.headers["Location"] == f"{PAGE}?back=review"
    answer = ann.send(f"{PAGE}?back=review", **{"resume-text": files.resume("nurse")})
    assert f'action="{LINES}?back=review"' in answer.text
    answer = ann.send(f"{LINES}?back=review", page=PAGE, take="1", **{"line-1": DONE})
    assert answer.headers["Location"] == "/intake/accomplishments?back=review"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (files.locked_pdf(), "locked with a password"),
        (files.scanned_pdf(), "pictures of pages"),
        (b"\x89PNG\r\n", "This is a picture"),
        (files.zip_bomb(), "unpacks to far more"),
        (files.pdf()[:900], "cannot be read"),
        (b"", "This file is empty"),
        (b"x" * (MAX_FILE_BYTES + 1), "there is room for 2 MB"),
        (b"My years.\nI liked them.", "No line in it reads like something you did"),
    ],
    ids=["locked", "scanned", "picture", "bomb", "cut", "empty", "large", "nothing"],
)
def test_a_file_that_cannot_be_used_says_why_and_loses_nothing(ann, data: bytes, sentence: str) -> None:
    answer = upload(ann, data, text="My other text")
    assert answer.status_code == 422 and sentence in answer.text
    assert ">My other text</textarea>" in answer.text
    assert 'href="#resume-file"' in answer.text and 'id="resume-file"' in answer.text


def test_nothing_sent_and_too_much_text_are_said(ann) -> None:
    assert "There is nothing to read yet" in paste(ann, " ").text
    assert "There is nothing to read yet" in upload(ann, b"", name="").text
    long = paste(ann, "x" * 100_001).text
    assert "there is room for 100,000" in long and 'href="#resume-text"' in long


@pytest.mark.parametrize(("size", "text"), [(3_100_000, ""), (10, "x" * 600_000)], ids=["file", "text"])
def test_far_too_much_is_refused_before_it_is_read(ann, size: int, text: str) -> None:
    answer = upload(ann, b"x" * size, text=text)
    assert answer.status_code == 413
    assert "2 MB for a file, 100,000 characters for a text" in answer.text and f'href="{PAGE}"' in answer.text


def test_other_pages_keep_the_limit_of_the_house(ann) -> None:
    answer = ann.client.post(
        "/intake/accomplishments", data=b"x" * 1_100_000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413 and "2 MB" not in answer.text


def test_a_large_file_is_read_without_touching_the_disk(ann, monkeypatch) -> None:
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", lambda **_: pytest.fail("written to disk"))
    assert upload(ann, files.resume("nurse").encode() + b"\n" * 1_500_000).status_code == 422


def test_both_pages_can_be_heard_and_say_what_is_kept(ann) -> None:
    for text in (ann.get(PAGE), paste(ann, files.resume("nurse")).text, upload(ann, b"").text):
        page = Page(text)
        assert (page.outline.count(1), page.unnamed, len(page.ids)) == (1, [], len(set(page.ids)))
        assert re.search(r"The file and its text are not stored|The lines you tick, and nothing else", text)


def test_ticks_and_lines_that_no_page_holds_are_left_alone(ann) -> None:
    answer = ann.send(LINES, page=PAGE, take=["0", "9", "x", "1\x00"], **{"line-9": DONE, "line-x": DONE})
    assert answer.status_code == 422
    assert "Cut falls" not in ann.get("/intake/review")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=200) | st.sampled_from([b"%PDF-", b"PK\x03\x04word/[Content_Types].xml", b"\xff\xfe"]),
    text=st.text(max_size=80),
)
def test_junk_is_never_an_error_of_ours(ann, data: bytes, text: str) -> None:
    answer = upload(ann, data, text=text.encode("utf-8", "replace").decode())
    assert answer.status_code in (200, 422)


def test_while_many_files_are_read_the_page_says_so_and_keeps_the_text(ann) -> None:
    with READERS.hold("x"), READERS.hold("y"):
        answer = upload(ann, files.pdf(), text="I cut waiting times")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert "Many files are being read right now" in answer.text
    assert "I cut waiting times" in answer.text
