"""How many requests are answered. Every route has a limit; what can be guessed or costs something has a stricter one.

- The general limit counts all requests that reach Flask, by account or by source, in the memory of one process: it costs
  nothing and stops floods. With several processes it is that many times larger; REQUESTS_PER_MINUTE sets it. Health
  checks have none, and public pages and static files are answered from memory before anything is counted.
- A strict limit is a decorator, `@limiter.limit("20 per minute")`, above `limit_body` and below the route. It counts in
  the database (or in Redis, if REDIS_URL is set), so that it holds over processes and restarts, for about a
  millisecond. While the database cannot be written, each process counts for itself.

Whoever is signed in is counted by account, so that an office behind one address is not locked out by one person in it;
everybody else by source: an IPv4 address, or the /64 network of an IPv6 one, which is what one line is given. A refused
request is a 429 whose Retry-After says when the same request is answered again.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, request
from flask_limiter import Limiter, RateLimitExceeded
from flask_login import current_user
from limits.storage import Storage
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import unowned_session
from saas.kernel.throttles import ThrottleCount, count_hit, delete_count, find_count, has_counts
from saas.settings import Settings
from saas.web.session import engine

GENERAL_WINDOW_SECONDS = 60.0
# A person reads a page in seconds; forty people of one office may be at work at once.
SOURCE_FACTOR = 2
# Whoever watches the shop asks these, and they cost next to nothing or need a token.
UNLIMITED_ENDPOINTS = ("healthz", "readyz", "metrics")
IPV6_PREFIX = 64


def source_key() -> str:
    """Where the request comes from, as one line of a provider's."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "source:unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return f"source:{IPv6Network((address, IPV6_PREFIX), strict=False)}"
    return f"source:{getattr(address, 'ipv4_mapped', None) or address}"


def request_key() -> str:
    """The account of whoever is signed in, else the source."""
    is_signed_in = bool(current_user and current_user.is_authenticated)
    return f"account:{current_user.account_id}" if is_signed_in else source_key()


class DatabaseStorage(Storage):
    """The strict limits' counts, in the database of the app that answers."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012  # as its base declares it

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with _own_transaction() as session:
            return count_hit(session, key, timedelta(seconds=expiry), amount).hits

    def get(self, key: str) -> int:
        with unowned_session(engine()) as session:
            count = find_count(session, key)
        return count.hits if count else 0

    def get_expiry(self, key: str) -> float:
        with unowned_session(engine()) as session:
            count = find_count(session, key)
        return (count.expires_at if count else clock.now()).timestamp()

    def check(self) -> bool:
        try:
            with unowned_session(engine()) as session:
                has_counts(session)
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int | None:
        with _own_transaction() as session:
            session.execute(delete(ThrottleCount))
        return None

    def clear(self, key: str) -> None:
        with _own_transaction() as session:
            delete_count(session, key)


@contextmanager
def _own_transaction() -> Iterator[Session]:
    """Beside the request's own, because a request that fails has been made all the same."""
    with unowned_session(engine()) as session, transaction(session):
        yield session


class RequestCounts:
    """Requests of everybody in the current window, in this process."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._window_ends_at = 0.0
        self._lock = threading.Lock()

    def count_request(self, key: str, limit: int) -> int:
        """Count one more; returns the whole seconds to wait if that was too many, else 0."""
        with self._lock:
            now = time.monotonic()
            if now >= self._window_ends_at:
                self._counts, self._window_ends_at = {}, now + GENERAL_WINDOW_SECONDS
            hits = self._counts[key] = self._counts.get(key, 0) + 1
            return math.ceil(self._window_ends_at - now) if hits > limit else 0

    def clear(self) -> None:
        self._counts, self._window_ends_at = {}, 0.0


# Every limit of a view counts, so that Retry-After is that of the longest one that is used up.
limiter = Limiter(request_key, headers_enabled=False, fail_on_first_breach=False, in_memory_fallback_enabled=True)


def init_app(app: Flask, settings: Settings) -> None:
    """Limit all routes, except in tests, whose settings are those of one person in a great hurry."""
    is_enabled = settings.saas_env != "test"
    app.config.update(RATELIMIT_STORAGE_URI=settings.redis_url or "database://", RATELIMIT_ENABLED=is_enabled)
    limiter.init_app(app)
    counts = app.extensions["request_counts"] = RequestCounts()
    if is_enabled:
        app.before_request(lambda: _apply_general_limit(counts, settings.requests_per_minute))


def _apply_general_limit(counts: RequestCounts, limit: int) -> None:
    if request.endpoint in UNLIMITED_ENDPOINTS:
        return
    key = request_key()
    if seconds := counts.count_request(key, limit if key.startswith("account:") else limit * SOURCE_FACTOR):
        raise TooManyRequests(retry_after=seconds)


def seconds_to_wait(error: TooManyRequests) -> int:
    """When the refused request would be answered again, in whole seconds from now."""
    if not isinstance(error, RateLimitExceeded):
        return int(error.retry_after) if isinstance(error.retry_after, int) else int(GENERAL_WINDOW_SECONDS)
    now = clock.now().timestamp()
    waits = [
        min(math.ceil(used.window.reset_time - now), used.limit.get_expiry())
        for used in limiter.current_limits
        if used.breached
    ]
    return max([1, *waits])
