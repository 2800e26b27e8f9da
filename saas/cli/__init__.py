"""The `saas` command. `saas --help` lists everything; each command is one small function."""

from __future__ import annotations

import click

from saas.cli.content import compose, questions, seed
from saas.cli.library import library
from saas.cli.money import reconcile, stripe
from saas.cli.people import export, staff
from saas.cli.running import doctor, migrate, sandbox, serve, worker
from saas.cli.up import up
from saas.plans import asking


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """CareerCanopy."""
    asking.supply()


for _command in (
    serve,
    worker,
    sandbox,
    up,
    migrate,
    seed,
    library,
    doctor,
    staff,
    export,
    questions,
    compose,
    stripe,
    reconcile,
):
    main.add_command(_command)
