"""All jobs with their functions, all chores with their intervals, and all checks of the machinery.

A new job needs one Handler here. Every function must be idempotent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import CONFIRM_ADDRESS, write_confirmation
from saas.accounts.addresses.links import ConfirmationLinks
from saas.accounts.events.actions import delete_old_events
from saas.accounts.events.queries import check_sign_ins
from saas.accounts.letters import RESET_PASSWORD, ResetLinks, write_reset_letter
from saas.accounts.sign_in_links.letters import SIGN_IN_LINK, write_sign_in_link
from saas.accounts.staff.letters import INVITATION, write_invitation
from saas.kernel import clock
from saas.kernel.chores import HOUR, Chore
from saas.kernel.db import transaction
from saas.kernel.errors import PermanentFailure, Unavailable
from saas.kernel.ids import fingerprint
from saas.kernel.jobs import Failure, Handler
from saas.kernel.letters import (
    SEND_LETTER,
    Letter,
    SecretLetter,
    Writer,
    erase_old_letters,
    give_up_letter,
    store_letter,
)
from saas.kernel.mailer import Mailer, deliver_letter
from saas.kernel.monitoring import Check, Gauge, Problem, Report, check_chores, check_jobs, check_letters, check_workers
from saas.kernel.reencryption import list_stale_accounts, reencrypt_account, reencrypt_unowned
from saas.kernel.tenancy import account_session, unowned_session, unscoped
from saas.kernel.throttles import delete_expired_counts
from saas.library.pieces import actions as library
from saas.library.pieces.actions import RefusedPublication
from saas.plans import letters as plan_letters
from saas.privacy.actions import erase_content
from saas.privacy.queries import list_accounts_to_erase
from saas.privacy.retention import erase_what_is_too_old
from saas.settings import Settings
from saas.shop.alerts.actions import TELL_STAFF, raise_alert
from saas.shop.alerts.queries import find_alert
from saas.shop.refunds.actions import REFUND_DUPLICATE, SUBMIT_REFUND, refund_duplicate_payment
from saas.shop.seats import actions as seat_actions
from saas.shop.seats import letters as seat_letters
from saas.shop.seats.actions import SYNC_SEATS
from saas.shop.seats.links import ClaimLinks
from saas.shop.stripe import inbox, reconcile, refunds, sweep
from saas.shop.stripe.client import StripeClient, StripeRefused, StripeServerError
from saas.shop.stripe.inbox import HANDLE_EVENT
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.sync import CLOSE_CHECKOUT

log = structlog.get_logger()


def list_handlers(settings: Settings, engine: Engine, client: StripeClient) -> list[Handler]:
    """All jobs, each with the functions that do it."""
    mailer = Mailer(
        settings.mail_sender,
        settings.smtp_url,
        settings.mail_dir,
        requires_tls=settings.is_production,
        reply_to=settings.support_email,
    )
    return [*_money_handlers(settings, engine, client), *_letter_handlers(settings, engine, mailer)]


def list_letter_writers(settings: Settings) -> Mapping[SecretLetter, Writer]:
    """What writes each kind of letter that holds a secret, when it is sent."""
    secret = settings.public_key_secret
    claim_links, reset_links = ClaimLinks(settings.base_url, secret), ResetLinks(settings.base_url, secret)
    return {
        RESET_PASSWORD: partial(write_reset_letter, reset_links),
        CONFIRM_ADDRESS: partial(write_confirmation, ConfirmationLinks(settings.base_url, settings.secret_keys)),
        SIGN_IN_LINK: partial(write_sign_in_link, settings.base_url),
        INVITATION: partial(write_invitation, settings.base_url),
        seat_letters.GIFT: partial(seat_letters.write_gift, claim_links),
        seat_letters.GIFT_TO_GIVER: partial(seat_letters.write_gift_to_giver, claim_links),
        seat_letters.SEAT: partial(seat_letters.write_seat_link, claim_links),
    }


def _money_handlers(settings: Settings, engine: Engine, client: StripeClient) -> list[Handler]:
    def apply_event(event_id: str) -> None:
        with unscoped(engine, "worker: doing what an event asks") as session, _definite_answers():
            inbox.apply_event(session, client, event_id)

    def park_event(failure: Failure) -> None:
        with unscoped(engine, "worker: doing what an event asks") as session:
            inbox.park_event(session, failure.arguments[0], failure.trace)

    def submit_refund(refund_id: str) -> None:
        with unscoped(engine, "worker: sending a refund") as session, _definite_answers():
            refunds.submit_refund(session, client, refund_id)

    def refund_duplicate(order_id: str, payment_id: str) -> None:
        if settings.refund_duplicates:
            with unscoped(engine, "worker: sending a refund") as session:
                refund_duplicate_payment(session, order_id, payment_id)

    def close_checkout(session_id: str) -> None:
        with _definite_answers():
            client.expire_checkout(session_id)

    def sync_seats(order_id: str) -> None:
        with unscoped(engine, "worker: seats of an order, and who claimed them") as session:
            seat_actions.sync_seats(session, ClaimLinks(settings.base_url, settings.public_key_secret), order_id)

    return [
        Handler(HANDLE_EVENT, (apply_event,), park_event),
        Handler(SUBMIT_REFUND, (submit_refund,)),
        Handler(REFUND_DUPLICATE, (refund_duplicate,)),
        Handler(CLOSE_CHECKOUT, (close_checkout,)),
        Handler(SYNC_SEATS, (sync_seats,)),
    ]


@contextmanager
def _definite_answers() -> Iterator[None]:
    """Do not retry what Stripe definitely refused. A 500 is retried, because the next attempt uses another key."""
    try:
        yield
    except StripeRefused as refusal:
        if isinstance(refusal, StripeServerError):
            raise
        raise PermanentFailure(f"Stripe refused: {refusal.code}") from refusal


def _letter_handlers(settings: Settings, engine: Engine, mailer: Mailer) -> list[Handler]:
    writers = list_letter_writers(settings)

    def send_letter(key: str | dict[str, Any]) -> None:
        if isinstance(key, dict):  # queued by a version that put the whole letter into the job
            mailer.send(Letter(**key))
            return
        with unscoped(engine, "worker: sending a letter") as session:
            deliver_letter(session, mailer, key, writers)

    def report_letter(failure: Failure) -> None:
        [key] = failure.arguments
        with unscoped(engine, "worker: sending a letter") as session, transaction(session):
            if isinstance(key, dict):
                store_letter(session, Letter(**key))
                key = key["key"]
            give_up_letter(session, key, failure.reason)
            # One alert an hour: a relay that refuses everybody is one problem, and the page lists every letter.
            raise_alert(session, f"letters:{clock.now():%Y-%m-%dT%H}", "letters could not be delivered: see Letters")

    def send_plan_letter(account_id: int, public_id: str) -> None:
        plan_letters.send_plan_letter(engine, mailer, settings.base_url, account_id, public_id)

    def tell_staff(key: str, *_earlier: str) -> None:  # an earlier version queued the sentence and the order too
        with unscoped(engine, "worker: telling staff") as session:
            alert = find_alert(session, key)
        if alert is None:
            return
        order_id, sentence = alert.order_public_id, alert.sentence
        where = f"{settings.base_url.rstrip('/')}/admin/" + (f"orders/{order_id}" if order_id else "alerts")
        text = f"{sentence[0].upper()}{sentence[1:]}.\n\n{where}\n"
        subject = f"Order {order_id} needs a person" if order_id else "The shop needs a person"
        mailer.send(Letter(f"alert:{fingerprint(key)[:24]}", settings.support_email, subject, text))

    def log_untold(failure: Failure) -> None:
        # The alert is on its page. An alert about this one would be mailed the same way.
        log.error("staff could not be told by mail", alert=failure.key, reason=failure.reason)

    return [
        Handler(SEND_LETTER, (send_letter,), report_letter),
        Handler(plan_letters.SEND_PLAN_LETTER, (send_plan_letter,)),
        Handler(TELL_STAFF, (tell_staff,), log_untold),
    ]


def list_chores(settings: Settings, client: StripeClient) -> list[Chore]:
    """All recurring work."""

    def sweep_events(engine: Engine) -> None:
        with unscoped(engine, "worker: sweeping Stripe's events") as session:
            sweep.sweep_events(session, client, account_id=settings.stripe_account_id)

    def refresh_open_orders(engine: Engine) -> None:
        with unscoped(engine, "worker: sweeping Stripe's events") as session:
            sweep.refresh_open_orders(session, client)

    def reconcile_ledger(engine: Engine) -> None:
        with unscoped(engine, "worker: reconciling with Stripe") as session:
            reconcile.reconcile_days(session, client, clock.now().date())

    return [
        Chore("sweep_events", _patient(sweep_events), settings.sweep_seconds),
        Chore("retry_parked_events", retry_parked_events, settings.sweep_seconds),
        Chore("resume_refunds", resume_refunds, settings.sweep_seconds),
        Chore("refresh_open_orders", _patient(refresh_open_orders), settings.sweep_seconds),
        Chore("reconcile", _patient(reconcile_ledger), HOUR),
        Chore("publish_scheduled", publish_scheduled, 20),
        Chore("apply_retention", apply_retention, HOUR),
        Chore("forget_refunded", forget_refunded, HOUR),
        Chore("erase_letters", erase_letters, HOUR),
        Chore("erase_old_events", erase_old_events, HOUR),
        Chore("forget_throttles", forget_throttles, HOUR),
        Chore("reencrypt", reencrypt, HOUR),
        Chore("report_problems", report_problems, 60),
    ]


def _patient(run: Callable[[Engine], None]) -> Callable[[Engine], None]:
    """Leave it to the next run when Stripe does not answer."""

    def patient(engine: Engine) -> None:
        try:
            run(engine)
        except Unavailable:
            log.warning("Stripe does not answer; the next run tries again", chore=run.__name__)

    return patient


def retry_parked_events(engine: Engine) -> None:
    with unscoped(engine, "worker: sweeping Stripe's events") as session:
        sweep.retry_parked_events(session)


def resume_refunds(engine: Engine) -> None:
    with unscoped(engine, "worker: sweeping Stripe's events") as session:
        sweep.retry_unanswered_refunds(session)


def publish_scheduled(engine: Engine) -> None:
    """Publish drafts that are due."""
    with unscoped(engine, "worker: publishing what was scheduled") as session:
        library.publish_due(session, clock.now(), tell_staff_of_refused_publication)


def tell_staff_of_refused_publication(session: Session, refused: RefusedPublication) -> None:
    """A scheduled text that no longer passes stays a draft, and somebody has to look at it."""
    name = f"{refused.kind} “{refused.slug}”, revision {refused.number}"
    sentence = f"{name}, was not published as scheduled: {refused.reason.removesuffix('.')}"
    raise_alert(session, f"schedule:{refused.kind}/{refused.slug}:{refused.moment.isoformat()}", sentence)


def apply_retention(engine: Engine) -> None:
    """Delete what is older than /privacy says it is held."""
    with unscoped(engine, "worker: deleting what is too old") as session:
        erase_what_is_too_old(session)


def forget_refunded(engine: Engine) -> None:
    """Erase what people wrote whose money was refunded in full a month ago."""
    now = clock.now()
    with unscoped(engine, "worker: accounts whose content is due to be erased") as session:
        account_ids = list_accounts_to_erase(session, now)
    for account_id in account_ids:
        with account_session(engine, account_id) as session:
            erase_content(session, account_id, now)


def erase_letters(engine: Engine) -> None:
    with unscoped(engine, "worker: sending a letter") as session:
        erase_old_letters(session)


def erase_old_events(engine: Engine) -> None:
    with unscoped(engine, "worker: deleting old events") as session:
        delete_old_events(session)


def forget_throttles(engine: Engine) -> None:
    """Delete counts of what people did some time ago."""
    with unscoped(engine, "worker: forgetting visitors") as session:
        delete_expired_counts(session)


def reencrypt(engine: Engine) -> None:
    """Encrypt with the newest of DATA_KEYS what an older one, or none, was used for."""
    with unscoped(engine, "worker: accounts with values to encrypt again") as session:
        account_ids = list_stale_accounts(session)
    for account_id in account_ids:
        with unowned_session(engine) as session:
            reencrypt_account(session, account_id)
    with unowned_session(engine) as session:
        reencrypt_unowned(session)


def report_problems(engine: Engine) -> None:
    """Raise one alert a day for each fault that the checks report, and for what staff must know besides."""
    with unscoped(engine, "worker: what is late, stuck or dead") as session:
        reports = [check(session) for check in CHECKS]
        for problem in (
            problem for report in reports for problem in report.problems if problem.is_fault or problem.needs_alert
        ):
            with transaction(session):
                raise_alert(session, f"machinery:{problem.key}:{clock.now():%Y-%m-%d}", problem.sentence)


def alert_staff(engine: Engine) -> Callable[[str, str], None]:
    """The worker's way to raise an alert."""

    def alert(key: str, sentence: str) -> None:
        with unscoped(engine, "worker: telling staff") as session, transaction(session):
            raise_alert(session, key, sentence)

    return alert


def check_events(session: Session) -> Report:
    """Parked events of Stripe's, which wait for a person."""
    parked = session.scalar(select(func.count()).where(StripeEvent.state == EventState.PARKED)) or 0
    gauge = Gauge("stripe_events_parked", "Events that were given up and wait for a person", parked)
    problem = Problem("parked", f"{parked} of Stripe's events are parked: see Stripe events", is_fault=False)
    return Report([gauge], [problem] if parked else [])


# Run by `saas doctor`, `/readyz?deep=1`, `/metrics` and `report_problems`.
CHECKS: tuple[Check, ...] = (check_workers, check_jobs, check_chores, check_letters, check_events, check_sign_ins)
