"""A program that adds one to the library's version, again and again: `python -m tests.kernel.increment URL TIMES`."""

from __future__ import annotations

import sys

from saas.kernel.db import open_engine, transaction
from saas.kernel.tenancy import unowned_session
from saas.library.pieces.models import Publication


def add_to_version(url: str, times: int) -> None:
    engine = open_engine(url)
    for _ in range(times):
        with unowned_session(engine) as session, transaction(session):
            row = session.get_one(Publication, 1, with_for_update=True)
            row.version = row.version + 1


if __name__ == "__main__":
    add_to_version(sys.argv[1], int(sys.argv[2]))
