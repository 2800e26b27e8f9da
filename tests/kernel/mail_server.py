"""A mail server for tests. What it answers depends on the address: `refused@…` is refused for good, `later@…` for now,
`spam@…` after it was read, `slow@…` gets no answer, and everybody else gets the letter."""

from __future__ import annotations

import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

ANSWERS = {"refused": "550 5.1.1 <{address}>: no such person", "later": "451 4.7.1 <{address}>: greylisted"}


@dataclass
class MailServer:
    """`url` is where it listens; a lenient one refuses nobody; `received` are the addresses of the letters it took, `commands` all that was said."""

    port: int = 0
    scheme: str = "smtp"
    extensions: tuple[str, ...] = ()
    context: ssl.SSLContext | None = None
    is_lenient: bool = False
    received: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def url(self, login: str = "") -> str:
        return f"{self.scheme}://{login}{'@' if login else ''}localhost:{self.port}"


@contextmanager
def start_mail_server(
    *, extensions: tuple[str, ...] = (), context: ssl.SSLContext | None = None, is_tls: bool = False
) -> Iterator[MailServer]:
    """Listening until the block ends. `is_tls`: from the first byte."""
    state = MailServer(extensions=extensions, context=context, scheme="smtps" if is_tls else "smtp")

    class Conversation(_Conversation):
        server_state = state

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 64

        def get_request(self) -> Any:
            connection, address = super().get_request()
            if is_tls and context is not None:
                connection = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            return connection, address

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is no news."""

    with Server(("127.0.0.1", 0), Conversation) as server:
        state.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield state
        server.shutdown()


class _Conversation(socketserver.StreamRequestHandler):
    server_state: MailServer
    address = ""

    def handle(self) -> None:
        self._say("220 localhost")
        while line := self.rfile.readline().decode().strip():
            self.server_state.commands.append(line)
            if not self._answer(line):
                return

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.rfile.close()
        self.connection.close()

    def _answer(self, line: str) -> bool:
        """Answer one command; False ends the conversation."""
        word = line.split(" ")[0].upper().split(":")[0]
        if word == "EHLO":
            lines = ["localhost", *self.server_state.extensions]
            for number, name in enumerate(lines, start=1):
                self._say(f"250{' ' if number == len(lines) else '-'}{name}")
        elif word == "STARTTLS":
            self._start_tls()
        elif word == "RCPT":
            self._recipient(line[line.index("<") + 1 : line.index(">")])
        elif word == "DATA":
            self._letter()
        elif word == "AUTH":
            self._say("235 welcome")
        elif word == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 ok")
        return True

    def _recipient(self, address: str) -> None:
        self.address = address
        if address.startswith("slow@"):
            time.sleep(5)
        answer = None if self.server_state.is_lenient else ANSWERS.get(address.partition("@")[0])
        if answer:
            self.server_state.refused.append(address)
        self._say(answer.format(address=address) if answer else "250 ok")

    def _letter(self) -> None:
        self._say("354 go on")
        while self.rfile.readline() not in (b".\r\n", b""):
            pass
        if self.address.startswith("spam@"):
            self._say("554 5.7.1 this is not wanted")
            return
        self.server_state.received.append(self.address)
        self._say("250 taken")

    def _start_tls(self) -> None:
        assert self.server_state.context is not None
        self._say("220 go on")
        self.rfile.close()
        self.connection = self.server_state.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def _say(self, line: str) -> None:
        with suppress(OSError):
            self.wfile.write(f"{line}\r\n".encode())
