"""Pieces to files and back: the same to the byte, so that a change in the files is a change in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from saas.library.kinds.steps import PHASES, StepContent
from saas.library.seed.loading import FOLDER, Seed, list_seed_files, read_seed_file
from saas.library.seed.writing import (
    format_seed,
    format_seed_files,
    remove_other_files,
    seed_file_name,
    write_seed_files,
)
from tests.library.drafts import all_seeds_by_name, changed, role, seeded, step


def contents(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in list_seed_files(folder)}


def read(folder: Path) -> list[Seed]:
    return [seed for file in list_seed_files(folder) for seed in read_seed_file(file)]


def in_order(seeds: list[Seed]) -> list[Seed]:
    return sorted(seeds, key=lambda seed: (seed.kind, seed.slug))


def test_the_library_is_written_as_it_stands_in_the_repository(tmp_path: Path) -> None:
    write_seed_files(all_seeds_by_name().values(), tmp_path)
    written, kept = contents(tmp_path), contents(FOLDER)
    assert written.keys() == kept.keys()
    assert [name for name, text in written.items() if text != kept[name]] == []


def test_what_was_written_is_read_as_it_was_and_written_again_the_same(tmp_path: Path) -> None:
    write_seed_files(all_seeds_by_name().values(), tmp_path)
    once = contents(tmp_path)
    assert in_order(read(tmp_path)) == in_order([*all_seeds_by_name().values()])
    assert write_seed_files(read(tmp_path), tmp_path) == []
    assert contents(tmp_path) == once


ODD = {
    "quotes": "He said \"now\", and “later”. It’s 'fine'.",
    "backslashes": "C:\\new \\u0041 \\",
    "three quotes": 'A """ in the middle\nand """',
    "lines": "\nBegins with a line.\n\nEnds with one.\n",
    "blanks": "  Two before, two after  ",
    "signs": "{{fact:law.cobra_elect.days}} # no comment = no key [[none]]",
    "other letters": "Ærøskøbing, 東京, naïve, 🙂",
    "tabs": "a\tb\n\tc",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_every_text_survives(tmp_path: Path, text: str) -> None:
    seed = Seed("role", "accountant", changed(role(), lead=text, pay_note=text))
    write_seed_files([seed], tmp_path)
    assert read(tmp_path) == [seed]


def test_what_is_left_at_its_default_is_not_written() -> None:
    text = format_seed(Seed("step", "a", step(weight=50, is_gentle=False, source=None)))
    assert "weight" not in text and "is_gentle" not in text and "source" not in text
    assert "weight = 51" in format_seed(Seed("step", "a", step(weight=51)))


def test_a_step_is_written_to_its_shelf_and_does_not_repeat_it(tmp_path: Path) -> None:
    write_seed_files([Seed("step", "a", step(shelf="bees")), Seed("step", "b", step(shelf="bees"))], tmp_path)
    assert list(contents(tmp_path)) == ["steps/bees.toml"]
    assert "shelf" not in contents(tmp_path)["steps/bees.toml"]
    assert {seed.content.shelf for seed in read(tmp_path) if isinstance(seed.content, StepContent)} == {"bees"}


def test_steps_of_a_shelf_stand_in_the_order_of_a_plan(tmp_path: Path) -> None:
    places = [("c", "week", 50), ("a", "week", 50), ("z", "week", 90), ("m", "day", 10), ("b", "months-6-12", 99)]
    write_seed_files(
        [Seed("step", slug, step(shelf="bees", phase=phase, weight=weight)) for slug, phase, weight in places], tmp_path
    )
    assert [seed.slug for seed in read(tmp_path)] == ["m", "z", "a", "c", "b"]
    assert PHASES.index("day") < PHASES.index("week") < PHASES.index("months-6-12")


@pytest.mark.parametrize(
    ("kind", "slug", "file"),
    [
        ("role", "accountant", "roles/accountant.toml"),
        ("page", "about", "pages/about.toml"),
        ("faq", "first-week", "faq/first-week.toml"),
        ("hub", "first-week", "hubs/first-week.toml"),
        ("step", "ae-find-the-plan", "steps/account-executive.toml"),
    ],
)
def test_a_piece_stands_in_the_file_of_its_kind_and_name(kind: str, slug: str, file: str) -> None:
    assert seed_file_name(next(seed for name, seed in all_seeds_by_name().items() if name == (kind, slug))) == file


def test_only_files_that_differ_are_written(tmp_path: Path) -> None:
    accountant, about = seeded("role", "accountant"), seeded("page", "about")
    assert write_seed_files([accountant, about], tmp_path) == ["pages/about.toml", "roles/accountant.toml"]
    before = (tmp_path / "pages" / "about.toml").stat().st_mtime_ns
    assert write_seed_files([Seed("role", "accountant", role("More.")), about], tmp_path) == ["roles/accountant.toml"]
    assert (tmp_path / "pages" / "about.toml").stat().st_mtime_ns == before


def test_files_in_which_no_piece_stands_are_taken_away_and_no_others(tmp_path: Path) -> None:
    accountant, about = seeded("role", "accountant"), seeded("page", "about")
    write_seed_files([accountant, about, seeded("step", "ae-find-the-plan")], tmp_path)
    (tmp_path / "roles" / "notes.md").write_text("Mine.")
    assert remove_other_files([accountant], tmp_path) == ["pages/about.toml", "steps/account-executive.toml"]
    assert list(contents(tmp_path)) == ["roles/accountant.toml"]
    assert (tmp_path / "roles" / "notes.md").exists()
    assert remove_other_files([accountant], tmp_path) == []


def test_the_files_of_a_library_come_in_one_order() -> None:
    shuffled = sorted(all_seeds_by_name().values(), key=lambda seed: seed.slug[::-1])
    assert list(format_seed_files(shuffled).items()) == list(format_seed_files(all_seeds_by_name().values()).items())
