"""Codes of an app, and recovery codes as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from saas.accounts.second_factors.rules import (
    find_step,
    group_secret,
    make_code,
    make_uri,
    new_recovery_codes,
    normalize_recovery_code,
)

# RFC 6238, appendix B: the secret "12345678901234567890", and the last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert make_code(SECRET, now) == code
    assert find_step(SECRET, f" {code[:3]} {code[3:]} ", now) == seconds // 30


@pytest.mark.parametrize(("off", "is_taken"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(off: int, is_taken: bool) -> None:
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    code = make_code(SECRET, now + timedelta(seconds=off))
    assert (find_step(SECRET, code, now) is not None) == is_taken


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "28708x", "²87082", "abcdef"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert find_step(SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_the_address_names_us_and_the_person() -> None:
    uri = make_uri(SECRET, "sam@example.com")
    assert uri.startswith("otpauth://totp/CareerCanopy:sam@example.com?")
    assert f"secret={SECRET}" in uri
    assert group_secret(SECRET).startswith("GEZD GNBV ")


def test_a_recovery_code_may_be_typed_in_any_way() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert normalize_recovery_code(f" {code.upper().replace('-', ' ').replace('0', 'O')}") == code
