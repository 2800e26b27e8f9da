"""Public identifiers and secrets."""

from __future__ import annotations

import re

from saas.kernel.ids import new_public_id, new_token


def test_a_public_id_is_twelve_letters_that_nobody_misreads() -> None:
    assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{12}", new_public_id())


def test_no_two_are_alike() -> None:
    assert len({new_public_id() for _ in range(5000)}) == 5000


def test_a_token_goes_into_an_address_and_has_256_bits() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_token())
    assert new_token() != new_token()
