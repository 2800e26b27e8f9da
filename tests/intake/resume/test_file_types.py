"""What a file is, by its bytes; and text in whatever way it was saved."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.intake.resume.file_types import decode_text, detect_file_type
from saas.intake.resume.limits import (
    MAX_FILE_BYTES,
    MAX_TEXT_CHARACTERS,
    UnreadableResume,
    check_file_size,
    check_text_length,
)
from tests.intake.resume_files import docx_file, packed, pdf, resume

ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text"})


@pytest.mark.parametrize(
    ("data", "kind"),
    [(pdf(), "pdf"), (b"\n\n" + pdf(), "pdf"), (docx_file(), "docx"), (b"Cut waits", "text"), (b"", "text")],
)
def test_a_file_is_known_by_what_is_in_it(data: bytes, kind: str) -> None:
    assert detect_file_type(data) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"{\\rtf1 Cut waits}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "older Word file"),
        (ODT, "packed file"),
        (b"  <!DOCTYPE html><p>", "web page"),
        (b"MZ\x90", "program"),
    ],
)
def test_what_is_sent_by_mistake_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableResume, match=words):
        detect_file_type(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["nurse", "hebrew"])
def test_text_is_read_however_it_was_saved(encoding: str, name: str) -> None:
    assert decode_text(resume(name).encode(encoding)) == resume(name)


def test_text_of_an_older_windows_is_read() -> None:
    assert decode_text("• Cut waits – by “half”".encode("cp1252")) == "• Cut waits – by “half”"


@pytest.mark.parametrize("data", [bytes(range(256)) * 9, b"\x00\x01" * 50, b"\xff\xfea", b"\x81\x8d"])
def test_bytes_that_nobody_wrote_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableResume, match="cannot be read"):
        decode_text(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused_with_a_sentence(data: bytes) -> None:
    with suppress(UnreadableResume):
        assert isinstance(decode_text(data), str)
        assert detect_file_type(data) in ("pdf", "docx", "text")


def test_sizes_are_said() -> None:
    with pytest.raises(UnreadableResume, match=r"2\.1 MB and there is room for 2 MB"):
        check_file_size(b"x" * (MAX_FILE_BYTES + 100_000))
    with pytest.raises(UnreadableResume, match="100,001 characters"):
        check_text_length("x" * (MAX_TEXT_CHARACTERS + 1))
    with pytest.raises(UnreadableResume, match="empty"):
        check_file_size(b"")
