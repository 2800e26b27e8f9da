"""One clock: what asks for the time asks `saas.kernel.clock`, so that CLOCK_SHIFT moves every day and moment."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.source import SAAS, STATIC, name_of, python, tree

READS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
}
# Files that mean the real time, and why.
REAL_TIME = {
    "saas/accounts/events/actions.py": "the database lets go of what is old by its own clock",
    "saas/accounts/guards.py": "Flask-Security compares the moment of the last proof with its own clock",
    "saas/kernel/clock.py": "the clock itself",
    "saas/kernel/db.py": "stands in for a function of SQLite, on which the job engine bases its own times",
    "saas/kernel/chores.py": "a chore is due by the job engine's own time",
    "saas/kernel/liveness.py": "a worker is alive in real time",
    "saas/kernel/monitoring.py": "how old a heartbeat or a job of the engine is",
    "saas/kernel/worker.py": "the job engine waits in real time",
    "saas/shop/stripe/client.py": "compares this machine's clock with Stripe's",
}
IN_SQL = re.compile(
    r"\bfunc\.(now|current_\w+|localtime\w*|date|datetime|strftime)\b|\bCURRENT_(TIMESTAMP|DATE)\b|'now'"
)
IN_JS = re.compile(r"\bDate\.now\(\)|\bnew Date\(\)")


def program() -> Iterator[str]:
    """The local Stripe has a clock of its own, which the same setting moves."""
    for file in python():
        if "sandbox" not in file.parts and name_of(file) not in REAL_TIME:
            yield name_of(file)


def reads_of(file: str) -> list[str]:
    path = SAAS.parent / file
    names = (ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute))
    return [name for name in names if ".".join(name.split(".")[-2:]) in READS]


def test_nothing_but_the_clock_reads_the_time() -> None:
    assert {file: reads for file in program() if (reads := reads_of(file))} == {}


def test_what_means_the_real_time_reads_it() -> None:
    """Or its exception is forgotten here."""
    assert [file for file in REAL_TIME if not reads_of(file)] == []


def test_the_database_is_not_asked_for_the_time() -> None:
    assert [file for file in program() if IN_SQL.search((SAAS.parent / file).read_text(encoding="utf-8"))] == []


def test_scripts_read_the_time_where_the_shift_is_added() -> None:
    scripts = {name_of(file): file.read_text(encoding="utf-8") for file in sorted((STATIC / "js").glob("*.js"))}
    assert {name for name, text in scripts.items() if IN_JS.search(text)} == {"static/js/runway-calculator.js"}
    assert (
        'Date.now() + Number(document.querySelector("[data-clock-shift]")' in scripts["static/js/runway-calculator.js"]
    )
