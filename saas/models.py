"""Every table, imported in one place: for migrations, and so that mappers know each other."""

from __future__ import annotations

from saas.accounts import models as accounts
from saas.intake import models as intake
from saas.kernel import worker
from saas.kernel.db import Base
from saas.library import models as library
from saas.orders import models as orders
from saas.plans import models as plans
from saas.plans.copies import models as plan_copies

__all__ = ["Base", "accounts", "intake", "library", "orders", "plan_copies", "plans", "worker"]
