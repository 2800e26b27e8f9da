"""Slots: so many programs at once and no more, one of each account, and none lost with a process that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from saas.kernel import slots
from saas.kernel.slots import Busy, Slots


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "slot_folder", lambda: tmp_path / "slots")


def make_slots(count: int = 2, wait_seconds: float = 0.0) -> Slots:
    """Each call stands for another process: nothing but the files is shared."""
    return Slots("programs", count, wait_seconds, "All are taken.", "Yours is taken.")


def test_no_more_are_held_at_once_than_there_are() -> None:
    first, second = make_slots().hold("a"), make_slots().hold("b")
    with first, second, pytest.raises(Busy, match="All are taken"), make_slots().hold("c"):
        pass
    with make_slots().hold("c"):
        pass


def test_an_account_holds_one_and_leaves_the_other_to_others() -> None:
    with make_slots().hold("ann"):
        with pytest.raises(Busy, match="Yours is taken"), make_slots().hold("ann"):
            pass
        with make_slots().hold("bea"):
            pass


def test_work_of_nobody_in_particular_is_bounded_alike() -> None:
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(make_slots().hold())
        with pytest.raises(Busy), make_slots().hold():
            pass


def test_a_slot_that_comes_free_in_time_is_taken() -> None:
    with make_slots(1).hold() as slot:
        program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.3)"], pass_fds=(slot,))
    with program, make_slots(1, wait_seconds=60).hold():
        assert program.wait() == 0


def test_a_program_that_outlives_the_process_which_started_it_still_counts() -> None:
    with make_slots(1).hold("ann") as slot:
        program = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(slot,))
    with program:
        with pytest.raises(Busy), make_slots(1).hold("bea"):
            pass
        program.kill()
        program.wait()
        with make_slots(1).hold("bea"):
            pass


def test_without_a_folder_each_process_bounds_its_own(tmp_path: Path) -> None:
    (tmp_path / "slots").write_text("a file in the place of the folder")
    own = make_slots(1)
    with own.hold("a"), pytest.raises(Busy), own.hold("b"):
        pass
    with own.hold("b"):
        pass


def test_a_folder_of_somebody_else_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with make_slots(1).hold("a"):
        assert list((tmp_path / "slots").iterdir()) == []
