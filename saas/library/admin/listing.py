"""`/admin/library`: every piece, filtered by the address."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.library import desk
from saas.library.admin.room import all_faults
from saas.library.cards import DESK_LABELS
from saas.library.desk import Filters
from saas.web.session import db

listing = Blueprint("listing", __name__)
STATES = ("draft", "scheduled", "published", "changed", "withdrawn")


@listing.get("/library")
def index() -> ResponseReturnValue:
    wanted = _filters()
    faulty = frozenset(all_faults(db())) if wanted.is_faulty else frozenset()
    found = desk.matching(desk.rows(db(), wanted.kind), wanted, clock.today(), faulty)
    shown, after = desk.paged(found, wanted.after)
    return render_template(
        "library/admin/index.html", rows=shown, count=len(found), wanted=wanted, after=after, labels=DESK_LABELS,
        states=STATES, today=clock.today(),
    )  # fmt: skip


def _filters() -> Filters:
    asked = request.args
    return Filters(
        kind=asked.get("kind", ""), state=asked.get("state", ""), find=asked.get("find", "").strip(), is_stale="stale" in asked,
        is_faulty="faulty" in asked, after=asked.get("after", ""),
    )  # fmt: skip
