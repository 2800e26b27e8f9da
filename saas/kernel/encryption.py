"""Columns that are encrypted at rest: what people answer and write, and what is composed from it.

- **What it guards against.** Whoever gets the files, a backup or the rows of the database reads no answer. Whoever can write
  to the database cannot show one account the words of another: the key of a value is derived from the account that wrote
  it, and the session of another account refuses to decrypt it.
- **Form.** `enc1.<key id>.<account>.<nonce and ciphertext in base64>`: AES-256-GCM, authenticated together with the column and
  the account. Columns without an owner have account 0. An empty text stays empty, so that SQL can ask whether there is one.
- **Rotation.** `DATA_KEYS` names the secrets, newest first. The first encrypts, all decrypt. A chore encrypts what is older
  again, and what was written before there were keys; when it has nothing left to do the old secret can be taken out.
- **What SQL cannot do.** Compare, sort or search these columns; none of our statements does.

A value is written in the session of its account. `tenancy` says here which account that is, before each statement and flush,
because a column type sees values alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import JSON, Dialect, Text, TypeDecorator

PREFIX = "enc1"
NONCE_BYTES = 12
# What columns without an owner are encrypted for.
NO_ACCOUNT = 0
# The account of the session whose statement runs; anything else than a number is no account.
_account: ContextVar[object] = ContextVar("account", default=None)
# The secrets of this process by their ids, the one that encrypts first.
_secrets: dict[str, bytes] = {}


class DecryptionError(RuntimeError):
    """A value that no secret of `DATA_KEYS` opens, that was changed, or that belongs to another account."""


def use_secrets(secrets: Sequence[str]) -> None:
    """Encrypt with the first of these from now on, and decrypt with any."""
    _secrets.clear()
    _secrets.update((_key_id(secret), secret.encode()) for secret in secrets)


def use_account(account_id: object) -> None:
    """The account whose session is about to read or write; anything else than a number where there is none."""
    _account.set(account_id)


def current_prefix() -> str:
    """How a value begins that the newest secret encrypted."""
    return f"{PREFIX}.{_newest_key_id()}."


def encrypt(text: str, place: str, account_id: int) -> str:
    """`place` is the column, as `table.column`."""
    key_id = _newest_key_id()
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(_secrets[key_id], account_id).encrypt(nonce, text.encode(), _context(place, account_id))
    return f"{PREFIX}.{key_id}.{account_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, place: str, *, reader: object = None) -> str:
    """The text of a stored value. `reader` is the account that reads; only its own values are decrypted for it.

    Raises DecryptionError. What was written before there were keys is returned as it is.
    """
    if not stored.startswith(f"{PREFIX}."):
        return stored
    _, key_id, account, body = stored.split(".", 3)
    if isinstance(reader, int) and int(account) not in (reader, NO_ACCOUNT):
        raise DecryptionError(f"A value of {place} belongs to another account.")
    if key_id not in _secrets:
        raise DecryptionError(f"DATA_KEYS lacks the secret with the id {key_id}, which encrypted a value of {place}.")
    raw = base64.urlsafe_b64decode(body)
    try:
        plain = _cipher(_secrets[key_id], int(account)).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], _context(place, int(account))
        )
    except InvalidTag:
        raise DecryptionError(f"A value of {place} was changed, or encrypted for another column.") from None
    return plain.decode()


class EncryptedText(TypeDecorator[Any]):
    """Text, encrypted for the account of the session. Raises RuntimeError where a session without an account writes it."""

    impl: Any = Text
    cache_ok = True

    def __init__(self, place: str, *, is_owned: bool = True) -> None:
        super().__init__()
        self.place = place
        self.is_owned = is_owned

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return self._encrypt(value) if value else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return self._decrypt(value) if value else value

    def _encrypt(self, text: str) -> str:
        account_id = _account.get() if self.is_owned else NO_ACCOUNT
        if not isinstance(account_id, int):
            raise RuntimeError(f"{self.place} is encrypted: write it in the session of its account.")  # noqa: TRY004
        return encrypt(text, self.place, account_id)

    def _decrypt(self, stored: str) -> str:
        return decrypt(stored, self.place, reader=_account.get() if self.is_owned else None)


class EncryptedJson(EncryptedText):
    """A JSON value, encrypted as a JSON string, so that the column holds JSON before and after. None is JSON's null."""

    impl: Any = JSON
    cache_ok = True
    should_evaluate_none = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return self._encrypt(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        is_encrypted = isinstance(value, str) and value.startswith(f"{PREFIX}.")
        return json.loads(self._decrypt(value)) if is_encrypted else value


def _newest_key_id() -> str:
    if not _secrets:
        raise RuntimeError("No settings were loaded, so there is no secret to encrypt with.")
    return next(iter(_secrets))


def _key_id(secret: str) -> str:
    return hashlib.sha256(b"careercanopy key id " + secret.encode()).hexdigest()[:8]


def _context(place: str, account_id: int) -> bytes:
    return f"{place}:{account_id}".encode()


@lru_cache(maxsize=4096)
def _cipher(secret: bytes, account_id: int) -> AESGCM:
    derivation = HKDF(SHA256(), 32, salt=None, info=f"careercanopy account {account_id}".encode())
    return AESGCM(derivation.derive(secret))
