"""The library as files: taken out as one archive, and brought in as drafts that somebody publishes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.library import actions, desk, queries
from saas.library.admin.room import author, is_slug
from saas.library.seed.pieces import Seed, SeedError, paths, read_file
from saas.library.seed.writing import files
from saas.library.shapes import FOLDERS
from saas.web.session import db

exchange = Blueprint("exchange", __name__)
# In bytes, as sent and unpacked. A form of the house is smaller than a whole library.
LARGEST_PACKED, LARGEST = 4_000_000, 12_000_000
ENCRYPTED, LONGEST_NAME = 0x1, 120


@exchange.url_value_preprocessor
def _make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before anything reads the form: the check against forgery does, and would hold it to the limit of a form.
    if (endpoint or "").endswith(".bring_in"):
        request.max_content_length = LARGEST_PACKED


@exchange.get("/library/files.zip")
def export() -> ResponseReturnValue:
    """What is published, in the form of the seed files."""
    pieces = [Seed(kind, slug, shape) for kind, slug, shape in queries.everything(db())]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files(pieces).items():
            packed.writestr(name, text)
    answer = Response(archive.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="library.zip"'
    return answer


@exchange.get("/library/import")
def ask() -> ResponseReturnValue:
    return render_template("library/admin/import.html", written=None, faults=[])


@exchange.post("/library/import")
def bring_in() -> ResponseReturnValue:
    """Every piece that differs becomes a draft. A file that does not fit is named, and then nothing at all is written."""
    sent = request.files.get("archive")
    try:
        pieces = _each_once(list(_unpacked(sent.read() if sent else b"")))
    except (SeedError, UnicodeDecodeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        said = (
            str(error)
            if isinstance(error, SeedError)
            else "That is not a ZIP archive of TOML files. Nothing was written."
        )
        return render_template("library/admin/import.html", written=None, faults=[said]), 422
    return render_template("library/admin/import.html", written=_written(db(), pieces), faults=[])


def _written(session: Session, pieces: list[Seed]) -> list[tuple[str, str]]:
    held = {(row.kind, row.slug): row for row in desk.rows(session)}
    changed = [seed for seed in pieces if (row := held.get((seed.kind, seed.slug))) is None or row.shape != seed.shape]
    for seed in changed:
        row = held.get((seed.kind, seed.slug))
        actions.write(session, seed.kind, seed.slug, seed.shape, author(), base=row.number if row else 0)
    return [(seed.kind, seed.slug) for seed in changed]


def _unpacked(packed: bytes) -> Iterator[Seed]:
    """The pieces of an archive; other files in it are passed over. Names lead nowhere outside its folder."""
    with TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(packed)) as archive:
        known = [one for one in archive.infolist() if _is_ours(one.filename)]
        if sum(one.file_size for one in known) > LARGEST:
            raise SeedError("Unpacked, the archive is larger than a library can be. Nothing was written.")
        for one in known:
            file = Path(folder) / one.filename
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(_bytes_of(archive, one))
        for file in paths(Path(folder)):
            yield from _named(file)


def _bytes_of(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """No more than the archive says: what it says is not to be trusted, and a small file can hold gigabytes."""
    if one.flag_bits & ENCRYPTED or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SeedError(f"{one.filename} is locked or packed in a way we do not read. Nothing was written.")
    with archive.open(one) as stream:
        packed = stream.read(one.file_size + 1)
    if len(packed) > one.file_size:
        raise SeedError(f"{one.filename} is larger than the archive says. Nothing was written.")
    return packed


def _each_once(pieces: list[Seed]) -> list[Seed]:
    """Refused where two files hold a piece of the same name: which of them is meant, nobody could say."""
    counts = Counter((seed.kind, seed.slug) for seed in pieces)
    twice = [f"{kind} “{slug}”" for (kind, slug), count in counts.items() if count > 1]
    if twice:
        raise SeedError(f"{twice[0]} stands in the archive twice. Nothing was written.")
    return pieces


def _named(file: Path) -> Iterator[Seed]:
    """The pieces of a file, each with a name that can stand in an address."""
    for seed in read_file(file):
        if not is_slug(seed.slug):
            raise SeedError(f"{file.parent.name}/{file.name}: “{seed.slug}” is no name. Nothing was written.")
        yield seed


def _is_ours(name: str) -> bool:
    folder, _, file = name.partition("/")
    return folder in (*FOLDERS, "steps") and file.endswith(".toml") and "/" not in file and len(file) <= LONGEST_NAME
