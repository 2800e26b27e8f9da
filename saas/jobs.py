"""Every job and hourly chore the worker knows, in one place. Each is safe to run twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Engine

from saas.intake import actions as intake
from saas.kernel import clock
from saas.kernel.errors import Unavailable
from saas.kernel.ids import fingerprint
from saas.kernel.jobs import register
from saas.kernel.letters import SEND_LETTER, Letter, Mailer
from saas.kernel.tenancy import account_session, unscoped
from saas.kernel.worker import Chore
from saas.library.pieces import actions as library
from saas.orders import reconciling, sweeping
from saas.orders.actions import giving, refunding
from saas.orders.actions.alerting import TELL_STAFF
from saas.orders.actions.refunding import SUBMIT_REFUND
from saas.orders.actions.settling import CLOSE_CHECKOUT, FOLLOW_ORDER, REFUND_DUPLICATE
from saas.orders.gateway.calls import Gateway
from saas.orders.inbox.handling import handle, park
from saas.orders.inbox.receiving import HANDLE_EVENT
from saas.plans.exports import letter as plan_letter
from saas.plans.exports import letter_queue as plan_mail
from saas.privacy.actions import erase_content
from saas.privacy.queries import list_accounts_to_erase
from saas.settings import Settings

log = structlog.get_logger()


def send_letters_by(settings: Settings) -> None:
    """Register the job that sends letters, with this house's post."""
    post = post_of(settings)

    @register(SEND_LETTER)
    def send_letter(letter: dict[str, Any]) -> None:
        post.send(Letter(**letter))


def send_plan_letters_by(settings: Settings, engine: Engine) -> None:
    """Register the job that writes and sends the letter of a plan. Its picture is drawn here and never waits in the queue."""
    post = post_of(settings)

    @register(plan_mail.SEND_PLAN_LETTER)
    def send_plan_letter(account_id: int, public_id: str) -> None:
        plan_letter.send(engine, post, settings.base_url, account_id, public_id)


def follow_money_by(settings: Settings, engine: Engine, gateway: Gateway) -> None:
    """Register the jobs of the shop: events, refunds, pages to close, seats to hand out, alerts to tell."""

    def give_up(trace: str, event_id: str) -> None:
        with unscoped(engine, "worker: doing what an event asks") as session:
            park(session, event_id, trace)

    @register(HANDLE_EVENT, gave_up=give_up)
    def take_up(event_id: str) -> None:
        with unscoped(engine, "worker: doing what an event asks") as session:
            handle(session, gateway, event_id)

    @register(SUBMIT_REFUND)
    def submit_refund(refund_id: str) -> None:
        with unscoped(engine, "worker: sending a refund") as session:
            refunding.submit_refund(session, gateway, refund_id)

    @register(CLOSE_CHECKOUT)
    def close_checkout(session_id: str) -> None:
        gateway.close_checkout(session_id)

    @register(REFUND_DUPLICATE)
    def refund_duplicate(order_id: str, payment_id: str) -> None:
        if settings.refund_duplicates:
            with unscoped(engine, "worker: sending a refund") as session:
                refunding.refund_duplicate(session, order_id, payment_id)

    @register(FOLLOW_ORDER)
    def follow_order(order_id: str) -> None:
        with unscoped(engine, "worker: seats of an order, and who claimed them") as session:
            giving.follow_order(session, settings.base_url.rstrip("/"), order_id)

    @register(TELL_STAFF)
    def tell_staff(key: str, sentence: str, order_id: str) -> None:
        where = f"{settings.base_url.rstrip('/')}/admin/" + (f"orders/{order_id}" if order_id else "alerts")
        text = f"{sentence[0].upper()}{sentence[1:]}.\n\n{where}\n"
        subject = f"Order {order_id} needs a person" if order_id else "The shop needs a person"
        post_of(settings).send(Letter(f"alert:{fingerprint(key)[:24]}", settings.support_email, subject, text))


def post_of(settings: Settings) -> Mailer:
    return Mailer(settings.mail_sender, settings.smtp_url, settings.mail_dir)


def money_chores(settings: Settings, gateway: Gateway) -> tuple[Chore, ...]:
    """What Stripe may have told us in vain, looked up again and again."""

    def sweep(engine: Engine) -> None:
        with unscoped(engine, "worker: sweeping Stripe's events") as session:
            sweeping.sweep_events(session, gateway, account_id=settings.stripe_account_id)
            sweeping.retry_parked(session)
            sweeping.resume_refunds(session)
            sweeping.look_at_open_orders(session, gateway)

    def reconcile(engine: Engine) -> None:
        with unscoped(engine, "worker: reconciling with Stripe") as session:
            reconciling.reconcile_days(session, gateway, clock.now().date())

    return Chore(patient(sweep), settings.sweep_seconds), Chore(patient(reconcile), 3600)


def patient(do: Callable[[Engine], None]) -> Callable[[Engine], None]:
    """A chore that waits for its next turn while Stripe is away."""

    def tried(engine: Engine) -> None:
        try:
            do(engine)
        except Unavailable:
            log.warning("Stripe does not answer; the next turn tries again", chore=do.__name__)

    return tried


def forget_visitors(engine: Engine) -> None:
    """Start sheets of people who have not come back in half a year, longer than their cookie lives."""
    with unscoped(engine, "worker: forgetting visitors") as session:
        intake.forget_unclaimed(session, clock.now() - FORGET_AFTER)


def publish_scheduled(engine: Engine) -> None:
    """Drafts whose moment has come."""
    with unscoped(engine, "worker: publishing what was scheduled") as session:
        library.publish_due(session, clock.now())


def forget_refunded(engine: Engine) -> None:
    """What people wrote whose money went back in full a month ago."""
    now = clock.now()
    with unscoped(engine, "worker: accounts whose content is due to be erased") as session:
        account_ids = list_accounts_to_erase(session, now)
    for account_id in account_ids:
        with account_session(engine, account_id) as session:
            erase_content(session, account_id, now)


FORGET_AFTER = timedelta(days=181)
CHORES = (Chore(forget_visitors, 3600), Chore(publish_scheduled, 20), Chore(forget_refunded, 3600))
