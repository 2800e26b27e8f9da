"""A request and its response, free of any web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from saas.sandbox.formatting import to_json
from saas.sandbox.store import Json


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """One API request. Header names are lower-case, `path` begins with /v1/, `base_url` is where it came to."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: str
    body: str
    base_url: str

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
class ApiResponse:
    """`is_dropped` tells the server to cut the connection, after waiting `wait` seconds."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    is_dropped: bool = False
    wait: float = 0.0


def json_response(obj: Json, status: int = 200) -> ApiResponse:
    return ApiResponse(status, to_json(obj))
