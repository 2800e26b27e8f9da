"""The instance folder is held by one `saas up` at a time, and says where its shop is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from saas.cli.instance import LOCK_FILE, find_running_shop, hold_instance

HOLD = """
import sys, time
from pathlib import Path
from saas.cli.instance import hold_instance
with hold_instance(Path(sys.argv[1]), "http://127.0.0.1:9", "http://127.0.0.1:12"):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(folder: Path) -> None:
    with hold_instance(folder, "http://127.0.0.1:8000", "http://127.0.0.1:8003"):
        assert (folder / LOCK_FILE).exists()


def test_where_nothing_runs_nothing_is_found(tmp_path: Path) -> None:
    assert find_running_shop(tmp_path) is None
    hold(tmp_path)
    assert find_running_shop(tmp_path) is None


def test_a_second_one_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        shop = find_running_shop(tmp_path)
        assert shop is not None
        assert (shop.process_id, shop.base_url) == (first.pid, "http://127.0.0.1:9")
        with pytest.raises(click.ClickException, match=rf"at http://127\.0\.0\.1:9 \(process {first.pid}\)"):
            hold(tmp_path)
        first.kill()
        first.wait()
    hold(tmp_path)


def test_a_lock_file_that_cannot_be_read_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("half a li")
    hold(tmp_path)
