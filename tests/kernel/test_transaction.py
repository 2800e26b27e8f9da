"""`transaction`: one verb, one transaction, and no change is ever lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from saas.kernel.db import transaction
from saas.kernel.tenancy import unowned_session
from saas.library.pieces.models import Publication
from saas.settings import ROOT
from saas.shop.orders.models import Order
from tests.databases import Database


def version(engine: Engine) -> int:
    with unowned_session(engine) as session:
        return session.scalars(select(Publication.version)).one()


def test_everything_inside_is_kept_in_one_commit(ann: Session, session: Session) -> None:
    commits: list[object] = []
    event.listen(ann, "after_commit", commits.append)
    with transaction(ann):
        [order] = ann.scalars(select(Order))
        order.promotion_code = "seen"
    assert len(commits) == 1
    assert session.scalar(select(Order.promotion_code).where(Order.id == order.id)) == "seen"


def test_nothing_is_kept_when_something_fails(ann: Session, session: Session) -> None:
    with pytest.raises(ZeroDivisionError), transaction(ann):
        [order] = ann.scalars(select(Order))
        order.promotion_code = "seen"
        ann.flush()
        raise ZeroDivisionError
    assert session.scalar(select(Order.promotion_code).where(Order.id == order.id)) == ""


def test_the_error_goes_on_and_the_session_works_again(ann: Session) -> None:
    with pytest.raises(KeyError), transaction(ann):
        raise KeyError
    with transaction(ann):
        assert ann.scalars(select(Order.promotion_code)).one() == ""


def test_a_verb_cannot_call_another_verb_inside_its_own(ann: Session) -> None:
    with pytest.raises(RuntimeError, match="A transaction is open"), transaction(ann), transaction(ann):
        pass


def test_the_inner_refusal_keeps_nothing_of_the_outer(ann: Session, session: Session) -> None:
    with pytest.raises(RuntimeError), transaction(ann):
        ann.scalars(select(Order)).one().promotion_code = "seen"
        with transaction(ann):
            pass
    assert list(session.scalars(select(Order.promotion_code).distinct())) == [""]


def test_a_writer_sees_what_was_kept_after_it_had_read(engine: Engine) -> None:
    with unowned_session(engine) as early, unowned_session(engine) as late:
        version_before = early.get_one(Publication, 1).version
        with transaction(late):
            late.get_one(Publication, 1).version = version_before + 10
        with transaction(early):
            row = early.get_one(Publication, 1, with_for_update=True)
            row.version = row.version + 1
    assert version(engine) == version_before + 11


@pytest.mark.slow
def test_four_processes_lose_no_change(engine: Engine, database: Database) -> None:
    before = version(engine)
    command = [sys.executable, "-m", "tests.kernel.increment", database.worker_url, "50"]
    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
    assert version(engine) == before + 200
