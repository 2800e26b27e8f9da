"""A file that does not fit is refused by file, piece and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from saas.library.seed import loading
from saas.library.seed.loading import SeedError, load_seeds

STEP = """[[step]]
slug = "file-claim"
title = "File the claim"
why = "It is paid from the week you file."
minutes = 30
kind = "money"
phase = "day"
when = ["employment is laid-off"]
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    (tmp_path / "steps").mkdir()
    return tmp_path / "steps" / "first.toml"


def test_a_file_that_fits_is_read(steps: Path) -> None:
    steps.write_text(STEP)
    assert [piece.slug for piece in load_seeds()] == ["file-claim"]


FAULTS = {
    "a kind that is none": ('kind = "money"', 'kind = "cash"', "kind"),
    "too short a time": ("minutes = 30", "minutes = 1", "minutes"),
    "an unknown field": ("minutes = 30", "minutes = 30\ncolor = 1", "color"),
    "a missing field": ('title = "File the claim"', "", "title"),
    "no condition": ('when = ["employment is laid-off"]', "when = []", "when"),
    "a condition that is none": ("employment is laid-off", "employment equals x", "employment equals x"),
}


@pytest.mark.parametrize(("old", "new", "named"), FAULTS.values(), ids=FAULTS)
def test_a_piece_that_does_not_fit_is_named(steps: Path, old: str, new: str, named: str) -> None:
    steps.write_text(STEP.replace(old, new))
    with pytest.raises(SeedError, match=rf"steps/first\.toml, “file-claim”: .*{named}"):
        list(load_seeds())


def test_a_file_that_is_no_toml_is_named(steps: Path) -> None:
    steps.write_text("[[step]\n")
    with pytest.raises(SeedError, match=r"steps/first\.toml is not TOML"):
        list(load_seeds())
