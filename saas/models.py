"""Every table, imported in one place: for migrations, and so that mappers know each other."""

from __future__ import annotations

from saas.accounts import models as accounts
from saas.intake.answers import models as answers
from saas.intake.submissions import models as submissions
from saas.kernel import letters, liveness
from saas.kernel.db import Base
from saas.library.pieces import models as library
from saas.orders.models import disputes, inbox, ledger, orders, refunds, seats
from saas.plans import models as plans
from saas.plans.exports.feeds import models as plan_copies

__all__ = [
    "Base",
    "accounts",
    "answers",
    "disputes",
    "inbox",
    "ledger",
    "letters",
    "library",
    "liveness",
    "orders",
    "plan_copies",
    "plans",
    "refunds",
    "seats",
    "submissions",
]
