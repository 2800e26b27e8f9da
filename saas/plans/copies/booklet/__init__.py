"""What stands in the booklet: every word and figure ready to be set, as JSON. Nothing in it is ever read as markup."""

from __future__ import annotations

from saas.plans.copies.booklet.whole import booklet

__all__ = ["booklet"]
