"""Reading somebody's file: in a process of its own, with little time, little memory and no way to write.

A file from outside may be built to hang, swell or crash whatever opens it. The reader is started for one file, is told
nothing of the house (no settings, no secrets), and dies with it. Nothing is kept: bytes go in by a pipe, text comes back
by another. What it complains about is thrown away, because it may quote the file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from saas.intake.rules.resume.kinds import FileKind, kind_of, plain_text
from saas.intake.rules.resume.room import FAULTS, PAGES, TEXT_ROOM, Fault, Unreadable, checked_size, checked_text

READER = Path(__file__).with_name("reader.py")
WALL_SECONDS = 12


def resume_text(data: bytes) -> str:
    """The text of a PDF, DOCX or text file of up to 2 MB. Raises Unreadable, with a sentence for the person."""
    kind = kind_of(checked_size(data))
    return checked_text(plain_text(data) if kind == "text" else _read_apart(data, kind))


def _read_apart(data: bytes, kind: FileKind) -> str:
    command = [sys.executable, "-I", str(READER), kind, str(PAGES), str(TEXT_ROOM)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and the file is its input
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
            timeout=WALL_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _fault("slow") from None
    if done.returncode:
        raise _fault("slow" if done.returncode < 0 else "broken")
    answer: dict[str, str] = json.loads(done.stdout)
    if "fault" in answer:
        raise Unreadable(FAULTS[answer["fault"]])  # type: ignore[index]  # the reader's own words for them
    return answer["text"]


def _fault(name: Fault) -> Unreadable:
    return Unreadable(FAULTS[name])
