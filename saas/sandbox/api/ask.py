"""A request and its answer, free of any web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from saas.sandbox.store import Thing
from saas.sandbox.wire import as_text


@dataclass(frozen=True, slots=True)
class Ask:
    """One API request. Header names are lower-case; `path` begins with /v1/."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: str
    body: str
    address: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, from the query of a GET or the form of a POST."""
        text = self.query if self.method in ("GET", "DELETE") else self.body
        return parse_qsl(text, keep_blank_values=True)

    @property
    def idempotency_key(self) -> str | None:
        """GETs are idempotent already: their key is ignored."""
        return self.headers.get("idempotency-key") if self.method == "POST" else None


@dataclass(slots=True)
class Answer:
    """`is_dropped` asks the server to cut the connection; `wait` seconds pass before it answers."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    is_dropped: bool = False
    wait: float = 0.0


def as_answer(thing: Thing, status: int = 200) -> Answer:
    return Answer(status, as_text(thing))
