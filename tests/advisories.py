"""Known vulnerabilities of the packages that the locks name, by pip-audit: `./run lint` and `./run test` run it.

A vulnerability fails. Where the list of advisories cannot be reached, or does not know a package, that is said with the
number, and the part ends as left out; with `--must-answer`, as in CI, it fails as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
# The usual exit code of a test that could not run.
LEFT_OUT = 77
# Advisories that do not concern us, each with the reason and the day it is looked at again.
ACCEPTED: dict[str, str] = {}
COMMAND = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")


def main(arguments: Sequence[str]) -> int:
    code, lines = judge(ask_advisories(), must_answer="--must-answer" in arguments)
    print("\n".join(lines))
    return code


def ask_advisories() -> list[dict[str, Any]]:
    """What pip-audit says of each package; empty where it could not ask."""
    locks = (part for lock in LOCKS for part in ("-r", str(ROOT / lock)))
    command = [sys.executable, *COMMAND, "--timeout", "10", *locks]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return []


def judge(packages: Sequence[dict[str, Any]], *, must_answer: bool) -> tuple[int, list[str]]:
    """The exit code, and what to say."""
    by_name = {package["name"]: package for package in packages}
    vulnerable = [
        f"{name} {package['version']}: {advisory['id']}, mended in {', '.join(advisory['fix_versions']) or 'no version'}"
        for name, package in by_name.items()
        for advisory in package.get("vulns", ())
        if advisory["id"] not in ACCEPTED
    ]
    unchecked = [name for name, package in by_name.items() if "skip_reason" in package]
    checked = len(by_name) - len(unchecked)
    lines = [*vulnerable, f"{checked} packages checked against known vulnerabilities, {len(vulnerable)} found."]
    if checked and not unchecked:
        return (1 if vulnerable else 0), lines
    left = f"Not checked: {len(unchecked)} packages." if by_name else "Not checked: any package."
    lines.append(f"{left} The list of advisories could not be reached from here, or does not know them.")
    return (1 if vulnerable or must_answer else LEFT_OUT), lines


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
