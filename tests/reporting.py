"""What could not run is said at the end, by name and reason; nothing is skipped silently. What tests measured is said too:
`record_property("said", line)` or, for a whole table, `record_property("shown", text)`.
"""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _say_what_was_measured(terminalreporter)
    _tell_skipped(terminalreporter)
    _show(terminalreporter)


def _tell_skipped(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("did not run")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")


def _say_what_was_measured(terminalreporter: pytest.TerminalReporter) -> None:
    """`record_property("said", "…")` in a test."""
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    said = [str(words) for report in reports for name, words in report.user_properties if name == "said"]
    if said:
        terminalreporter.section("measured")
        for line in dict.fromkeys(said):
            terminalreporter.line(line)


def _show(terminalreporter: pytest.TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, text in report.user_properties:
                if name == "shown" and report.when == "call":
                    terminalreporter.section(report.nodeid.rpartition("::")[2].replace("_", " "))
                    terminalreporter.line(str(text))
