"""The links that confirm an address, signed and without a row of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

LIFETIME = timedelta(days=7)
SALT = "confirm an address"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The account with this public id has `address`, and `new_address` is to be confirmed: the same one, or another.
    `stamp` is of the sign-in that asked for another, so that a new password ends the change."""

    account: str
    address: str
    new_address: str
    stamp: str = ""

    @property
    def is_change(self) -> bool:
        return self.address != self.new_address


@dataclass(frozen=True, slots=True)
class ConfirmationLinks:
    """Links under `base_url`. The first of the secrets signs, and each is accepted."""

    base_url: str
    secrets: Sequence[str] = field(repr=False)

    def make(self, confirmation: Confirmation) -> str:
        values = [confirmation.account, confirmation.address, confirmation.new_address, confirmation.stamp]
        return f"{self.base_url.rstrip('/')}/confirm/{self._signer().dumps(values)}"

    def read(self, token: str) -> Confirmation | None:
        """None where the link is too old or not ours."""
        try:
            return Confirmation(*self._signer().loads(token, max_age=int(LIFETIME.total_seconds())))
        except BadSignature:
            return None

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer([*reversed(self.secrets)], salt=SALT)
