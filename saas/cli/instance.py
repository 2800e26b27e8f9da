"""The instance folder while `saas up` runs: held by one process, which says in it where its shop and Stripe are."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

LOCK_FILE = "run.lock"


@dataclass(frozen=True, slots=True)
class RunningShop:
    """What `saas up` has started."""

    process_id: int
    base_url: str
    stripe_api_base: str


@contextmanager
def hold_instance(folder: Path, base_url: str, stripe_api_base: str) -> Iterator[None]:
    """Hold the folder, or raise ClickException where another process does. The lock ends with the process that holds it,
    however that ends."""
    with (folder / LOCK_FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise click.ClickException(_refusal(_parse(file.read()))) from None
        file.seek(0)
        file.truncate()
        json.dump(asdict(RunningShop(os.getpid(), base_url, stripe_api_base)), file)
        file.flush()
        yield


def find_running_shop(folder: Path) -> RunningShop | None:
    """What runs in the folder now; None where nothing does, or nothing has said so yet."""
    try:
        with (folder / LOCK_FILE).open("r+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return _parse(file.read())
    except OSError:
        return None
    return None


def _parse(text: str) -> RunningShop | None:
    try:
        return RunningShop(**json.loads(text))
    except (ValueError, TypeError):
        return None


def _refusal(shop: RunningShop | None) -> str:
    place = f", at {shop.base_url} (process {shop.process_id})" if shop else ""
    return (
        f"CareerCanopy already runs from this folder{place}. Stop that one first, or work in a copy of the folder:"
        " two shops must not share one database."
    )
