"""`saas library check`, `format` and `export`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from saas.cli import library
from saas.library.pieces.actions import publish_revision, publish_seed, withdraw_piece, write_draft
from saas.library.seed.loading import FOLDER, list_seed_files
from saas.library.seed.writing import format_seed_files
from tests.cli.conftest import Command
from tests.library.drafts import SAM, all_seeds_by_name, changed, role, seeded

pytestmark = pytest.mark.any_database  # what is checked and written are files

PAGE = "pages/about.toml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the seed, with which the commands work."""
    copy = tmp_path / "seed"
    for file in list_seed_files(FOLDER):
        (copy / file.relative_to(FOLDER)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy / file.relative_to(FOLDER))
    monkeypatch.setattr(library, "FOLDER", copy)
    return copy


def contents(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in list_seed_files(folder)}


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_in_order_is_counted(saas: Command, folder: Path) -> None:
    done = saas("library", "check", "roles/accountant", PAGE)
    assert (done.exit_code, done.output) == (0, "2 pieces, 0 faults.\n")


def test_a_fault_is_named_by_file_piece_and_field(saas: Command, folder: Path) -> None:
    replace(folder / PAGE, 'body = """\n', 'body = """\nSee [this](/roles/nobody).\n\n')
    done = saas("library", "check", PAGE)
    assert done.exit_code == 1
    assert f"{PAGE}, “about”, body: “/roles/nobody” leads nowhere.\n" in done.output
    assert done.output.endswith("1 pieces, 1 faults.\n")


def test_a_file_that_cannot_be_read_is_named_with_its_line(saas: Command, folder: Path) -> None:
    replace(folder / PAGE, "checked_on = ", "checked_upon = ")
    done = saas("library", "check", "pages/")
    assert done.exit_code == 1
    assert f"{PAGE}, “about”: line " in done.output and "checked_on: Field required" in done.output


def test_a_fault_elsewhere_is_not_told_to_who_asks_for_one_file(saas: Command, folder: Path) -> None:
    replace(folder / PAGE, "checked_on = ", "checked_upon = ")
    assert saas("library", "check", "roles/accountant").exit_code == 0


def test_a_fault_of_a_step_is_named_by_its_shelf(saas: Command, folder: Path) -> None:
    shelf = folder / "steps" / "account-executive.toml"
    replace(shelf, 'slug = "ae-find-the-plan"\n', 'slug = "ae-find-the-plan"\nafter = ["nothing-at-all"]\n')
    done = saas("library", "check", "account-executive")
    assert "steps/account-executive.toml, “ae-find-the-plan”, after: There is no step “nothing-at-all”." in done.output


def test_pages_that_are_alike_are_named(saas: Command, folder: Path) -> None:
    shutil.copyfile(folder / "roles" / "accountant.toml", folder / "roles" / "keeper-of-bees.toml")
    done = saas("library", "check", "keeper-of-bees")
    assert done.exit_code == 1
    assert "100% alike" in done.output and "roles/accountant.toml" in done.output


def test_pages_are_measured_where_that_is_asked_for(saas: Command, folder: Path) -> None:
    measured = saas("library", "check", "roles/accountant", "--measure").output.splitlines()
    assert measured[0].startswith("roles/accountant.toml") and " words   ease " in measured[0]


def test_formatting_changes_nothing_where_nothing_is_out_of_form(saas: Command, folder: Path) -> None:
    before = contents(folder)
    assert saas("library", "format").output == "Nothing changed.\n"
    assert contents(folder) == before


def test_formatting_brings_a_file_into_the_one_form(saas: Command, folder: Path) -> None:
    before = contents(folder)
    replace(folder / PAGE, "checked_on = ", "\n\n# A remark.\nchecked_on   =   ")
    assert saas("library", "format").output == "1 files changed.\n"
    assert contents(folder) == before


def test_only_the_named_files_are_formatted(saas: Command, folder: Path) -> None:
    replace(folder / PAGE, "checked_on = ", "checked_on   =   ")
    assert saas("library", "format", "roles/").output == "Nothing changed.\n"
    assert saas("library", "format", PAGE).output == "1 files changed.\n"


def test_formatting_leaves_what_it_cannot_read_and_names_it(saas: Command, folder: Path) -> None:
    (folder / PAGE).write_text("title = ")
    assert f"{PAGE} is not TOML" in saas("library", "format").output
    assert (folder / PAGE).read_text() == "title = "


def test_what_is_published_is_exported_as_the_seed(saas: Command, tmp_path: Path, session: Session) -> None:
    publish_seed(session, all_seeds_by_name().values())
    session.close()
    done = saas("library", "export", "--to", str(tmp_path))
    assert (done.exit_code, done.output) == (0, f"{len(contents(tmp_path))} files changed.\n")
    assert contents(tmp_path) == format_seed_files(all_seeds_by_name().values())


@pytest.fixture
def small(session: Session) -> Session:
    """Only the accountant and one page are published."""
    publish_seed(session, [seeded("role", "accountant"), seeded("page", "about")])
    return session


def test_exporting_again_changes_nothing(saas: Command, tmp_path: Path, small: Session) -> None:
    small.close()
    assert saas("library", "export", "--to", str(tmp_path)).output == "2 files changed.\n"
    assert saas("library", "export", "--to", str(tmp_path)).output == "Nothing changed.\n"


def test_what_staff_published_is_exported_and_what_they_withdrew_is_taken_away(
    saas: Command, tmp_path: Path, small: Session
) -> None:
    small.close()
    saas("library", "export", "--to", str(tmp_path))
    about = changed(seeded("page", "about").content, description="Zymurgy.")
    write_draft(small, "page", "about", about, SAM, base=1)
    publish_revision(small, "page", "about", SAM, number=2)
    withdraw_piece(small, "role", "accountant", SAM)
    small.close()
    assert saas("library", "export", "--to", str(tmp_path)).output == "2 files changed.\n"
    assert 'description = "Zymurgy."' in contents(tmp_path)["pages/about.toml"]
    assert "roles/accountant.toml" not in contents(tmp_path)


def test_a_draft_is_not_exported(saas: Command, tmp_path: Path, small: Session) -> None:
    write_draft(small, "role", "accountant", role("Zymurgy."), SAM, base=1)
    small.close()
    saas("library", "export", "--to", str(tmp_path))
    assert "Zymurgy" not in contents(tmp_path)["roles/accountant.toml"]
