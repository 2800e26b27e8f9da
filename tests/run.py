"""`./run test`: style, types and floors; the suite on SQLite, again on PostgreSQL; journeys in a real browser.

Each part is named as it starts. What could not run is named at the end, and then the command fails: nothing is
skipped silently.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider")
CHROMIUMS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
MAC_CHROMIUMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One command of the suite; exit code 0 is good."""

    name: str
    command: Sequence[str]


LINT = (
    Part("style", (PYTHON, "-m", "ruff", "check", "--no-cache", "saas", "tests", "migrations", "config")),
    Part(
        "format",
        (PYTHON, "-m", "ruff", "format", "--check", "--quiet", "--no-cache", "saas", "tests", "migrations", "config"),
    ),
    Part("types", (PYTHON, "-m", "mypy")),
    Part("floors", (str(Path(PYTHON).parent / "lint-imports"), "--no-cache")),
)
# These open no database, so another one changes nothing.
DATABASELESS = (
    "tests/sandbox", "tests/facts", "tests/planner", "tests/library/rules", "tests/library/seed", "tests/library/editing",
    "tests/intake/rules", "tests/house/test_library.py", "tests/house/test_words.py", "tests/house/test_assets.py",
    "tests/house/test_habits.py", "tests/house/test_sizes.py", "tests/house/test_floors.py",
)  # fmt: skip
# Side by side: each keeps a core busy, and the suite has two.
SUITE = (
    Part("suite on SQLite", (*PYTEST, "tests", "--ignore=tests/journeys")),
    Part(
        "suite on PostgreSQL",
        (*PYTEST, "tests", "--ignore=tests/journeys", *(f"--ignore={path}" for path in DATABASELESS), "--db=postgres"),
    ),
)
JOURNEYS = (Part("journeys in a browser", (*PYTEST, "tests/journeys")),)


def main() -> int:
    arguments = argparse.ArgumentParser(prog="./run test")
    arguments.add_argument("--lint", action="store_true", help="style, types and floors only")
    arguments.add_argument("paths", nargs="*", help="only these tests, on SQLite")
    asked = arguments.parse_args()
    if asked.paths:
        return subprocess.run([*PYTEST, *asked.paths], cwd=ROOT, check=False).returncode
    done = [(part, *_run(part)) for part in LINT]
    if not asked.lint:
        find_chromium()
        done += [*_run_side_by_side(SUITE), *((part, *_run(part)) for part in JOURNEYS)]
    return _report(done)


def find_chromium() -> Path | None:
    """A Chromium for the journeys: one that is here, or Debian's package where we may install it."""
    for name in (*CHROMIUMS, *MAC_CHROMIUMS):
        found = shutil.which(name)
        if found:
            return Path(found)
    if shutil.which("apt-get") and _is_root():
        print("No Chromium found: installing Debian's package (about a minute) …", flush=True)
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return Path(CHROMIUMS[0]) if Path(CHROMIUMS[0]).exists() else None
    return None


def _is_root() -> bool:
    return subprocess.run(["id", "-u"], capture_output=True, text=True, check=False).stdout.strip() == "0"


def _run_side_by_side(parts: Sequence[Part]) -> Iterator[tuple[Part, int, float]]:
    """All at once; what each said is printed whole, when it is done."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(parts)) as pool:
        running = [pool.submit(_finished, part) for part in parts]
        for part, one in zip(parts, running, strict=True):
            _head(part)
            code, said = one.result()
            print(said, flush=True)
            yield part, code, time.monotonic() - began


def _finished(part: Part) -> tuple[int, str]:
    ran = subprocess.run(
        part.command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return ran.returncode, ran.stdout


def _head(part: Part) -> None:
    print(f"\n── {part.name} " + "─" * (60 - len(part.name)), flush=True)


def _run(part: Part) -> tuple[int, float]:
    _head(part)
    began = time.monotonic()
    code = subprocess.run(part.command, cwd=ROOT, check=False).returncode
    return code, time.monotonic() - began


def _report(done: Sequence[tuple[Part, int, float]]) -> int:
    print()
    for part, code, seconds in done:
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {part.name:<24}{seconds:6.0f} s")
    failed = [part.name for part, code, _ in done if code]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    print(f"{len(done) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
