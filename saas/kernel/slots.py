"""Slots: at most so many heavy programs at once on a machine, whichever process started them.

Reading an uploaded file or typesetting a document takes a core for a while. A slot is a lock on a small file, which the
started program inherits:

    with READERS.hold(account_key) as slot:
        subprocess.run(command, pass_fds=(slot,), timeout=…)

The lock ends with the last process that has the file open, so nothing stays locked when a process is killed, and a
program that outlives a killed web server still counts. Each account holds one slot at most. Whoever finds no slot within
a moment is refused with `Busy`, because a web thread that waits serves nobody.

The files lie in a folder of the machine's temporary directory. Where there is no room for them, each process bounds its
own programs instead.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from saas.kernel.errors import Unavailable
from saas.kernel.ids import fingerprint

POLL_SECONDS = 0.02
log = structlog.get_logger()


class Busy(Unavailable):
    """All slots are taken, or the account's own is. What was sent was not looked at."""

    retry_after_seconds = 15


def slot_folder() -> Path:
    """Private to the user, because whoever may open a file there may lock it."""
    return Path(tempfile.gettempdir()) / f"careercanopy-slots-{os.getuid()}"


@dataclass(frozen=True, slots=True)
class Slots:
    """`count` slots of one kind; `sentence` is said to whoever finds none within `wait_seconds`."""

    name: str
    count: int
    wait_seconds: float
    sentence: str
    own_sentence: str
    _in_process: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_in_process", threading.BoundedSemaphore(self.count))

    @contextmanager
    def hold(self, owner: str = "") -> Iterator[int]:
        """Hold a slot; gives the file descriptor for the program to inherit. Raises Busy. `owner` names the account; work
        of nobody in particular has none."""
        try:
            folder = _open_folder()
            descriptor = self._wait_for_file(folder, fingerprint(owner) if owner else "")
        except OSError as error:
            log.warning("programs are bounded in each process alone", reason=error.strerror, kind=self.name)
            with self._hold_in_process() as descriptor:
                yield descriptor
            return
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _wait_for_file(self, folder: Path, owner: str) -> int:
        give_up_at = time.monotonic() + self.wait_seconds
        while True:
            with _locked(folder / f"{self.name}.guard"):
                descriptor = self._take_free_file(folder, owner)
            if descriptor is not None:
                return descriptor
            if time.monotonic() >= give_up_at:
                raise Busy(self.sentence)
            time.sleep(POLL_SECONDS)

    def _take_free_file(self, folder: Path, owner: str) -> int | None:
        """A locked file with the owner written into it. Raises Busy if the owner has another."""
        free: list[int] = []
        try:
            for number in range(self.count):
                descriptor = _open_file(folder / f"{self.name}.{number}")
                if _try_lock(descriptor):
                    free.append(descriptor)
                    continue
                holder = os.pread(descriptor, 64, 0).decode("ascii", "replace")
                os.close(descriptor)
                if owner and holder == owner:
                    raise Busy(self.own_sentence)
            if not free:
                return None
            chosen = free.pop()
        finally:
            for descriptor in free:
                os.close(descriptor)
        with suppress(OSError):  # a full disk: then nobody knows whose it is, and it is held all the same
            os.ftruncate(chosen, 0)
            os.pwrite(chosen, owner.encode(), 0)
        return chosen

    @contextmanager
    def _hold_in_process(self) -> Iterator[int]:
        if not self._in_process.acquire(timeout=self.wait_seconds):
            raise Busy(self.sentence)
        try:
            with Path(os.devnull).open("rb") as nothing:
                yield nothing.fileno()
        finally:
            self._in_process.release()


def _open_folder() -> Path:
    """Raises OSError if it cannot be made or belongs to somebody else."""
    folder = slot_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid():
        raise PermissionError(1, "the folder of slots belongs to another user")
    return folder


def _open_file(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """One at a time looks for a slot: two of one account would not see each other."""
    descriptor = _open_file(file)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
