"""The security rules of the linter are on everywhere, and what is let through says why."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from saas.settings import ROOT
from tests.house.source import OWN, name_of, python

LINT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
LET_THROUGH = re.compile(r"# noqa: S\d{3}.*$")
WITH_REASON = re.compile(r"# noqa: S\d{3}\s+[#-]\s*\S.{8,}$|#\s+[^#]{8,}\s+# noqa: S\d{3}$")
# Checks that would switch a rule off without saying which.
BLANKET = re.compile(r"# noqa(?!:)|# nosec|ruff: noqa|type: ignore(?!\[)")


@cache
def lines() -> list[tuple[str, str]]:
    files = (file for folder in OWN for file in python(ROOT / folder) if file.name != "test_lint.py")
    return [
        (f"{name_of(file)}:{number}", line)
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    ]


def test_every_security_rule_is_on() -> None:
    assert "S" in LINT["select"]
    assert [rule for rule in LINT["ignore"] if rule.startswith("S") and rule[1:].isdigit()] == []
    ignored = {rule for rules in LINT["per-file-ignores"].values() for rule in rules if re.fullmatch(r"S\d*", rule)}
    assert "S" not in ignored
    # Never, in any folder: a shell, pickle, yaml.load, unverified TLS, weak hashes, a debugger.
    assert ignored & {"S201", "S301", "S324", "S501", "S506", "S602", "S604", "S605"} == set()


def test_whatever_a_security_rule_lets_through_says_why() -> None:
    mute = [place for place, line in lines() if LET_THROUGH.search(line) and not WITH_REASON.search(line)]
    assert mute == []


def test_no_check_is_switched_off_as_a_whole() -> None:
    assert [place for place, line in lines() if BLANKET.search(line)] == []
