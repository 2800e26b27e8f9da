"""The launch library as files: reviewed like code, imported as revision 1 by `saas seed`.

One folder a kind, one file a piece, named by its slug; steps/*.toml hold many `[[step]]` each. Files are kept in the one
form that `saas library export` writes; `saas library format` brings them there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.seed.pieces import Seed, SeedError, paths, read_file
from saas.library.seed.writing import files
from saas.library.shapes.asking import QuestionPiece
from saas.library.shapes.work import PivotPage, RolePage, StepPiece

FOLDER = Path(__file__).parent

__all__ = [
    "FOLDER",
    "Seed",
    "SeedError",
    "files",
    "load",
    "paths",
    "questions",
    "read_file",
    "remove_others",
    "seeds",
    "write",
]


def seeds() -> Iterator[Seed]:
    """Every piece of the launch library, in a fixed order."""
    for file in paths(FOLDER):
        yield from read_file(file)


@cache
def load() -> Catalogue:
    """The launch library without a database, for `saas compose` and tests. Revision ids are 0."""
    pieces = tuple(seeds())
    return Catalogue(
        steps=tuple(CatalogueStep(seed.slug, 0, seed.shape) for seed in pieces if isinstance(seed.shape, StepPiece)),
        roles={seed.slug: seed.shape for seed in pieces if isinstance(seed.shape, RolePage)},
        pivots={seed.slug: seed.shape for seed in pieces if isinstance(seed.shape, PivotPage)},
        version="seed",
    )


def questions() -> dict[str, QuestionPiece]:
    """The questions of the launch library by slug, without a database."""
    pieces = (seed for file in sorted((FOLDER / "questions").glob("*.toml")) for seed in read_file(file))
    return {seed.slug: seed.shape for seed in pieces if isinstance(seed.shape, QuestionPiece)}


def write(pieces: Iterable[Seed], folder: Path) -> list[str]:
    """Write pieces as files below a folder. Returns the files that changed."""
    wanted = files(pieces)
    changed = [name for name, text in wanted.items() if not _is_there(folder / name, text)]
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(wanted[name], encoding="utf-8")
    return changed


def remove_others(pieces: Iterable[Seed], folder: Path) -> list[str]:
    """Take away piece files below a folder that none of the pieces stands in. Returns them."""
    wanted = files(pieces)
    gone = [file for file in paths(folder) if str(file.relative_to(folder)) not in wanted]
    for file in gone:
        file.unlink()
    return [str(file.relative_to(folder)) for file in gone]


def _is_there(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text
