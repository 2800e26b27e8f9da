"""Who acts in this request, from where and in which session. Outside a request the program acts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_request_context, request
from flask_login import current_user

from saas.accounts.events.rules import Actor, shorten_address


@dataclass(frozen=True, slots=True)
class Origin:
    """`source` is a network, not an address. `session_public_id` is what the request's session wrote to `g`, or empty."""

    actor: Actor
    person_id: int | None = None
    account_id: int | None = None
    source: str = ""
    session_public_id: str = ""


def find_origin() -> Origin:
    """The origin of what is being done now."""
    if not has_request_context():
        return Origin(Actor.PROGRAM)
    source, session_id = shorten_address(request.remote_addr), str(g.get("session_public_id", ""))
    if not current_user.is_authenticated:
        return Origin(Actor.VISITOR, source=source)
    actor = Actor.STAFF if current_user.is_staff else Actor.CUSTOMER
    return Origin(actor, current_user.id, current_user.account_id, source, session_id)
