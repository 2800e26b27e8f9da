"""The `saas` command. `saas --help` lists everything; each command is one small function.

A command's module is imported when the command is run: `saas migrate` does not read the planner, and nothing but
`saas sandbox` reads the local Stripe, which production images leave out.
"""

from __future__ import annotations

import click

from saas.cli.lazy import LazyCommand, LazyGroup

NO_SANDBOX = (
    "The local Stripe is for development and tests, and this installation was made without it:"
    " run `saas sandbox` in a checkout of the source."
)
COMMANDS = {
    "serve": LazyCommand("saas.cli.running:serve", "Serve the web application."),
    "worker": LazyCommand("saas.cli.running:worker", "Carry out queued jobs."),
    "sandbox": LazyCommand("saas.sandbox.command:sandbox", "Run a local Stripe.", NO_SANDBOX),
    "up": LazyCommand("saas.cli.up:start_everything", "Start everything for development."),
    "migrate": LazyCommand("saas.cli.database:migrate_schema", "Bring the database's schema up to date."),
    "migration": LazyCommand("saas.cli.database:write_migration", "Write a migration from the models."),
    "seed": LazyCommand("saas.cli.content:publish_seed_files", "Publish the launch library."),
    "library": LazyCommand("saas.cli.library:library_commands", "Check, format and export the library."),
    "doctor": LazyCommand("saas.cli.running:doctor", "Check settings, database, migrations and Stripe."),
    "jobs": LazyCommand("saas.cli.retries:list_given_up_jobs", "List jobs that were given up, and run them again."),
    "letters": LazyCommand(
        "saas.cli.retries:list_undelivered_letters", "List letters that were given up, and send them again."
    ),
    "demo": LazyCommand("saas.cli.demo:make_demo_people", "Make people in every state, at the local Stripe."),
    "shell": LazyCommand("saas.cli.shell:open_shell", "Open an interactive Python."),
    "sessions": LazyCommand("saas.cli.people:session_commands", "End sessions of a person or of everybody."),
    "remove-keys": LazyCommand("saas.cli.people:remove_keys", "Remove a customer's second factor and passkeys."),
    "staff": LazyCommand("saas.cli.people:staff_commands", "Give, take and list staff rights."),
    "events": LazyCommand("saas.cli.people:list_log", "List security events and staff acts."),
    "reencrypt": LazyCommand("saas.cli.running:encrypt_again", "Encrypt everything with the newest of DATA_KEYS."),
    "export": LazyCommand("saas.cli.people:export", "Print everything kept about an account."),
    "questions": LazyCommand("saas.cli.content:list_questions", "List the questionnaire."),
    "compose": LazyCommand("saas.cli.content:compose", "Make a plan from a file of answers."),
    "stripe": LazyCommand("saas.cli.money:stripe_commands", "Replay events and register the webhook endpoint."),
    "reconcile": LazyCommand("saas.cli.money:reconcile", "Compare our ledger with Stripe's."),
}


@click.group(cls=LazyGroup, lazy_commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """CareerCanopy."""
