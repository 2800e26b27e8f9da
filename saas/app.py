"""create_app: wiring only. Opens nothing, migrates nothing, asks nothing."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import Engine

from saas import models as _all_tables  # noqa: F401  # mappers must know each other before the first query
from saas.accounts import flask_security_setup
from saas.accounts.addresses.views import addresses
from saas.accounts.events.views import activity
from saas.accounts.passkeys.views import passkey_question, passkey_sign_in, passkey_verify, passkeys
from saas.accounts.second_factors.views import second_factor, second_factor_question
from saas.accounts.sessions.views import session_settings
from saas.accounts.sign_in_links.views import sign_in_links
from saas.accounts.staff.views import staff_address, staff_invitations
from saas.accounts.views import account_settings
from saas.dashboard.views import dashboard
from saas.facts.loading import load_facts
from saas.intake.pages.intake import intake
from saas.intake.pages.resume import resume
from saas.intake.pages.start import start
from saas.jobs import CHECKS
from saas.kernel import clock
from saas.kernel.db import open_engine
from saas.kernel.tenancy import confined_engine, unowned_session
from saas.library.pages.feeds import library_feeds
from saas.library.pages.social_images import list_fixed_pages
from saas.library.pages.views import library_pages
from saas.library.pieces import queries as library_queries
from saas.plans.exports.feeds.views import calendar_feed_settings, calendar_feeds
from saas.plans.exports.views import plan_exports
from saas.plans.previews.views import start_preview
from saas.plans.proposals.views import proposals
from saas.plans.samples.views import samples
from saas.plans.steps.views import plan_steps
from saas.plans.views import plans
from saas.privacy.views import DATA_MAP, privacy
from saas.safety import hooks as safety
from saas.settings import ROOT, Settings, load_settings, refuse_shared_secrets
from saas.shop.orders.offer import OFFER
from saas.shop.orders.views import receipts
from saas.shop.pages.checkout import checkout
from saas.shop.pages.orders import orders
from saas.shop.refunds.views import refund_requests
from saas.shop.seats.views import claims, seat_offers, seats
from saas.shop.stripe.client import SdkStripeClient, StripeClient
from saas.shop.stripe.views import stripe_webhook
from saas.site.views import site
from saas.staff.views import staff
from saas.tools.runway.views import runway
from saas.web import compression, errors, health, logs, mailbox, page_cache, security, session, static_files, templating

BLUEPRINTS = (
    site,
    library_pages,
    library_feeds,
    runway,
    start,
    start_preview,
    samples,
    intake,
    resume,
    checkout,
    orders,
    receipts,
    refund_requests,
    seat_offers,
    seats,
    claims,
    stripe_webhook,
    plans,
    plan_steps,
    proposals,
    plan_exports,
    calendar_feed_settings,
    calendar_feeds,
    dashboard,
    second_factor,
    second_factor_question,
    passkeys,
    passkey_sign_in,
    passkey_question,
    passkey_verify,
    staff,
    account_settings,
    session_settings,
    addresses,
    activity,
    privacy,
    sign_in_links,
    staff_invitations,
    staff_address,
)


def create_app(
    config: Settings | None = None,
    *,
    engine: Engine | None = None,
    staff_engine: Engine | None = None,
    stripe_client: StripeClient | None = None,
) -> Flask:
    """The web application. Give engines or a Stripe client to use others than the settings name. Without an engine for
    staff, and where the settings name one database, both are one pool."""
    config = config or load_settings()
    pool = engine or open_engine(config.database_url)
    staff_engine = staff_engine or (pool if config.staff_url == config.database_url else open_engine(config.staff_url))
    engine = confined_engine(pool, config.row_security_keys[0])
    app = Flask("saas", root_path=str(ROOT), static_folder=None)
    app.extensions.update(settings=config, stripe=stripe_client or SdkStripeClient(config))
    logs.init_app(app, config)
    security.init_app(app, config)
    session.init_app(app, engine, staff_engine)
    templating.init_app(app)
    errors.init_app(app)
    flask_security_setup.init_app(app, config)
    health.init_app(app, config, CHECKS)
    mailbox.init_app(app, config)
    app.context_processor(
        lambda: {"offer": OFFER, "base_url": config.base_url.rstrip("/"), "pictures": list_fixed_pages(), **DATA_MAP}
    )
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _answer_below_flask(app, config, engine)
    safety.init_app(app)
    return app


def create_app_from_env() -> Flask:
    """For gunicorn, which calls it before it forks: facts that were read here are shared by its workers."""
    config = load_settings()
    refuse_shared_secrets(config, "web")
    load_facts()
    return create_app(config)


def _answer_below_flask(app: Flask, config: Settings, engine: Engine) -> None:
    """Public pages and static files come from memory, and Flask is not entered for them."""
    is_development = config.saas_env == "development"
    app.jinja_env.auto_reload = is_development
    page_cache.init_app(app, _version_reader(engine), keeps_pages=not is_development)
    compression.init_app(app)
    headers = security.security_headers(config)
    static_files.init_app(app, ROOT / "static", headers, autoreload=is_development)


def _version_reader(engine: Engine) -> Callable[[], str]:
    """Reads what public pages depend on: the library's version, and the day, because they show dates."""

    def read_version() -> str:
        with unowned_session(engine) as reader:
            return f"{library_queries.library_version(reader)}:{clock.today()}"

    return read_version
