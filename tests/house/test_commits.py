"""One place commits, and nothing goes around the account filter."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import SAAS, calls, name_of, python, tree

COMMITS = {"saas/kernel/db.py"}
# Each goes around `transaction` or the account filter, so it stays below the features.
AROUND = {
    "execute_raw": ("exec_driver_sql", "raw_connection"),
    "connections": ("connect", "connection", "begin", "begin_nested"),
    "bulk": ("bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"),
    "text": ("text", "literal_column", "table"),
}
ALLOWED = {
    "saas/cli/machine.py": "asks a SQLite in memory, where nothing is kept, whether it has full-text search",
    "saas/library/search/queries.py": "FTS5 matches a table by its name; search entries belong to no account",
    "saas/shop/alerts/models.py": "text states the condition of a partial index, which is schema and not a statement",
    "saas/shop/orders/models.py": "text states the condition of a partial index, which is schema and not a statement",
    "saas/shop/refunds/models.py": "text states the condition of a partial index, which is schema and not a statement",
}


def program() -> list[str]:
    """Everything but the ground and the local Stripe, which keeps a store of its own and no customer's rows."""
    return [name_of(file) for file in python() if not name_of(file).startswith(("saas/kernel/", "saas/sandbox/"))]


def is_signal(call: ast.Call) -> bool:
    """`SUBMITTED.connect(…)`: signals are constants."""
    return ast.unparse(call.func).partition(".")[0].isupper()


def test_only_the_kernel_commits() -> None:
    committing = {
        name_of(file) for file in python() if list(calls(file, "commit")) and SAAS / "sandbox" not in file.parents
    }
    assert committing == COMMITS


@pytest.mark.parametrize("names", AROUND.values(), ids=AROUND)
def test_no_feature_goes_around_the_session(names: tuple[str, ...]) -> None:
    named = {name_of(file) for file in python() for call in calls(file, *names) if not is_signal(call)}
    assert named & set(program()) - set(ALLOWED) == set()


@pytest.mark.parametrize("attribute", ["__table__", "local_table"])
def test_no_feature_names_a_bare_table(attribute: str) -> None:
    naming = {
        name_of(file)
        for file in python()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr == attribute
    }
    assert naming & set(program()) == set()


def test_no_feature_opens_an_engine() -> None:
    """The app opens one for the web, each command one for itself."""
    opening = {name_of(file) for file in python() if list(calls(file, "create_engine", "open_engine"))}
    features = {name for name in opening if not name.startswith(("saas/kernel/", "saas/cli/", "saas/sandbox/"))}
    assert features == {"saas/app.py"}
