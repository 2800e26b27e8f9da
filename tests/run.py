"""`./run test`: style, types and floors; the suite on SQLite, again on PostgreSQL; journeys in a real browser.

With arguments it is pytest with those arguments: `./run test tests/kernel/test_money.py -k cents -x --lf`.

Each part is named as it starts. What could not run is named at the end, and then the command fails: nothing is
skipped silently. Known vulnerabilities alone may be left out, where their list cannot be reached; CI asks for them
with `python -m tests.advisories --must-answer`.
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

from tests.advisories import LEFT_OUT

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
    """How a part ended, how many seconds it took, and how many of a core's it used with all its processes."""

    part: Part
    code: int
    seconds: float
    cpu_seconds: float


def pytest_part(name: str, *arguments: str) -> Part:
    return Part(name, (*PYTEST, "-p", "no:cacheprovider", *arguments))


LINT = (
    Part("style", (PYTHON, "-m", "ruff", "check", "--no-cache", *PACKAGES)),
    Part("format", (PYTHON, "-m", "ruff", "format", "--check", "--quiet", "--no-cache", *PACKAGES)),
    Part("types", (PYTHON, "-m", "mypy")),
    Part("floors", (str(Path(PYTHON).parent / "lint-imports"), "--no-cache")),
    Part("advisories", (PYTHON, "-m", "tests.advisories")),
)
# These start processes and wait for what they do, and leave a core to others meanwhile.
WAITING = (
    "tests/cli/test_processes.py",
    "tests/cli/test_run_script.py",
    "tests/kernel/test_jobs.py",
    "tests/kernel/test_worker.py",
    "tests/shop/failures/test_refused_letters.py",
    "tests/storm",
)
QUICK = ("tests", "--ignore=tests/journeys", *(f"--ignore={path}" for path in WAITING))
NO_BROWSER = ("-p", "no:playwright")
# A test that opens no database proves the same thing on either.
POSTGRES = ("--db=postgres", "--database-only")
# Those that wait for processes and browsers stand early, beside those that keep a core busy.
SUITE = (
    pytest_part("suite on SQLite", *QUICK, *NO_BROWSER),
    pytest_part("journeys in a browser", "tests/journeys", f"--ignore={EVERY_PAGE}"),
    pytest_part("processes on SQLite", *WAITING, *NO_BROWSER),
    pytest_part("pages in a browser", EVERY_PAGE),
    pytest_part("processes on PostgreSQL", *WAITING, *NO_BROWSER, *POSTGRES),
    pytest_part("suite on PostgreSQL", *QUICK, *NO_BROWSER, *POSTGRES),
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

    def result(self) -> Result | None:
        """None while it runs."""
        pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
        if pid == 0:
            return None
        code = self.process.returncode = os.waitstatus_to_exitcode(status)
        return Result(self.part, code, time.monotonic() - self.started_at, usage.ru_utime + usage.ru_stime)

    def print_output(self) -> None:
        print(f"\n── {self.part.name} " + "─" * (60 - len(self.part.name)), flush=True)
        print(self.output.read_text(encoding="utf-8", errors="replace"), end="", flush=True)

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
                for started in list(running):
                    if (result := started.result()) is not None:
                        running.remove(started)
                        results.append(result)
                        started.print_output()
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
        verdict = {0: "ok    ", LEFT_OUT: "left  "}.get(result.code, "FAILED")
        print(f"{verdict}  {result.part.name:<24}{result.seconds:6.0f} s   ({result.cpu_seconds:.0f} s of a core)")
    failed = [result.part.name for result in results if result.code not in (0, LEFT_OUT)]
    left_out = [result.part.name for result in results if result.code == LEFT_OUT]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    if left_out:
        print(f"Left out, because it could not be asked here: {', '.join(left_out)}.")
    skipped = f", {len(left_out)} skipped" if left_out else ""
    print(f"{len(results) - len(failed) - len(left_out)} passed, {len(failed)} failed{skipped}")
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
