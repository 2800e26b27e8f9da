"""Claim links. Only a hash of a link's token is stored, and the token is derived from a secret, so that a letter which is
sent later holds the link that the page has shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from saas.kernel import clock
from saas.kernel.ids import derive_token, fingerprint
from saas.shop.seats.models import Seat

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ClaimLinks:
    """Makes links under `base_url`, with tokens derived from `secret`."""

    base_url: str
    secret: str = field(repr=False)

    def renew(self, seat: Seat) -> str:
        """A new link; the one before stops working."""
        # The moment names the link, and two links of one seat are never of the same moment.
        earliest = seat.given_at + _TICK if seat.given_at else datetime.min.replace(tzinfo=UTC)
        seat.given_at = max(clock.now(), earliest)
        token = self._token(seat)
        seat.link_hash = fingerprint(token)
        return self._address(token)

    def current(self, seat: Seat) -> str:
        """The link of a seat that was handed out. A new one where the secret has changed since."""
        token = self._token(seat)
        return self._address(token) if fingerprint(token) == seat.link_hash else self.renew(seat)

    def _token(self, seat: Seat) -> str:
        return derive_token(self.secret, "claim", seat.public_id, str(seat.given_at))

    def _address(self, token: str) -> str:
        return f"{self.base_url.rstrip('/')}/claim/{token}"
