"""Text of files of every kind, extracted in a process of its own, and the sentence for each that is broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.resume import extraction
from saas.intake.resume.extraction import extract_text
from saas.intake.resume.limits import UnreadableResume
from saas.intake.resume.proposal import propose_lines
from saas.kernel.slots import Busy
from tests.intake import resume_files as files
from tests.intake.resume_files import ALSO, DONE


@pytest.mark.parametrize(
    "make_file", [files.pdf, files.two_column_pdf, files.docx_file], ids=lambda make: make.__name__
)
def test_lines_come_out_of_a_file_as_they_went_in(make_file: Callable[[], bytes]) -> None:
    proposed = propose_lines(extract_text(make_file()))
    assert DONE in proposed and ALSO in proposed
    assert not any("Epic" in line or "@" in line for line in proposed)


def test_a_text_box_is_read_once() -> None:
    assert [line for line in propose_lines(extract_text(files.docx_file())) if "14 nurses" in line] == [
        "Trained 14 nurses on the unit"
    ]


def test_a_file_locked_against_changes_alone_is_read() -> None:
    assert DONE in propose_lines(extract_text(files.locked_pdf(password="")))


@pytest.mark.parametrize(
    ("make_file", "words"),
    [
        (files.locked_pdf, "locked with a password"),
        (files.scanned_pdf, "pictures of pages"),
        (lambda: files.many_pages(200), "more than 30 pages"),
        (files.zip_bomb, "unpacks to far more"),
        (files.entity_bomb, "cannot be read"),
        (lambda: files.pdf()[:900], "cannot be read"),
        (lambda: files.docx_file()[:9000], "cannot be read"),
        (lambda: b"%PDF-1.7 and nothing more", "cannot be read"),
        (lambda: b"", "empty"),
    ],
    ids=["locked", "scanned", "pages", "bomb", "entities", "cut-pdf", "cut-docx", "no-pdf", "empty"],
)
def test_every_other_file_ends_in_a_sentence(make_file: Callable[[], bytes], words: str) -> None:
    with pytest.raises(UnreadableResume, match=words):
        extract_text(make_file())


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "TIMEOUT_SECONDS", 0.001)
    with pytest.raises(UnreadableResume, match="too long"):
        extract_text(files.pdf())


def test_the_process_gets_no_environment_and_cannot_write(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text(
        f"import json, os, runpy\nrunpy.run_path({str(extraction.PROGRAM)!r})['_limit_resources']()\n"
        f"try:\n    open({str(tmp_path / 'spilled')!r}, 'wb', 0).write(b'x')\n    wrote = True\nexcept OSError:\n    wrote = False\n"
        "print(json.dumps({'text': f\"{sorted(set(os.environ) - {'LC_CTYPE'})} {wrote}\"}))"
    )
    monkeypatch.setattr(extraction, "PROGRAM", spy)
    assert extract_text(files.pdf()) == "[] False"


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([files.pdf(), files.docx_file()]))
    place = data.draw(st.integers(0, len(file) - 1))
    damaged = file[:place] + data.draw(st.binary(max_size=40)) + file[place + 20 :]
    with suppress(UnreadableResume):
        assert isinstance(extract_text(damaged), str)


def test_sixteen_slow_files_leave_web_threads_to_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Eight threads, as two web workers have them: two read, and the others answer at once and go on."""
    slow, order = tmp_path / "slow.py", []
    slow.write_text("import json, time\ntime.sleep(2)\nprint(json.dumps({'text': 'read'}))\n")
    monkeypatch.setattr(extraction, "PROGRAM", slow)
    data = files.pdf()

    def upload(owner: str) -> None:
        try:
            order.append(extract_text(data, owner))
        except Busy:
            order.append("busy")

    with ThreadPoolExecutor(max_workers=8) as threads:
        for number in range(16):
            threads.submit(upload, str(number))
        threads.submit(order.append, "healthy").result()
    assert order.index("healthy") < order.index("read")
    assert (order.count("read"), order.count("busy")) == (2, 14)


def test_one_account_has_one_file_read_at_a_time() -> None:
    with extraction.READERS.hold("ann"):
        with pytest.raises(Busy, match="Another file of yours"):
            extract_text(files.pdf(), "ann")
        assert DONE in propose_lines(extract_text(files.pdf(), "bea"))
