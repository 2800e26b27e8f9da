"""`saas demo`: named people in every state, made by the same verbs that their own clicks would call.

Needs the local Stripe, where they pay. Run again, it makes what is missing and prints new links.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas import models as _all_tables  # noqa: F401  # mappers must know each other before the first query
from saas.accounts.actions import create_person
from saas.accounts.addresses.actions import mark_confirmed
from saas.accounts.second_factors.actions import set_up_for_development
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.accounts.staff.actions import grant_staff
from saas.cli.instance import find_running_shop
from saas.intake.answers.actions import NotAsked, save_answer
from saas.intake.questions.queries import current_questionnaire
from saas.intake.submissions.actions import submit_answers
from saas.kernel import clock
from saas.kernel.db import open_engine, transaction
from saas.kernel.tenancy import account_session, unscoped
from saas.plans.actions import compose_plan
from saas.plans.queries import find_current_plan, load_plan_inputs
from saas.plans.samples.people import SAMPLES
from saas.plans.steps.actions import set_step_completion
from saas.settings import SANDBOX_KEY, Settings, load_settings
from saas.shop.disputes.queries import list_order_disputes
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.offer import Cart, Kind
from saas.shop.orders.queries import has_access
from saas.shop.refunds.actions import approve_refund_request, request_refund
from saas.shop.refunds.queries import list_order_refunds
from saas.shop.seats.actions import claim_seat, hand_out_seat, renew_gift_link, sync_seats
from saas.shop.seats.links import ClaimLinks
from saas.shop.seats.queries import count_seats
from saas.shop.stripe.checkout import OWN_PLAN, create_checkout
from saas.shop.stripe.client import SdkStripeClient, StripeUnavailable
from saas.shop.stripe.refunds import submit_refund
from saas.shop.stripe.sync import refresh_order

DOMAIN = "demo.careercanopy.example"
SEATS = 5
# Days after composing on which the one who has been here for sixty days has done a step.
DAYS_OF_STEPS = (1, 2, 4, 7, 11, 16, 22, 30, 41, 55)


@dataclass(frozen=True)
class Demo:
    """Where the people are made."""

    config: Settings
    engine: Engine
    client: SdkStripeClient

    @property
    def shop_url(self) -> str:
        return self.config.base_url.rstrip("/")

    @property
    def claim_links(self) -> ClaimLinks:
        return ClaimLinks(self.config.base_url, self.config.public_key_secret)

    def everybody(self) -> Session:
        return unscoped(self.engine, "command: demo")

    def account_id(self, name: str) -> int:
        with self.everybody() as session:
            person = create_person(session, _address(name))
            with transaction(session):
                mark_confirmed(session, person)
            return person.account_id

    def sandbox(self, path: str, body: Mapping[str, Any]) -> Any:
        """Ask the local Stripe's control API for what a buyer or a bank would do."""
        request = Request(  # noqa: S310  # the local Stripe, by http
            f"{self.config.stripe_api_base}/_sandbox/{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with build_opener(ProxyHandler({})).open(request, timeout=15) as answer:
            return json.load(answer)


def pay_for(demo: Demo, name: str, cart: Cart = OWN_PLAN) -> str:
    """Pay for the cart unless that was done; returns the order's public id."""
    account_id = demo.account_id(name)
    with account_session(demo.engine, account_id) as session:
        paid = select(Order.public_id).where(Order.kind == cart.kind, Order.paid_at.is_not(None))
        if (order_id := session.scalar(paid)) is not None:
            return order_id
        url = create_checkout(session, demo.client, email=_address(name), base_url=demo.shop_url, cart=cart)
        session_id = url.split("/c/pay/")[1].partition("#")[0]
        demo.sandbox(f"sessions/{session_id}/pay", {})
        order = refresh_order(session, demo.client, session_id)
    if cart.kind is not Kind.SELF:
        with demo.everybody() as session:
            sync_seats(session, demo.claim_links, order.public_id)
    return order.public_id


def write_plan(demo: Demo, name: str, sample: str) -> None:
    """Answer everything as one of the public samples, and compose the plan."""
    with account_session(demo.engine, demo.account_id(name)) as session:
        if find_current_plan(session) is not None:
            return
        answers, questionnaire = SAMPLES[sample].answers(clock.today()), current_questionnaire(session)
        for key in questionnaire.by_key:
            with suppress(NotAsked):  # a sample also answers what is only asked after other answers than its own
                if key in answers:
                    save_answer(session, key, answers[key])
        compose_plan(session, submit_answers(session), load_plan_inputs(session), clock.today())


def only_sign_up(demo: Demo, name: str) -> None:
    demo.account_id(name)


def only_pay(demo: Demo, name: str) -> None:
    pay_for(demo, name)


def pay_and_answer(demo: Demo, name: str) -> None:
    pay_for(demo, name)
    write_plan(demo, name, "analyst")


def stay_sixty_days(demo: Demo, name: str) -> None:
    """Paid, answered and composed sixty days ago, with a step done now and then since."""
    order_id = pay_for(demo, name)
    account_id = demo.account_id(name)
    with account_session(demo.engine, account_id) as session:
        if find_current_plan(session) is not None:
            return
        # Stripe sells nothing in the past, so the order is dated back after it was paid.
        with transaction(session):
            order = session.scalars(select(Order).where(Order.public_id == order_id)).one()
            order.created_at = order.paid_at = clock.now() - timedelta(days=60)
    with clock.moved_back(timedelta(days=60)):
        write_plan(demo, name, "nurse")
    with account_session(demo.engine, account_id) as session:
        plan = find_current_plan(session)
        for position, day in enumerate(DAYS_OF_STEPS, start=1):
            with clock.moved_back(timedelta(days=60 - day)):
                if plan is not None and position <= len(plan.steps):
                    set_step_completion(session, plan.public_id, position, is_done=True)


def be_refunded(demo: Demo, name: str) -> None:
    """Asked for the money, and staff said yes."""
    order_id = pay_for(demo, name)
    with account_session(demo.engine, demo.account_id(name)) as session:
        order = session.scalars(select(Order).where(Order.public_id == order_id)).one()
        refunds = list_order_refunds(session, order)
        refund_id = refunds[0].public_id if refunds else request_refund(session, order_id, note="Found work.").public_id
    with demo.everybody() as session:
        approve_refund_request(session, refund_id, by=_address("sam"))
        submit_refund(session, demo.client, refund_id)


def be_disputed(demo: Demo, name: str) -> None:
    """The bank takes the money back and asks for evidence."""
    order_id = pay_for(demo, name)
    with account_session(demo.engine, demo.account_id(name)) as session:
        order = session.scalars(select(Order).where(Order.public_id == order_id)).one()
        if list_order_disputes(session, order):
            return
        payment = session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
        demo.sandbox("disputes", {"payment_intent": payment.stripe_id})
        refresh_order(session, demo.client, payment.session_id, with_all_changes=True)


def give_plan(demo: Demo, name: str) -> None:
    """A gift, claimed by Gus."""
    cart = Cart(Kind.GIFT, recipient_email=_address("gus"), giver_name="Gina", words="For the weeks ahead.")
    order_id = pay_for(demo, name, cart)
    claim_with_link(demo, "gus", lambda session: renew_gift_link(session, demo.claim_links, order_id))


def own_seats(demo: Demo, name: str) -> None:
    """Seats of an organization: two claimed, one handed out, the rest left."""
    order_id = pay_for(demo, name, Cart(Kind.SEATS, quantity=SEATS))
    for claimer in ("sue", "sid"):
        claim_with_link(demo, claimer, lambda session: hand_out_seat(session, demo.claim_links, order_id, ""))
    with account_session(demo.engine, demo.account_id(name)) as session:
        order = session.scalars(select(Order).where(Order.public_id == order_id)).one()
        if count_seats(session, order).given < 3:
            hand_out_seat(session, demo.claim_links, order_id, _address("not.claimed"))


def claim_with_link(demo: Demo, name: str, new_link: Callable[[Session], str]) -> None:
    """Take a seat by its link, unless that was done."""
    account_id = demo.account_id(name)
    with account_session(demo.engine, account_id) as session:
        if has_access(session):
            return
    with demo.everybody() as session:
        token = new_link(session).rpartition("/")[2]
        claim_seat(session, account_id, token)


def become_staff(demo: Demo, name: str) -> None:
    with demo.everybody() as session:
        set_up_for_development(session, grant_staff(session, _address(name)))


# Everybody who can be signed in as: what to know of them, and what made them so. Gus, Sue and Sid come with those above.
PEOPLE: Mapping[str, tuple[str, Callable[[Demo, str], None] | None]] = {
    "nora": ("signed up, has not paid", only_sign_up),
    "paul": ("paid, has answered nothing", only_pay),
    "ana": ("paid and answered, has a plan", pay_and_answer),
    "sixto": ("sixty days in, with ten steps done", stay_sixty_days),
    "rita": ("asked for a refund and got it", be_refunded),
    "dan": ("paid, and the bank disputes it", be_disputed),
    "gina": ("gave a plan to Gus", give_plan),
    "gus": ("claimed Gina's gift", None),
    "olga": (f"bought {SEATS} seats: two claimed, one handed out", own_seats),
    "sue": ("claimed one of Olga's seats", None),
    "sid": ("claimed another of Olga's seats", None),
    "sam": ("staff", become_staff),
}


@click.command("demo")
def make_demo_people() -> None:
    """Make people in every state, and print how to sign in as each. Needs the local Stripe: `./run` starts it."""
    config = _settings()
    engine = open_engine(config.command_url)
    place = Demo(config, engine, SdkStripeClient(config))
    for name, (_, make) in PEOPLE.items():
        if make is not None:
            _try(make, place, name)
    click.echo("Each link signs in once, within twelve hours; `saas demo` prints new ones.")
    click.echo(f"Staff also give a code: `./run staff code {_address('sam')}` prints it.\n")
    with place.everybody() as session:
        for name, (sentence, _) in PEOPLE.items():
            secret = issue_sign_in_link(session, _address(name))
            click.echo(f"  {name.capitalize():6} {sentence}\n         {place.shop_url}/sign-in/link/{secret}")
    engine.dispose()


def _settings() -> Settings:
    """The settings, with the addresses of the shop that runs in this folder. Raises ClickException in production."""
    config = load_settings()
    if config.is_production or config.stripe_secret_key.get_secret_value() != SANDBOX_KEY:
        raise click.ClickException(
            "Invented people pay at the local Stripe alone, and STRIPE_SECRET_KEY names another."
        )
    shop = find_running_shop(config.instance_dir)
    if shop is None:
        return config
    return config.model_copy(update={"base_url": shop.base_url, "stripe_api_base": shop.stripe_api_base})


def _try(make: Callable[[Demo, str], None], place: Demo, name: str) -> None:
    try:
        make(place, name)
    except (URLError, StripeUnavailable):
        raise click.ClickException(
            f"The local Stripe at {place.config.stripe_api_base} does not answer: start ./run first."
        ) from None


def _address(name: str) -> str:
    return f"{name}@{DOMAIN}"
