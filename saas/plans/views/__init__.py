"""The pages of plans: the preview before paying, the plan itself, and its changes."""

from __future__ import annotations

from saas.plans.views import changes, steps
from saas.plans.views.plan import plans
from saas.plans.views.preview import preview
from saas.plans.views.samples import samples

__all__ = ["changes", "plans", "preview", "samples", "steps"]
