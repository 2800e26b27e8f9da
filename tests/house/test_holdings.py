"""What is held about people is decided: every table and column is in the export or left out for a reason."""

from __future__ import annotations

from sqlalchemy import Column

from saas.kernel.tenancy import owned_table_names
from saas.models import Base
from saas.privacy.holdings import HOLDINGS, OTHERS

BY_NAME = {holding.name: holding for holding in HOLDINGS}


def test_every_table_is_decided() -> None:
    tables = set(Base.metadata.tables)
    assert tables - BY_NAME.keys() - OTHERS.keys() == set()
    assert (BY_NAME.keys() | OTHERS.keys()) - tables == set()
    assert BY_NAME.keys() & OTHERS.keys() == set()
    assert owned_table_names() - BY_NAME.keys() == set()


def test_every_column_is_exported_or_left_out_for_a_reason() -> None:
    undecided = {
        f"{holding.name}.{column.key}"
        for holding in HOLDINGS
        for column in holding.model.__table__.columns
        if (column.key in holding.exported) == (column.key in holding.left_out)
    }
    unknown = {
        f"{holding.name}.{name}"
        for holding in HOLDINGS
        for name in (*holding.exported, *holding.left_out, *holding.emptied)
        if name not in holding.model.__table__.columns
    }
    assert (undecided, unknown) == (set(), set())


def test_nothing_that_opens_something_or_speaks_of_staff_is_exported() -> None:
    never = ("secret", "password", "uniquifier", "hash", "decided_by", "handled_by", "settled_by", "evidence", "trace")
    assert [
        f"{holding.name}.{name}"
        for holding in HOLDINGS
        for name in holding.exported
        if name != "has_evidence" and any(word in name for word in never)
    ] == []


def holds_words(column: Column[object]) -> bool:
    """Whether a column can hold more than an id, a state or a number."""
    return bool(getattr(column.type, "length", 0) is None or "JSON" in str(column.type).upper()) and hasattr(
        column.type, "length"
    )


# Columns of kept rows that hold text and are not emptied, and what is in them.
KEPT_TEXTS = {
    "refunds.parameters": "Stripe's numbers and an amount",
    "security_events.before": "states, amounts and numbers",
    "security_events.after": "states, amounts and numbers",
    "stripe_events.reason": "a sentence of ours",
    "stripe_events.body": "numbers, states and amounts",
    "stripe_events.trace": "lines of code",
    "alerts.sentence": "a sentence of ours",
}


def test_what_is_kept_holds_no_words_of_people() -> None:
    kept = {
        f"{holding.name}.{column.key}"
        for holding in HOLDINGS
        if holding.kept_because
        for column in holding.model.__table__.columns
        if holds_words(column) and column.key not in holding.emptied
    }
    assert kept == KEPT_TEXTS.keys()
