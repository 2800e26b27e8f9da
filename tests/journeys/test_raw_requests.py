"""Requests that no browser sends, byte by byte: where one message ends is never in doubt."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from tests.journeys.stack import RunningStack

NEXT = b"GET /pricing HTTP/1.1\r\nHost: %s\r\n\r\n"
AMBIGUOUS = {
    "both lengths": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
    "a length that is none": b"Content-Length: +5\r\n\r\nhello",
    "an encoding beside chunked": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "an encoding that is none": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk that lies": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
}


def answer_to(stack: RunningStack, framing: bytes) -> bytes:
    """Everything that comes back for a request with this framing, and another one behind it."""
    url = urlsplit(stack.url)
    host = f"{url.hostname}:{url.port}".encode()
    answer = b""
    with socket.create_connection((url.hostname or "", url.port or 80), timeout=10) as connection:
        connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: %s\r\n%s" % (host, framing) + NEXT % host)
        while part := connection.recv(65536):
            answer += part
    return answer


def test_an_ambiguous_length_is_refused_and_nothing_behind_it_is_answered(stack: RunningStack) -> None:
    answers = {name: answer_to(stack, framing) for name, framing in AMBIGUOUS.items()}
    assert [name for name, answer in answers.items() if not answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))] == []
    assert [name for name, answer in answers.items() if b"HTTP/1.1 200" in answer] == []
