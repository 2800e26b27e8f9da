"""The library as files: out as one archive, in as drafts, and nothing at all where one file does not fit."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.library.editor import import_export, queries
from saas.library.pieces.actions import withdraw_piece, write_draft
from saas.library.seed.writing import format_seed
from saas.library.seed.writing import format_seed_files as as_files
from tests.library.drafts import (
    KIM,
    SAM,
    all_seeds_by_name,
    bodies,
    changed,
    counts,
    role,
    seeded,
    stored_piece,
    version,
    with_content,
)
from tests.library.editor.conftest import LIBRARY

ROLE_FILE = "roles/accountant.toml"
ROLE_TEXT = format_seed(seeded("role", "accountant"))


def packed(files: dict[str, str]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return archive.getvalue()


def upload(client: FlaskClient, archive: bytes | dict[str, str]) -> TestResponse:
    sent = archive if isinstance(archive, bytes) else packed(archive)
    head = b'--edge\r\nContent-Disposition: form-data; name="archive"; filename="library.zip"\r\n\r\n'
    # Written out: the test client would leave the temporary file open that it makes of a large body.
    return client.post(
        f"{LIBRARY}/import", data=head + sent + b"\r\n--edge--\r\n", content_type="multipart/form-data; boundary=edge"
    )


def export(client: FlaskClient) -> bytes:
    return client.get(f"{LIBRARY}/files.zip").get_data()


def unpacked(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return {name: read.read(name).decode() for name in read.namelist()}


def test_the_archive_is_the_published_library_as_its_files(sam: FlaskClient) -> None:
    answer = sam.get(f"{LIBRARY}/files.zip")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "private, no-store")
    assert 'filename="library.zip"' in answer.headers["Content-Disposition"]
    assert unpacked(answer.data) == as_files(all_seeds_by_name().values())


def test_drafts_and_withdrawn_pages_are_not_in_the_archive(sam: FlaskClient, session: Session) -> None:
    write_draft(session, "role", "keeper-of-bees", role(), SAM, base=0)
    withdraw_piece(session, "role", "accountant", SAM)
    assert {ROLE_FILE, "roles/keeper-of-bees.toml"} & unpacked(export(sam)).keys() == set()


def test_an_archive_brought_in_unchanged_writes_nothing(sam: FlaskClient, session: Session) -> None:
    before = counts(session)
    answer = upload(sam, export(sam))
    assert answer.status_code == 200
    assert "Nothing was written" in answer.text
    assert counts(session) == before


def test_a_changed_file_becomes_a_draft_that_readers_do_not_see(sam: FlaskClient, session: Session) -> None:
    before = version(session)
    files = unpacked(export(sam)) | {
        ROLE_FILE: format_seed(with_content(seeded("role", "accountant"), lead="Zymurgy."))
    }
    page = upload(sam, files).text
    assert "1 draft written" in page and f'href="{LIBRARY}/role/accountant"' in page
    assert version(session) == before
    row = queries.get_piece(session, "role", "accountant")
    assert (row.state.has_newer_draft, row.author, row.content) == (True, SAM, changed(role(), lead="Zymurgy."))


def test_a_new_file_becomes_a_new_draft(sam: FlaskClient, session: Session) -> None:
    upload(sam, {"roles/keeper-of-bees.toml": ROLE_TEXT})
    assert stored_piece(session, "role", "keeper-of-bees").published_revision_id is None


def test_a_file_is_compared_with_the_newest_draft_and_written_on_top(sam: FlaskClient, session: Session) -> None:
    write_draft(session, "role", "accountant", role("Newer."), KIM, base=1)
    assert "1 draft written" in upload(sam, {ROLE_FILE: ROLE_TEXT}).text
    assert bodies(session, "role", "accountant")[-1] == role().model_dump_json()


def test_what_is_not_in_the_archive_stays(sam: FlaskClient, session: Session) -> None:
    before = counts(session)
    upload(sam, {ROLE_FILE: ROLE_TEXT})
    assert counts(session) == before


def test_a_file_that_does_not_fit_is_named_by_file_line_and_field(sam: FlaskClient, session: Session) -> None:
    before = counts(session)
    lines = ROLE_TEXT.splitlines()
    place = next(number for number, line in enumerate(lines, 1) if line.startswith("checked_on"))
    lines[place - 1] = 'checked_on = "last week"'
    answer = upload(sam, {"roles/keeper-of-bees.toml": ROLE_TEXT, ROLE_FILE: "\n".join(lines)})
    assert answer.status_code == 422
    assert f"roles/accountant.toml, “accountant”: line {place}, checked_on: " in answer.text
    assert counts(session) == before


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (ROLE_FILE, "title = ", "roles/accountant.toml is not TOML"),
        ("roles/Keeper Of Bees.toml", ROLE_TEXT, "“Keeper Of Bees” is no name"),
        (f"roles/{'bee' * 30}.toml", ROLE_TEXT, "is no name"),
        ("steps/bees.toml", '[[step]]\ntitle = "A"\n', "steps/bees.toml"),
    ],
)
def test_what_is_no_piece_is_named_and_nothing_is_written(
    sam: FlaskClient, session: Session, name: str, text: str, sentence: str
) -> None:
    before = counts(session)
    answer = upload(sam, {"pages/about.toml": format_seed(seeded("page", "ai")), name: text})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert counts(session) == before


def test_a_step_without_a_name_is_refused(sam: FlaskClient, session: Session) -> None:
    before = counts(session)
    step = format_seed(seeded("step", "ae-find-the-plan")).replace('slug = "ae-find-the-plan"\n', "")
    assert "“?” is no name" in upload(sam, {"steps/bees.toml": step}).text
    assert counts(session) == before


@pytest.mark.parametrize(
    "name",
    [
        "../roles/bees.toml",
        "roles/../../bees.toml",
        "/roles/bees.toml",
        "roles/deep/bees.toml",
        "notes/bees.toml",
        "roles/bees.txt",
        "bees.toml",
        "__MACOSX/roles/bees.toml",
        "roles/",
        "..\\roles\\bees.toml",
    ],
)
def test_names_that_lead_elsewhere_are_passed_over(sam: FlaskClient, session: Session, name: str) -> None:
    before = counts(session)
    assert upload(sam, {name: ROLE_TEXT, ROLE_FILE: ROLE_TEXT}).status_code == 200
    assert counts(session) == before


@pytest.mark.parametrize("sent", [b"", b"PK", b"title = 'A'", packed({ROLE_FILE: ROLE_TEXT})[:400]])
def test_what_is_no_archive_is_refused(sam: FlaskClient, session: Session, sent: bytes) -> None:
    before = counts(session)
    answer = upload(sam, sent)
    assert (answer.status_code, "not a ZIP archive" in answer.text) == (422, True)
    assert counts(session) == before


def test_a_file_that_is_not_text_is_refused(sam: FlaskClient) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(ROLE_FILE, b"title = '\xff\xfe'")
    assert upload(sam, archive.getvalue()).status_code == 422


def test_no_file_at_all_is_refused(sam: FlaskClient) -> None:
    assert sam.post(f"{LIBRARY}/import").status_code == 422


def test_an_archive_that_unpacks_too_large_is_refused(sam: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_export, "MAX_UNPACKED_BYTES", 1000)
    answer = upload(sam, {ROLE_FILE: ROLE_TEXT})
    assert (answer.status_code, "larger than a library" in answer.text) == (422, True)


@pytest.mark.parametrize(("size", "status"), [(1_500_000, 422), (import_export.MAX_PACKED_BYTES + 1, 413)])
def test_a_whole_library_may_be_larger_than_a_form(sam: FlaskClient, size: int, status: int) -> None:
    assert upload(sam, b"?" * size).status_code == status


def test_no_other_form_may_be_larger(sam: FlaskClient) -> None:
    assert sam.post(f"{LIBRARY}/role/revisions", data={"lead": "?" * 1_500_000}).status_code == 413


def lying(size: int) -> bytes:
    """An archive whose one file says that it is shorter than it is."""
    archive = bytearray(packed({"terms/cobra.toml": "x" * 50_000}))
    at = archive.rindex(b"PK\x01\x02") + 24
    archive[at : at + 4] = size.to_bytes(4, "little")
    return bytes(archive)


def test_an_archive_that_lies_about_a_size_is_read_no_further(sam: FlaskClient, session: Session) -> None:
    before = counts(session)
    assert upload(sam, lying(100)).status_code == 422
    assert counts(session) == before


def test_a_locked_file_is_refused_by_name(sam: FlaskClient) -> None:
    archive = bytearray(packed({"terms/cobra.toml": "x"}))
    archive[archive.rindex(b"PK\x01\x02") + 8] |= 0x1
    answer = upload(sam, bytes(archive))
    assert answer.status_code == 422 and "terms/cobra.toml is locked" in answer.text
