"""Running the sandbox: threads, loopback only, a clean stop."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from saas.sandbox.app import create_sandbox
from saas.sandbox.settings import SandboxSettings

LOOPBACK = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open between requests; what happened is on the front page, not in the terminal."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class RunningSandbox:
    """A sandbox served from a thread. `url` is its address; `stop` ends it."""

    def __init__(self, settings: SandboxSettings, port: int = 0) -> None:
        self.app = create_sandbox(settings)
        self._server: BaseWSGIServer = make_server(
            LOOPBACK, port, self.app, threaded=True, request_handler=QuietHandler
        )
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def start(self) -> RunningSandbox:
        self.app.extensions["couriers"].start()
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        self.app.extensions["couriers"].stop()
        self.app.extensions["world"].store.close()


def serve(port: int, webhook_url: str | None, webhook_secret: str, state_file: Path | None) -> None:
    """Serve until SIGTERM or SIGINT. A taken port ends the program with status 1 and a sentence."""
    settings = SandboxSettings(webhook_url=webhook_url, webhook_secret=webhook_secret, state_file=state_file)
    asked_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked_to_stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = RunningSandbox(settings, port).start()
    sys.stdout.write(f"Local Stripe on {running.url}, key sk_test_sandbox\n")
    sys.stdout.flush()
    asked_to_stop.wait()
    running.stop()
