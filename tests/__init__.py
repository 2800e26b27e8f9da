"""Tests are the specification. They mirror `saas/`; `house/` holds the rules of the house, `journeys/` a real browser."""
