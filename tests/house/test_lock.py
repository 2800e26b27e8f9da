"""What is installed: pinned, hashed, and from nowhere in particular."""

from __future__ import annotations

import re
import tomllib

import pytest

from saas.settings import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z0-9,_-]+\])?==(\S+)", re.M)


def pinned(lock: str) -> dict[str, str]:
    return {plain(name): version for name, version in PIN.findall((ROOT / lock).read_text(encoding="utf-8"))}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
    pins = [block for block in blocks if PIN.match(block)]
    assert len(pins) > 30
    assert [block.split()[0] for block in pins if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"https?://\S+|--index-url|--find-links|@ file", (ROOT / lock).read_text(encoding="utf-8")) == []


def test_everything_the_program_needs_is_locked() -> None:
    assert {plain(name) for name in PROJECT["project"]["dependencies"]} <= set(pinned(LOCKS[0]))


def test_everything_the_tests_need_is_locked() -> None:
    assert {plain(name) for name in PROJECT["dependency-groups"]["dev"]} <= set(pinned(LOCKS[1]))


def test_both_locks_agree() -> None:
    small, large = map(pinned, LOCKS)
    assert {name: version for name, version in small.items() if large.get(name) != version} == {}
