"""What gunicorn serves: the app, or, while developing, the traceback of an app that cannot be created."""

from __future__ import annotations

import os
from typing import Any

from saas.settings import load_settings
from saas.web.tracebacks import broken_app


def load_app() -> Any:
    """Import and create the app. Under `saas up` an error becomes what the browser shows until the code is mended."""
    if os.environ.get("GUNICORN_RELOAD") != "1" or load_settings().saas_env != "development":
        return _create_app()
    try:
        return _create_app()
    except Exception as error:  # noqa: BLE001  # whatever the developer has just typed; shown, and gone with the next save
        return broken_app(error)


def _create_app() -> Any:
    from saas.app import create_app_from_env  # noqa: PLC0415  # an error in any module of the program is an error of this line

    return create_app_from_env()
