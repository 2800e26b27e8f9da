"""A click group that imports a command's module when that command is asked for, and never before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """Where a command is defined ("package.module:attribute"), and the line that `--help` of its group shows."""

    target: str
    summary: str
    if_missing: str = ""  # what to say where the package of the target is not installed; empty if it always is

    def load(self) -> click.Command:
        module, _, attribute = self.target.partition(":")
        try:
            command: click.Command = getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            is_left_out = bool(self.if_missing) and f"{module}.".startswith(f"{error.name}.")
            if not is_left_out:
                raise
            raise click.ClickException(self.if_missing) from None
        return command


class LazyGroup(click.Group):
    """Commands in the order of the table. `--help` prints the summaries of the table and imports nothing."""

    def __init__(self, *arguments: Any, lazy_commands: Mapping[str, LazyCommand], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lazy_commands = lazy_commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy_commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = self.lazy_commands.get(cmd_name)
        return command.load() if command else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in self.lazy_commands.items()])
