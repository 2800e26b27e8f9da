"""The audit of the packages fails on what is known, and says where it could not ask."""

from __future__ import annotations

from typing import Any

from tests.advisories import LEFT_OUT, judge

SOUND: dict[str, Any] = {"name": "flask", "version": "3.1.3", "vulns": []}
UNKNOWN: dict[str, Any] = {"name": "alembic", "skip_reason": "not found"}
VULNERABLE: dict[str, Any] = {
    "name": "jinja2",
    "version": "2.4",
    "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.3"]}],
}


def test_a_known_vulnerability_fails_with_its_name_and_its_cure() -> None:
    code, lines = judge([SOUND, VULNERABLE, UNKNOWN], must_answer=False)
    assert (code, lines[0]) == (1, "jinja2 2.4: PYSEC-2014-8, mended in 2.7.3")


def test_what_could_not_be_checked_is_counted_and_never_passes_for_checked() -> None:
    for packages, words in (([SOUND, UNKNOWN], "Not checked: 1 packages."), ([], "Not checked: any package.")):
        code, lines = judge(packages, must_answer=False)
        assert (code, lines[-1].startswith(words)) == (LEFT_OUT, True)
        assert judge(packages, must_answer=True)[0] == 1


def test_all_checked_and_nothing_known_passes() -> None:
    assert judge([SOUND], must_answer=True) == (0, ["1 packages checked against known vulnerabilities, 0 found."])
