"""`./run test`: style, types and floors; the suite on SQLite, again on PostgreSQL; journeys in a real browser.

With arguments it is pytest with those arguments: `./run test tests/kernel/test_money.py -k cents -x --lf`.

Each part is named as it starts. What could not run is named at the end, and then the command fails: nothing is
skipped silently.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q")
CHROMIUMS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
MAC_CHROMIUMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
EVERY_PAGE = "tests/journeys/test_every_page.py"
PACKAGES = ("saas", "tests", "migrations", "config")


@dataclass(frozen=True, slots=True)
class Part:
    """One command of the suite; exit code 0 is good."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True, slots=True)
class Result:
    """How a part ended, and how many seconds it took."""

    part: Part
    code: int
    seconds: float


def pytest_part(name: str, *arguments: str) -> Part:
    return Part(name, (*PYTEST, "-p", "no:cacheprovider", *arguments))


LINT = (
    Part("style", (PYTHON, "-m", "ruff", "check", "--no-cache", *PACKAGES)),
    Part("format", (PYTHON, "-m", "ruff", "format", "--check", "--quiet", "--no-cache", *PACKAGES)),
    Part("types", (PYTHON, "-m", "mypy")),
    Part("floors", (str(Path(PYTHON).parent / "lint-imports"), "--no-cache")),
)
# Longest first, so that no core is idle at the end.
SUITE = (
    pytest_part("suite on SQLite", "tests", "--ignore=tests/journeys", "-p", "no:playwright"),
    # A test that opens no database proves the same thing on either.
    pytest_part(
        "suite on PostgreSQL",
        "tests",
        "--ignore=tests/journeys",
        "-p",
        "no:playwright",
        "--db=postgres",
        "--database-only",
    ),
    pytest_part("pages in a browser", EVERY_PAGE),
    pytest_part("journeys in a browser", "tests/journeys", f"--ignore={EVERY_PAGE}"),
)
# Each keeps about one core busy while it does not wait for something to happen, which much of it does.
AT_ONCE = 1 + max(2, os.cpu_count() or 2)


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "--lint":
        return report(run_parts(LINT))
    if arguments:
        run_pytest(arguments)
    find_chromium()
    return report(run_parts((*SUITE, *LINT)))


def run_pytest(arguments: Sequence[str]) -> None:
    """Become pytest. The browser's plugin costs 0.3 s to load and is left out where only other tests are named."""
    paths = [Path(argument.partition("::")[0]).resolve() for argument in arguments if not argument.startswith("-")]
    paths = [path for path in paths if path.exists()]
    journeys = ROOT / "tests" / "journeys"
    needs_browser = not paths or any(path.is_relative_to(journeys) or journeys.is_relative_to(path) for path in paths)
    command = [*PYTEST, *(() if needs_browser else ("-p", "no:playwright")), *arguments]
    os.execv(PYTHON, command)


def find_chromium() -> Path | None:
    """A Chromium for the journeys: one that is here, or Debian's package where we may install it."""
    for name in (*CHROMIUMS, *MAC_CHROMIUMS):
        path = shutil.which(name)
        if path:
            return Path(path)
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("No Chromium found: installing Debian's package (about a minute) …", flush=True)
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return Path(CHROMIUMS[0]) if Path(CHROMIUMS[0]).exists() else None
    return None


@dataclass(slots=True)
class RunningPart:
    """A part that has started; its output is collected in a file, so that no pipe fills up."""

    part: Part
    process: subprocess.Popen[bytes]
    output: Path
    started_at: float

    def finish(self) -> Result:
        print(f"\n── {self.part.name} " + "─" * (60 - len(self.part.name)), flush=True)
        print(self.output.read_text(encoding="utf-8", errors="replace"), end="", flush=True)
        return Result(self.part, self.process.returncode, time.monotonic() - self.started_at)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait()


def run_parts(parts: Sequence[Part]) -> list[Result]:
    """Run the parts, `AT_ONCE` side by side. Each is named as it starts, and its output printed whole when it ends."""
    waiting, running, results = list(parts), list[RunningPart](), list[Result]()
    with tempfile.TemporaryDirectory(prefix="careercanopy-test-") as folder:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    running.append(_start(waiting.pop(0), Path(folder)))
                time.sleep(0.05)
                for ended in [started for started in running if started.process.poll() is not None]:
                    running.remove(ended)
                    results.append(ended.finish())
        finally:
            for started in running:
                started.stop()
    return results


def _start(part: Part, folder: Path) -> RunningPart:
    print(f"… {part.name}", flush=True)
    output = folder / part.name
    with output.open("wb") as file:
        # A group of its own, so that Ctrl-C reaches the runner alone and it ends the parts in order.
        process = subprocess.Popen(
            part.command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
    return RunningPart(part, process, output, time.monotonic())


def report(results: Sequence[Result]) -> int:
    print()
    for result in results:
        verdict = "ok    " if result.code == 0 else "FAILED"
        print(f"{verdict}  {result.part.name:<24}{result.seconds:6.0f} s")
    failed = [result.part.name for result in results if result.code]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A shell starts background jobs with SIGINT ignored, and children would inherit that.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        raise SystemExit(130) from None
