"""The project speaks of itself alone: no key, no machine, no address it was built at."""

from __future__ import annotations

import re

import pytest

from saas.settings import ROOT
from tests.house.source import name_of, text_files

# Written in pieces, so that this file does not name what it looks for.
NEVER = {
    "a live key": r"[sr]k_live_" + r"[A-Za-z0-9]{8,}",
    "a test key of somebody": r"sk_test_" + r"(?!sandbox)[A-Za-z0-9]{16,}",
    "a webhook secret": r"whsec_" + r"(?!sandbox|test)[A-Za-z0-9]{20,}",
    "a private key": r"BEGIN [A-Z ]*PRIVATE " + "KEY",
    "the path it stands at": rf"(?<![\w.]){re.escape(str(ROOT))}(?![\w.-])",
    "somebody's home": r"(?<![\w.])/(root|home/\w+)/",
    "the folder beside the project": r"\bsha" + r"red/(design|data|brief)",
    "a package index": r"(pypi|registry|artifactory|nexus|npmjs)\.(?!org/project)[\w.-]*(org|com|net|internal|local)\b/simple",
}


@pytest.mark.parametrize("pattern", NEVER.values(), ids=NEVER)
def test_no_file_holds(pattern: str) -> None:
    wanted = re.compile(pattern, re.I)
    assert [
        name_of(file) for file in text_files() if wanted.search(file.read_text(encoding="utf-8", errors="replace"))
    ] == []


@pytest.mark.parametrize("name", [".env", "instance", ".venv", "__pycache__"])
def test_what_belongs_to_one_machine_stays_on_it(name: str) -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert name in ignored or not (ROOT / name).exists()
