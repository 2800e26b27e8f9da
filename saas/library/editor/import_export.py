"""The library as files: exported as one archive, and imported as drafts that somebody publishes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from saas.library.kinds.parts import is_slug
from saas.library.kinds.spec import KINDS
from saas.library.pieces import queries
from saas.library.seed.loading import Seed, SeedError, list_seed_files, read_seed_file
from saas.library.seed.writing import format_seed_files

# Packed and unpacked. Ordinary forms have a lower limit than a whole library.
MAX_PACKED_BYTES, MAX_UNPACKED_BYTES = 4_000_000, 12_000_000
ENCRYPTED_FLAG, MAX_NAME_LENGTH = 0x1, 120


def pack_library(session: Session) -> bytes:
    """What is published, as a ZIP archive of seed files."""
    seeds = [Seed(kind, slug, content) for kind, slug, content in queries.list_published(session)]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in format_seed_files(seeds).items():
            packed.writestr(name, text)
    return archive.getvalue()


def unpack_seeds(packed: bytes) -> list[Seed]:
    """The pieces in an archive; other files in it are ignored. SeedError where it is no archive of seed files."""
    try:
        seeds = list(_read_archive(packed))
    except (UnicodeDecodeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SeedError("That is not a ZIP archive of TOML files. Nothing was written.") from error
    return _refuse_duplicates(seeds)


def _read_archive(packed: bytes) -> Iterator[Seed]:
    """Names in the archive lead nowhere outside its folder."""
    with TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = [member for member in archive.infolist() if _is_seed_file(member.filename)]
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise SeedError("Unpacked, the archive is larger than a library can be. Nothing was written.")
        for member in members:
            file = Path(folder) / member.filename
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(_read_member(archive, member))
        for file in list_seed_files(Path(folder)):
            yield from _read_named_seeds(file)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """No more than the archive declares: its headers are not to be trusted, and a small file can hold gigabytes."""
    if member.flag_bits & ENCRYPTED_FLAG or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SeedError(f"{member.filename} is locked or packed in a way we do not read. Nothing was written.")
    with archive.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise SeedError(f"{member.filename} is larger than the archive says. Nothing was written.")
    return content


def _refuse_duplicates(seeds: list[Seed]) -> list[Seed]:
    """SeedError where two files hold a piece of the same name: there is no telling which of them is meant."""
    counts = Counter((seed.kind, seed.slug) for seed in seeds)
    duplicates = [f"{kind} “{slug}”" for (kind, slug), count in counts.items() if count > 1]
    if duplicates:
        raise SeedError(f"{duplicates[0]} stands in the archive twice. Nothing was written.")
    return seeds


def _read_named_seeds(file: Path) -> Iterator[Seed]:
    """The pieces of a file, each with a name that can stand in an address."""
    for seed in read_seed_file(file):
        if not is_slug(seed.slug):
            raise SeedError(f"{file.parent.name}/{file.name}: “{seed.slug}” is no name. Nothing was written.")
        yield seed


def _is_seed_file(name: str) -> bool:
    folder, _, file = name.partition("/")
    return (
        folder in {spec.seed_folder for spec in KINDS.values()}
        and file.endswith(".toml")
        and "/" not in file
        and len(file) <= MAX_NAME_LENGTH
    )
