"""`saas compose`: a plan from a file of answers, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command

ANSWERS = {"role": "registered-nurse", "employment": "laid-off", "last_day": "2026-11-20", "state": "CA"}


@pytest.fixture
def compose(saas: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nonexistent/none.db")
    file = tmp_path / "answers.json"

    def run(content: object, *more: str) -> Any:
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return saas("compose", "--answers", str(file), "--today", "2026-11-23", *more)

    return run


@pytest.mark.parametrize("content", [ANSWERS, {"answers": ANSWERS}], ids=["bare", "under answers"])
def test_both_shapes_of_the_file_give_the_same_plan(compose: Any, content: object) -> None:
    plan = json.loads(compose(content, "--json").output)
    assert plan == json.loads(compose(ANSWERS, "--json").output)
    assert plan["today"] == "2026-11-23"


def test_the_plan_as_json_holds_its_parts(compose: Any) -> None:
    plan = json.loads(compose(ANSWERS, "--json").output)
    assert {"title", "reading", "deadlines", "money", "directions", "phases", "translation", "rhythm"} <= set(plan)
    steps = [step for phase in plan["phases"] for step in phase["steps"]]
    assert all(step["because"] for step in steps)


def test_the_same_file_gives_the_same_bytes(compose: Any) -> None:
    assert compose(ANSWERS, "--json").output == compose(ANSWERS, "--json").output


def test_a_role_may_be_in_the_persons_own_words(compose: Any) -> None:
    plan = json.loads(compose(ANSWERS | {"role": "Registered Nurse"}, "--json").output)
    assert plan == json.loads(compose(ANSWERS, "--json").output)


def test_for_a_reader_days_are_printed_as_days(compose: Any) -> None:
    shown = compose(ANSWERS).output
    assert "\n  2026-11-" in shown
    assert "<12" not in shown


def test_every_fault_is_listed_under_its_key(compose: Any) -> None:
    done = compose({"role": "xyzzy", "state": "Atlantis", "employment": "laid-off", "shoe_size": 43})
    assert done.exit_code == 2
    assert {line.partition(":")[0] for line in done.stderr.splitlines()} == {"role", "state", "shoe_size"}


@pytest.mark.parametrize("content", ["{", "[1]", '"x"', ""], ids=["broken", "a list", "text", "empty"])
def test_a_file_that_holds_no_answers_is_refused_in_a_sentence(compose: Any, content: str) -> None:
    done = compose(content)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: answers.json")
    assert "Traceback" not in done.stderr


def test_answers_without_a_role_or_a_situation_are_refused_in_a_sentence(compose: Any) -> None:
    done = compose({"state": "CA"})
    assert done.exit_code in (0, 1, 2)
    assert "Traceback" not in done.output + done.stderr


def test_a_file_that_is_not_there_is_named(saas: Command) -> None:
    done = saas("compose", "--answers", "nowhere.json")
    assert done.exit_code == 2
    assert "nowhere.json" in done.stderr
