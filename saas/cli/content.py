"""Commands about content and plans: seed, questions, compose."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from saas.facts.loading import load_facts
from saas.intake.answers.json_form import AnswersError, from_json
from saas.intake.questions.queries import seed_questionnaire
from saas.kernel import clock
from saas.kernel.db import open_engine
from saas.kernel.tenancy import unscoped
from saas.library.pieces import actions
from saas.library.seed.loading import SeedError, load_seed_catalogue, load_seeds
from saas.planner.compose import compose as compose_plan
from saas.planner.outline import Outline
from saas.settings import load_settings


@click.command("seed")
def publish_seed_files() -> None:
    """Publish the launch library; nothing is written where nothing changed."""
    config = load_settings()
    # Where the schema is migrated, the owner fills it: then no other password is needed there.
    engine = open_engine(config.owner_database_url or config.command_url)
    try:
        with unscoped(engine, "command: seed") as session:
            changed = actions.publish_seed(session, load_seeds())
    except SeedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Library: {changed} pieces changed." if changed else "Library: nothing changed.")


@click.command("questions")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def list_questions(as_json: bool) -> None:
    """List the questionnaire."""
    if as_json:
        click.echo(json.dumps(seed_questionnaire().to_dict(), ensure_ascii=False, indent=2))
        return
    for question in seed_questionnaire().all_questions:
        click.echo(f"{question.stage:7} {question.key:20} {question.text}")


@click.command()
@click.option(
    "--answers",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="JSON: question key → answer.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the plan is made; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def compose(file: Path, today: datetime | None, as_json: bool) -> None:
    """Compose a plan from a file of answers, without a database."""
    outline = _outline(_read(file), today.date() if today else clock.today())
    if as_json:
        click.echo(json.dumps(outline.to_dict(), ensure_ascii=False, indent=2))
    else:
        _print(outline)


def _read(file: Path) -> dict[str, Any]:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{file.name} is not JSON: {error}") from error
    if not isinstance(values, dict):
        raise click.ClickException(f"{file.name} must hold one object: question key → answer.")
    answers = values.get("answers", values)
    return dict(answers)


def _outline(values: dict[str, Any], today: date) -> Outline:
    facts = load_facts()
    try:
        answers = from_json(seed_questionnaire(), values, lambda text: _slug(text))
        return compose_plan(answers, load_seed_catalogue(), facts, seed_questionnaire(), today)
    except AnswersError as error:
        for key, sentence in error.faults.items():
            click.echo(f"{key}: {sentence}", err=True)
        sys.exit(2)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _slug(text: str) -> str | None:
    role = load_facts().find_role(text)
    return role.slug if role else None


def _print(outline: Outline) -> None:
    click.echo(outline.title)
    for sentence in outline.reading:
        click.echo(f"  {sentence.text}")
    for row in outline.deadlines:
        click.echo(f"  {row.date or 'no date yet'!s:<12} {row.title}")
    for phase in outline.phases:
        click.echo(f"\n{phase.title}")
        for step in phase.steps:
            click.echo(f"  - {step.title} ({step.minutes} min) {step.because}")
