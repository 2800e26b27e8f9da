"""Some of these tests make apps for other environments; the rate limiter and the log are one for the process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saas.web.limits import limiter
from saas.web.logs import configure_logging
from tests.apps import make_settings


@pytest.fixture(autouse=True)
def _no_limit_afterwards() -> Iterator[None]:
    yield
    limiter.enabled = False
    configure_logging(make_settings())
