"""Every table, imported in one place: for migrations, and so that mappers know each other."""

from __future__ import annotations

from saas.accounts import models as accounts
from saas.accounts.calendar_feeds import models as calendar_feeds
from saas.accounts.events import models as security_events
from saas.accounts.passkeys import models as passkeys
from saas.accounts.second_factors import models as second_factors
from saas.accounts.sessions import models as sessions
from saas.accounts.staff import models as staff
from saas.intake.answers import models as answers
from saas.intake.submissions import models as submissions
from saas.kernel import letters, liveness, throttles
from saas.kernel.db import Base
from saas.library.pieces import models as library
from saas.plans import models as plans
from saas.shop.alerts import models as alerts
from saas.shop.disputes import models as disputes
from saas.shop.ledger import models as ledger
from saas.shop.orders import models as orders
from saas.shop.refunds import models as refunds
from saas.shop.seats import models as seats
from saas.shop.stripe import models as stripe

__all__ = [
    "Base",
    "accounts",
    "alerts",
    "answers",
    "calendar_feeds",
    "disputes",
    "ledger",
    "letters",
    "library",
    "liveness",
    "orders",
    "passkeys",
    "plans",
    "refunds",
    "seats",
    "second_factors",
    "security_events",
    "sessions",
    "staff",
    "stripe",
    "submissions",
    "throttles",
]
