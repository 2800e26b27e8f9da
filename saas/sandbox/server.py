"""Running the sandbox as a server: threads, loopback only, a clean stop."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from saas.sandbox.app import create_sandbox
from saas.sandbox.settings import SandboxSettings

LOOPBACK = "127.0.0.1"


class QuietRequestHandler(WSGIRequestHandler):
    """Keeps connections open between requests and prints nothing: what happened is on the front page."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Print nothing."""


class RunningSandbox:
    """A sandbox served from a thread. `url` is its address; `stop` ends it."""

    def __init__(self, settings: SandboxSettings, port: int = 0) -> None:
        self.app = create_sandbox(settings)
        self._server: BaseWSGIServer = make_server(
            LOOPBACK, port, self.app, threaded=True, request_handler=QuietRequestHandler
        )
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def start(self) -> RunningSandbox:
        self.app.extensions["delivery_threads"].start()
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        self.app.extensions["delivery_threads"].stop()
        self.app.extensions["sandbox"].store.close()


def run_until_stopped(settings: SandboxSettings, port: int) -> None:
    """Serve until SIGTERM or SIGINT. A port that is in use ends the program with status 1 and a sentence."""
    stop_requested = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stop_requested.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = RunningSandbox(settings, port).start()
    sys.stdout.write(f"Local Stripe on {running.url}, key sk_test_sandbox\n")
    sys.stdout.flush()
    stop_requested.wait()
    running.stop()
