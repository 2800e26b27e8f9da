"""The pages: `/start` before an account, `/intake` behind one. The application registers both blueprints.

`AFTER_START` and `AFTER_INTAKE` in the application's configuration name the endpoints people reach when done.
"""

from __future__ import annotations

from saas.intake.views import resume as _resume  # noqa: F401  # puts its pages on the blueprint
from saas.intake.views.intake import intake
from saas.intake.views.start import start

__all__ = ["intake", "start"]
