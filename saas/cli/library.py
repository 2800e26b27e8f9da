"""Commands about the library's files: check, format, export."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from saas.facts.sources import list_stale_entries
from saas.kernel import clock
from saas.kernel.calendar import format_date
from saas.kernel.db import open_engine
from saas.kernel.tenancy import unscoped
from saas.library.checks import content, similarity
from saas.library.checks.link_targets import build_link_targets
from saas.library.checks.readability import reading_ease
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.spec import KINDS
from saas.library.kinds.text import count_words, page_text
from saas.library.pieces import queries
from saas.library.seed.loading import FOLDER, Seed, SeedError, list_seed_files, read_seed_file
from saas.library.seed.writing import remove_other_files, seed_file_name, write_seed_files
from saas.settings import load_settings

TOO_ALIKE = 0.2


@click.group("library")
def library_commands() -> None:
    """The library's seed files."""


@library_commands.command("check")
@click.argument("names", nargs=-1)
@click.option("--measure", is_flag=True, help="Print words and reading ease of every page.")
def check_seed_files(names: tuple[str, ...], measure: bool) -> None:
    """Check every piece, or those whose file path holds one of NAMES. Without NAMES, also name the facts to read again."""
    pieces, unread = _read(names)
    chosen = [seed for seed in pieces if _is_named(seed_file_name(seed), names)]
    faults = [*unread, *_find_faults(chosen, pieces), *_find_similar_pages(chosen, pieces)]
    for sentence in faults:
        click.echo(sentence)
    if measure:
        _print_measures(chosen)
    if not names:
        _print_stale_facts()
    click.echo(f"{len(chosen)} pieces, {len(faults)} faults.")
    sys.exit(1 if faults else 0)


def _find_faults(chosen: Iterable[Seed], pieces: list[Seed]) -> Iterator[str]:
    questions = {seed.slug: seed.content for seed in pieces if isinstance(seed.content, QuestionContent)}
    targets = build_link_targets(((seed.kind, seed.slug) for seed in pieces), questions)
    for seed in chosen:
        for fault in content.find_faults(seed.kind, seed.content, targets, seed.slug):
            yield f"{seed_file_name(seed)}, “{seed.slug}”, {fault.field}: {fault.sentence}"


def _find_similar_pages(chosen: Iterable[Seed], pieces: list[Seed]) -> Iterator[str]:
    chosen_files = {seed_file_name(seed) for seed in chosen}
    texts = {seed_file_name(seed): page_text(seed.content) for seed in pieces if KINDS[seed.kind].has_page}
    for share, first, second in similarity.find_similar_pages(texts, TOO_ALIKE):
        if {first, second} & chosen_files:
            yield f"{first} and {second} are {share:.0%} alike."


def _print_measures(chosen: Iterable[Seed]) -> None:
    for seed in chosen:
        if KINDS[seed.kind].has_page:
            text = page_text(seed.content)
            click.echo(f"{seed_file_name(seed):60} {count_words(text):5} words   ease {reading_ease(text):3.0f}")


def _print_stale_facts() -> None:
    """No fault of a piece: a fact grows old by itself, and a check of the files must not fail for the day it runs on."""
    for entry in list_stale_entries(clock.today()):
        place = f"facts/data/{entry.file}" + (f", {entry.key}" if entry.key else "")
        click.echo(f"{place}: read it again. It was checked on {format_date(entry.source.checked_on)}.")


@library_commands.command("format")
@click.argument("names", nargs=-1)
def format_seed_files(names: tuple[str, ...]) -> None:
    """Bring every seed file, or those whose path holds one of NAMES, into the form that export writes."""
    pieces, unread = _read(names)
    changed = write_seed_files([seed for seed in pieces if _is_named(seed_file_name(seed), names)], FOLDER)
    for sentence in unread:
        click.echo(sentence)
    click.echo(f"{len(changed)} files changed." if changed else "Nothing changed.")


@library_commands.command()
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=FOLDER, show_default="the seed"
)
def export(folder: Path) -> None:
    """Write what is published in the database back to files."""
    with unscoped(open_engine(load_settings().command_url), "command: library export") as session:
        pieces = [Seed(kind, slug, shape) for kind, slug, shape in queries.list_published(session)]
    changed = [*write_seed_files(pieces, folder), *remove_other_files(pieces, folder)]
    click.echo(f"{len(changed)} files changed." if changed else "Nothing changed.")


def _is_named(path: str, names: tuple[str, ...]) -> bool:
    return not names or any(name in path for name in names)


def _read(names: tuple[str, ...]) -> tuple[list[Seed], list[str]]:
    """Every piece that can be read, and a sentence for each named file that cannot."""
    pieces: list[Seed] = []
    unread: list[str] = []
    for file in list_seed_files(FOLDER):
        try:
            pieces.extend(read_seed_file(file))
        except SeedError as error:
            if _is_named(str(file.relative_to(FOLDER)), names):
                unread.append(str(error))
    return pieces, unread
