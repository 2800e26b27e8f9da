"""The app and the settings of the tests."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine

from saas.app import create_app
from saas.intake.questions.queries import forget_questionnaires
from saas.library.editor import checks
from saas.library.pages import views as library_pages
from saas.library.pieces import queries as pieces
from saas.settings import Settings, load_settings
from tests.databases import ROW_SECURITY_KEY, Database
from tests.local_stripe import LocalStripe


def make_settings(**overrides: object) -> Settings:
    given = {"saas_env": "test", "base_url": "http://shop.test", "row_security_key": ROW_SECURITY_KEY}
    return load_settings(**given | overrides)


def make_app(database: Database, engine: Engine, stripe: LocalStripe, *, staff_engine: Engine | None = None) -> Flask:
    """The app over engines that are already open, without forgery protection. One of them may serve staff as well."""
    settings = make_settings(
        database_url=database.app_url, staff_database_url=database.staff_url, worker_database_url=database.worker_url
    )
    app = create_app(settings, engine=engine, staff_engine=staff_engine or engine, stripe_client=stripe)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def forget_library() -> None:
    """Drop what this process remembers of the library by its version, which begins again when a database is restored."""
    pieces._cache.clear()
    checks._cache.clear()
    library_pages._search_texts.clear()
    forget_questionnaires()
