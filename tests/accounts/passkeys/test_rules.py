"""What a browser is asked, and which answers are right. Without a database."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webauthn.helpers import base64url_to_bytes

from saas.accounts.passkeys.rules import (
    InvalidPasskey,
    NewPasskey,
    find_relying_party,
    is_copied,
    make_creation_options,
    make_request_options,
    read_answer,
    read_new_passkey,
    verify_answer,
)
from tests.accounts.passkeys.authenticator import PRESENT, Authenticator

PARTY = find_relying_party("http://shop.test")
CHALLENGE = b"c" * 32


def ask_to_create(**changes: Any) -> str:
    options = make_creation_options(PARTY, CHALLENGE, handle="abc", email="ann@example.com", known=["AAEC"])
    return json.dumps(json.loads(options) | changes)


def make(device: Authenticator) -> NewPasskey:
    return read_new_passkey(PARTY, CHALLENGE, device.create(ask_to_create()))


def test_any_device_may_hold_it_and_each_asks_for_a_fingerprint_a_face_or_a_pin() -> None:
    options = json.loads(ask_to_create())
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert "authenticatorAttachment" not in chosen
    assert options["attestation"] == "none"
    assert [known["id"] for known in options["excludeCredentials"]] == ["AAEC"]
    assert json.loads(make_request_options(PARTY, CHALLENGE))["userVerification"] == "required"


@pytest.mark.parametrize(
    ("base_url", "host", "origin"),
    [
        ("https://careercanopy.example/", "careercanopy.example", "https://careercanopy.example"),
        ("http://127.0.0.1:5000", "localhost", "http://localhost:5000"),
    ],
)
def test_a_passkey_belongs_to_the_name_of_the_shop(base_url: str, host: str, origin: str) -> None:
    party = find_relying_party(base_url)
    assert (party.host, party.origin) == (host, origin)


def test_what_was_made_signs() -> None:
    device = Authenticator()
    new = make(device)
    device.sign_count = 7
    answer = read_answer(device.get(make_request_options(PARTY, CHALLENGE)))
    assert (answer.credential_id, answer.handle) == (new.credential_id, "abc")
    assert verify_answer(PARTY, CHALLENGE, answer, new.public_key) == 7


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="https://evil.example"),
        Authenticator(host="evil.example"),
        Authenticator(flags=PRESENT),
        Authenticator(flags=0),
    ],
    ids=["another origin", "another host", "nobody verified", "nobody there"],
)
def test_an_answer_for_somebody_else_is_refused(device: Authenticator) -> None:
    with pytest.raises(InvalidPasskey):
        make(device)
    honest = Authenticator(credential_id=device.credential_id, key=device.key)
    new = make(honest)
    with pytest.raises(InvalidPasskey):
        verify_answer(PARTY, CHALLENGE, read_answer(device.get(make_request_options(PARTY, CHALLENGE))), new.public_key)


def test_another_challenge_and_another_key_are_refused() -> None:
    device = Authenticator()
    new = make(device)
    answer = read_answer(device.get(make_request_options(PARTY, CHALLENGE)))
    with pytest.raises(InvalidPasskey):
        verify_answer(PARTY, b"d" * 32, answer, new.public_key)
    with pytest.raises(InvalidPasskey):
        verify_answer(PARTY, CHALLENGE, answer, make(Authenticator()).public_key)
    with pytest.raises(InvalidPasskey):
        read_new_passkey(PARTY, b"d" * 32, Authenticator().create(ask_to_create()))


@pytest.mark.parametrize(
    ("known", "new", "is_copy"), [(0, 0, False), (0, 1, False), (4, 5, False), (4, 4, True), (4, 3, True), (4, 0, True)]
)
def test_a_count_that_does_not_grow_is_a_copy(known: int, new: int, is_copy: bool) -> None:
    assert is_copied(known, new) is is_copy


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "[" * 9000, "x" * 30_000, '{"id": 1}', '{"id":"\ud800"}'])
def test_what_no_browser_sends_is_refused_in_words(text: str) -> None:
    for read in (read_answer, lambda text: read_new_passkey(PARTY, CHALLENGE, text)):
        with pytest.raises(InvalidPasskey):
            read(text)


@cache
def right_answers() -> tuple[NewPasskey, str, str]:
    device = Authenticator()
    created = device.create(ask_to_create())
    new = read_new_passkey(PARTY, CHALLENGE, created)
    return new, created, device.get(make_request_options(PARTY, CHALLENGE))


@settings(max_examples=150, deadline=None)
@given(
    is_new=st.booleans(),
    part=st.integers(0, 3),
    place=st.integers(0, 2000),
    sign=st.sampled_from("Aa9-_=% \ud800"),
    dropped=st.integers(0, 9),
)
def test_an_answer_with_one_part_changed_is_taken_or_refused_in_words(
    is_new: bool, part: int, place: int, sign: str, dropped: int
) -> None:
    new, created, signed = right_answers()
    answer = json.loads(created if is_new else signed)
    names = sorted(answer["response"])
    name = names[part % len(names)]
    value = answer["response"][name]
    place %= len(value)
    answer["response"][name] = value[:place] + sign + value[place + dropped :]
    try:
        if is_new:
            read_new_passkey(PARTY, CHALLENGE, json.dumps(answer))
        else:
            verify_answer(PARTY, CHALLENGE, read_answer(json.dumps(answer)), new.public_key)
    except InvalidPasskey:
        return
    # Of an answer everything is signed but the handle, which only says where to look.
    assert is_new or name == "userHandle" or answer == json.loads(signed) or _same_bytes(answer, json.loads(signed))


def _same_bytes(answer: dict[str, Any], other: dict[str, Any]) -> bool:
    """Base64 has spare bits and signs that are skipped."""
    return all(
        base64url_to_bytes(text) == base64url_to_bytes(other["response"][name])
        for name, text in answer["response"].items()
    )
