"""Gunicorn's threaded worker, with a bound on how long one request may hold a thread.

Reading a request blocks a thread, and gunicorn waits as long as bytes come, one every few seconds. The proxy in front
reads slow clients (config/Caddyfile); where somebody gets past it, a few of them would hold all threads.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class BoundedThreadWorker(ThreadWorker):  # type: ignore[misc]  # published without types
    """Closes a connection when its request, from the first byte to the end of the answer, takes longer than gunicorn's
    `timeout`; 0 is no bound."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._began_at: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """In a thread of the pool."""
        self._began_at[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            del self._began_at[conn]

    def murder_pending(self) -> None:
        """In the main thread, about once a second. Gunicorn closes here what waits for a first byte."""
        super().murder_pending()
        latest = time.monotonic() - self.cfg.timeout
        for conn, began_at in list(self._began_at.items()) if self.cfg.timeout else ():
            if began_at < latest:
                # Closing the socket would not wake the thread that reads from it.
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)
