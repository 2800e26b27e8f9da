"""Whoever has an address, the same work is done while somebody waits: the same statements, and as many passwords hashed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from passlib.context import CryptContext
from sqlalchemy import Engine

from tests.letters import letters_to
from tests.people import ANN, PASSWORD, Person

NOBODY = "nobody@example.com"
WORDS = "four unrelated words here"
SHARED = "shared@example.com"
Work = tuple[int, str, tuple[str, ...], Counter[str]]
Measure = Callable[..., Work]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a password was hashed, and compared with a hash."""
    counts: Counter[str] = Counter()
    for name in ("hash", "verify"):
        original = getattr(CryptContext, name)

        def count(
            context: CryptContext, *arguments: Any, _name: str = name, _original: Any = original, **named: Any
        ) -> Any:
            counts[_name] += 1
            return _original(context, *arguments, **named)

        monkeypatch.setattr(CryptContext, name, count)
    return counts


@pytest.fixture
def measure(app: Flask, statements: list[str], hashes: Counter[str]) -> Measure:
    """What a stranger is answered, and what it took."""
    # A template that nobody has asked for yet, and the first dummy hash, are work of the process and not of an address.
    for path in ("/sign-in", "/sign-up", "/reset"):
        app.test_client().post(path, data={"email": "first@example.com", "password": "x"})

    def send(path: str, email: str, password: str = WORDS) -> Work:
        client = app.test_client()
        statements.clear()
        hashes.clear()
        answer = client.post(path, data={"email": email, "password": password})
        page = re.sub(r'value="[^"]+"', "", answer.text.replace(email, "ADDRESS"))
        return answer.status_code, page, tuple(statements), Counter(hashes)

    return send


def test_a_failed_sign_in_takes_the_same_work_whoever_has_the_address(measure: Measure) -> None:
    measure("/sign-up", SHARED)
    measure("/sign-up", ANN.email)
    measure("/sign-up", SHARED, "other words than the first")
    first, *others = [
        measure("/sign-in", email, "not the password") for email in (NOBODY, "cal@example.com", ANN.email, SHARED)
    ]
    assert first[3] == {"verify": 2}
    assert others == [first] * 3


def test_asking_for_a_new_password_takes_the_same_work_whoever_has_the_address(
    measure: Measure, engine: Engine
) -> None:
    known, unknown = (measure("/reset", email) for email in (ANN.email, NOBODY))
    assert known == unknown
    assert known[3] == {}
    assert [len(letters_to(engine, Person(email, ""))) > 0 for email in (ANN.email, NOBODY)] == [True, False]


def test_signing_up_takes_the_same_work_whoever_has_the_address(measure: Measure) -> None:
    known, unknown = (measure("/sign-up", email) for email in (ANN.email, NOBODY))
    assert known == unknown
    assert known[3] == {"hash": 1, "verify": 2}


def test_a_right_password_is_not_slower_for_being_shared(measure: Measure) -> None:
    measure("/sign-up", ANN.email)
    assert measure("/sign-in", ANN.email, PASSWORD)[3] == measure("/sign-in", "cal@example.com", PASSWORD)[3]
