"""The text of an uploaded file, extracted in a process of its own with little time, little memory and no way to write.

A file from outside may be built to hang, swell or crash whatever opens it. The process is started for one file, gets no
settings and no secrets, and ends with it. A few run at once on a machine, one of each account. Nothing is stored: bytes
go in by a pipe, text comes back by another. Its error output is thrown away, because it may quote the file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

from saas.intake.resume.file_types import FileType, decode_text, detect_file_type
from saas.intake.resume.limits import (
    FAULT_SENTENCES,
    MAX_PAGES,
    MAX_TEXT_CHARACTERS,
    ReadingFault,
    UnreadableResume,
    check_file_size,
    check_text_length,
)
from saas.kernel.slots import Slots

PROGRAM = Path(__file__).with_name("extraction_process.py")
TIMEOUT_SECONDS = 10
READERS = Slots(
    "readers",
    2,
    wait_seconds=0.5,
    sentence="Many files are being read right now, and yours was not. Your answers are safe: send it again in half a minute, or paste the text below.",
    own_sentence="Another file of yours is being read right now. Wait until that is done, then send this one.",
)


def extract_text(data: bytes, owner: str = "") -> str:
    """The text of a PDF, DOCX or text file of up to 2 MB. `owner` names the account it belongs to. Raises
    UnreadableResume, with a sentence for the person, and Busy where too many are being read."""
    file_type = detect_file_type(check_file_size(data))
    if file_type == "text":
        return check_text_length(decode_text(data))
    with READERS.hold(owner) as slot:
        return check_text_length(_extract_in_process(data, file_type, slot))


def _extract_in_process(data: bytes, file_type: FileType, slot: int) -> str:
    command = [sys.executable, "-I", str(PROGRAM), file_type, str(MAX_PAGES), str(MAX_TEXT_CHARACTERS)]
    try:
        process = subprocess.run(  # noqa: S603  # our own program, and the file is its input
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=TIMEOUT_SECONDS,
            check=False,
            pass_fds=(slot,),
        )
    except subprocess.TimeoutExpired:
        raise _unreadable("slow") from None
    if process.returncode:
        # Negative: ended by a signal, which is how the limit on CPU time ends it.
        raise _unreadable("slow" if process.returncode < 0 else "broken")
    result: dict[str, str] = json.loads(process.stdout)
    if "fault" in result:
        raise _unreadable(cast(ReadingFault, result["fault"]))
    return result["text"]


def _unreadable(fault: ReadingFault) -> UnreadableResume:
    return UnreadableResume(FAULT_SENTENCES[fault])
