"""Jobs of earlier versions that hold a whole letter, its address and its text: once ended, they keep the letter's key alone.

What was given up becomes a letter that was given up, which staff see and may send again unless it held a link. Jobs that
are still to run keep what they send. There is no way back for it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "letters_in_jobs"
down_revision = "passkeys"
branch_labels = None
depends_on = None

DEAD = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
ENDED = (*DEAD, "SUCCESS", "CANCELLED")
REASON = "It was given up by an earlier version."
LETTER = """INSERT INTO letters (key, address, subject, text, html, is_secret, is_last, kind, arguments, queued_at, state,
  ended_at, attempts, round, reason) VALUES (:key, :address, :subject, :text, :html, :is_secret, :no, '', '{}', :now,
  'failed', :now, 0, 0, :reason) ON CONFLICT (key) DO NOTHING"""


def upgrade() -> None:
    connection = op.get_bind()
    is_postgresql = connection.dialect.name == "postgresql"
    schema = "dbos" if is_postgresql else None
    tables = set(sa.inspect(connection).get_table_names(schema=schema))
    if "workflow_status" not in tables:
        return
    if is_postgresql:
        op.execute("SELECT set_config('app.account_id', '*', true)")
    prefix = "dbos." if is_postgresql else ""
    # A new version of the engine keeps arguments in a table of their own.
    for table in sorted({"workflow_status", "workflow_input"} & tables):
        _take_letters_out(connection, f"{prefix}{table}", f"{prefix}workflow_status")
    for table in sorted({"workflow_status", "operation_outputs"} & tables):
        _take_addresses_out(connection, f"{prefix}{table}", f"{prefix}workflow_status")


def _take_letters_out(connection: sa.Connection, table: str, jobs: str) -> None:
    ended = f"SELECT workflow_uuid, status FROM {jobs} WHERE name = 'send_letter' AND status IN :ended"
    query = sa.text(f"SELECT t.workflow_uuid, e.status, t.inputs FROM {table} t JOIN ({ended}) e USING (workflow_uuid)")
    rows = connection.execute(query.bindparams(sa.bindparam("ended", ENDED, expanding=True))).all()
    for workflow_id, status, inputs in rows:
        values = json.loads(inputs) if inputs and inputs.startswith("{") else {}
        letter = next(iter(values.get("positionalArgs") or ()), None)
        if not isinstance(letter, dict):
            continue
        if status in DEAD:
            _keep_as_given_up(connection, letter)
            cancel = sa.text(f"UPDATE {jobs} SET status = 'CANCELLED' WHERE workflow_uuid = :id")
            connection.execute(cancel, {"id": workflow_id})
        values["positionalArgs"] = [letter["key"]]
        change = sa.text(f"UPDATE {table} SET inputs = :inputs WHERE workflow_uuid = :id")
        connection.execute(change, {"inputs": json.dumps(values), "id": workflow_id})


def _keep_as_given_up(connection: sa.Connection, letter: dict[str, Any]) -> None:
    is_secret = bool(letter.get("is_secret"))
    values = {
        "key": letter["key"],
        "address": letter["to"],
        "subject": letter["subject"],
        "text": "" if is_secret else letter.get("text", ""),
        "html": "" if is_secret else letter.get("html", ""),
        "is_secret": is_secret,
        "no": False,
        "now": datetime.now(UTC),
        "reason": REASON,
    }
    insert = sa.text(LETTER).bindparams(sa.bindparam("now", type_=sa.DateTime(timezone=True)))
    connection.execute(insert, values)


def _take_addresses_out(connection: sa.Connection, table: str, jobs: str) -> None:
    """Mail servers repeat the address in what they refuse."""
    ended = f"SELECT workflow_uuid FROM {jobs} WHERE name = 'send_letter' AND status IN :ended"
    query = f"SELECT workflow_uuid, error FROM {table} WHERE error LIKE '%@%' AND workflow_uuid IN ({ended})"
    rows = connection.execute(sa.text(query).bindparams(sa.bindparam("ended", ENDED, expanding=True))).all()
    for workflow_id, error in rows:
        values = json.loads(error) if error.startswith("{") else {"name": "Error"}
        change = sa.text(f"UPDATE {table} SET error = :error WHERE workflow_uuid = :id AND error LIKE '%@%'")
        connection.execute(
            change, {"error": json.dumps({"name": values.get("name"), "message": REASON}), "id": workflow_id}
        )


def downgrade() -> None:
    pass
