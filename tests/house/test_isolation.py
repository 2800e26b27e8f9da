"""Every address, form and id, asked by everybody it does not belong to: two customers, one who has not paid, a stranger, and
the three roles of staff.

The crawl reads the program's own map and follows every link and form it finds. Ann's data has a word of its own in every
column (`markers`), and no answer to anybody else may hold one. A new route fails here until `routes` says whose it is.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Date, Engine, Integer, inspect, select
from sqlalchemy.orm import Session

from saas.accounts.models import Person, SignInLink, StaffRole
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.sessions.models import SignInSession
from saas.accounts.staff.actions import grant_staff
from saas.kernel.db import UtcDateTime
from saas.kernel.tenancy import unscoped
from saas.staff.views import DESKS as STAFF_DESKS
from tests.apps import forget_library
from tests.databases import Database
from tests.house.crawler import PAGES_OF_A_KIND, Answer, Form, Visitor
from tests.house.markers import IDENTIFYING, SHARED, owned_kinds, plant_account
from tests.house.routes import (
    DESKS,
    NOT_OWNED,
    OWNED,
    PAID,
    POST_ONLY_PUBLIC,
    PUBLIC,
    RULES,
    SIGNED_IN,
    STAFF,
    WAITING,
    desk_of,
    path_of,
    works_at,
)
from tests.people import ANN, BEA, CAL, SAM, account_of, add_session
from tests.people import Person as SignedInAs

# What staff are shown of a customer, by table, and why. The rest is nobody's but the customer's.
STAFF_SEES = {
    "alerts": "what waits for a person",
    "checkouts": "an order's attempts to pay",
    "disputes": "what a bank asks",
    "letters": "letters that could not be delivered",
    "ledger_entries": "an order's money",
    "orders": "an order, and the address it is mailed to",
    "payments": "an order's money",
    "people": "who acted, in the log",
    "refunds": "what the customer wrote with it",
    "security_events": "the log",
    "stripe_events": "an event, as Stripe sent it",
}
# Sam is the owner; Sue helps customers and Eve writes.
ROLES = {"Sam": "owner", "Sue": "support", "Eve": "editor"}
SUE, EVE = SignedInAs("sue@example.com", "sue-uniquifier"), SignedInAs("eve@example.com", "eve-uniquifier")
STAFF_SEES_NEVER = {"people.password", "people.fs_uniquifier", "letters.text"}
# 405: the address is there, and nothing answers to that method.
NOT_THERE = (404, 405)


@dataclass
class Crawl:
    """The visitors, each with all answers; `own` are Ann's addresses by rule, `words` the columns of her words."""

    visitors: dict[str, Visitor]
    own: dict[str, str]
    words: dict[str, str]
    is_unchanged: bool
    cpu_seconds: float

    @property
    def others(self) -> list[Visitor]:
        return [visitor for name, visitor in self.visitors.items() if name != "Ann"]

    def columns_seen(self, visitor: Visitor) -> dict[str, set[str]]:
        """Column → the addresses whose answers to the visitor held its word."""
        shown: dict[str, set[str]] = {}
        for (method, path), answer in visitor.answers.items():
            for word in answer.words:
                # Whoever asks for an address with an id in it already knows that id.
                if word not in path:
                    for column in self.words[word].split():
                        shown.setdefault(column, set()).add(f"{method} {path}")
        return shown


@pytest.fixture(scope="module")
def crawl(_app_and_engines: tuple[Flask, dict[str, Engine]], database: Database) -> Crawl:
    app, engines = _app_and_engines
    for engine in engines.values():
        engine.dispose()
    database.restore()
    forget_library()
    app.extensions["pages"].clear()
    with unscoped(engines["worker"], "tests: looking and arranging") as session:
        crawl = _crawl(app, session)
    for engine in engines.values():
        engine.dispose()
    return crawl


def _crawl(app: Flask, session: Session) -> Crawl:
    began, ann_id = time.process_time(), account_of(session, ANN)
    routes = {str(route): route for route in RULES}
    own = {rule: path_of(app, routes[rule], arrange(session, ann_id)) for rule, arrange in OWNED.items()}
    session.rollback()
    words = plant_account(session.get_bind().engine, ann_id, ANN.email)
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

    def visitor(name: str, person: SignedInAs | None) -> Visitor:
        return Visitor(name, _browser(app, person), app, pattern)

    for person, role in ((SUE, StaffRole.SUPPORT), (EVE, StaffRole.EDITOR)):
        grant_staff(session, person.email, role)
        add_session(session, person)
    people = {"Ann": ANN, "Bea": BEA, "Cal": CAL, "Sam": SAM, "Sue": SUE, "Eve": EVE, "a stranger": None}
    visitors = {name: visitor(name, person) for name, person in people.items()}
    starts = [str(route) for route in RULES if "GET" in (route.methods or ()) and not route.arguments]
    visitors["Ann"].crawl([*starts, *(path for rule, path in own.items() if not rule.startswith("/admin"))])
    before = everything_of(session, ann_id)
    for other in visitors.values():
        other.crawl([*starts, *own.values(), *_secret_paths(app)])
    _ask_for_what_is_anns(visitors, own, words)
    _ask_at_other_desks(app, visitors, own)
    is_unchanged = everything_of(session, ann_id) == before
    return Crawl(visitors, own, words, is_unchanged, time.process_time() - began)


def _browser(app: Flask, person: SignedInAs | None) -> FlaskClient:
    client = app.test_client()
    if person is not None:
        with client.session_transaction() as cookie:
            cookie.update({"_user_id": person.uniquifier, "_fresh": True, "fs_paa": time.time()})
    return client


def _secret_paths(app: Flask) -> list[str]:
    """Addresses whose secret is the permission, with the hashes that the database keeps of Ann's."""
    secret = {"secret", "token"}
    routes = [route for route in RULES if route.arguments and set(route.arguments) <= secret]
    return [path_of(app, route, dict.fromkeys(route.arguments, letter * 64)) for route in routes for letter in "bcde"]


def _ask_for_what_is_anns(visitors: dict[str, Visitor], own: dict[str, str], words: dict[str, str]) -> None:
    """Everybody else asks for each address that Ann or staff found with an id of hers in it, and sends each such form."""
    ids = [word for word, column in words.items() if column.endswith("public_id")]
    finders = (visitors["Ann"], visitors["Sam"])
    found_paths = {path for finder in finders for _, path in finder.answers if any(each in path for each in ids)}
    found_forms = _some_of_each_kind(
        visitors["Ann"],
        [form for finder in finders for form in finder.forms if any(each in repr(form) for each in ids)],
    )
    changing = {str(route) for route in RULES if "POST" in (route.methods or ())}
    for name, visitor in visitors.items():
        if name == "Ann":
            continue
        role = ROLES.get(name, "")
        for path in found_paths:
            if ("GET", path) not in visitor.answers:
                visitor.get(path)
        for form in found_forms:
            if not works_at(role, form.path):
                visitor.post(form.path, form.fields)
        for rule, path in own.items():
            if rule in changing and not works_at(role, path) and ("POST", path) not in visitor.answers:
                visitor.post(path)


def _ask_at_other_desks(app: Flask, visitors: dict[str, Visitor], own: dict[str, str]) -> None:
    """Each of the staff sends a form to every address below /admin where they have no work."""
    for name, role in ROLES.items():
        for route in RULES:
            if "POST" in (route.methods or ()) and desk_of(str(route)) and not works_at(role, str(route)):
                path = own.get(str(route)) or path_of(app, route, dict.fromkeys(route.arguments, "x"))
                visitors[name].post(path)


def _some_of_each_kind(visitor: Visitor, forms: list[Form]) -> list[Form]:
    """Of the forms with the same fields for the same rule, two: a plan has dozens of steps."""
    kinds: dict[object, list[Form]] = {}
    for form in sorted(forms, key=repr):
        fields = tuple(name for name, _ in form.fields)
        kinds.setdefault((visitor.rule_of(form.path, "POST"), fields), []).append(form)
    return [form for same in kinds.values() for form in same[:PAGES_OF_A_KIND]]


def everything_of(session: Session, account_id: int) -> dict[str, list[Any]]:
    """All rows of an account and of its people, as they stand now."""
    session.rollback()
    people = select(Person.id).where(Person.account_id == account_id)
    conditions = {kind: kind.account_id == account_id for kind in (*owned_kinds(), Person)}
    conditions |= {kind: kind.person_id.in_(people) for kind in (SignInLink, SignInSession, SecondFactor, RecoveryCode)}
    return {kind.__name__: sorted(map(repr, _rows(session, kind, own))) for kind, own in conditions.items()}


def _rows(session: Session, kind: Any, condition: Any) -> Iterator[Any]:
    columns = [getattr(kind, column.key) for column in inspect(kind).column_attrs]
    yield from session.execute(select(*columns).where(condition))


def is_sign_in(answer: Answer) -> bool:
    return answer.status in (302, 303) and answer.location.startswith("/sign-in")


def test_every_rule_with_an_argument_says_whose_it_is() -> None:
    assert {str(rule) for rule in RULES if rule.arguments} == {*OWNED, *NOT_OWNED}


def test_every_rule_without_an_argument_says_who_may_pass() -> None:
    declared = {*PUBLIC, *POST_ONLY_PUBLIC, *SIGNED_IN, *PAID, *STAFF, *WAITING}
    assert {str(rule) for rule in RULES if not rule.arguments} == declared


def test_every_column_of_an_account_is_planted_or_the_same_for_everybody(crawl: Crawl) -> None:
    columns = {
        f"{kind.__tablename__}.{attribute.key}"
        for kind in owned_kinds()
        for attribute in inspect(kind).column_attrs
        if not isinstance(attribute.columns[0].type, (Integer, Boolean, Date, UtcDateTime))
    }
    planted = {column for joined in crawl.words.values() for column in joined.split()}
    assert columns == {*SHARED, *(planted & columns)}


def test_ann_finds_what_is_hers(crawl: Crawl) -> None:
    """Or everybody else would be shown nothing because there is nothing to show."""
    ann = crawl.visitors["Ann"]
    own_pages = {rule for rule in crawl.own if not rule.startswith("/admin") and _answers_get(rule)}
    assert {rule: ann.answers["GET", crawl.own[rule]].status for rule in own_pages} == dict.fromkeys(own_pages, 200)
    shown = {column.partition(".")[0] for column in crawl.columns_seen(ann)}
    assert {"answers", "orders", "people", "plan_steps", "plans", "refunds", "seats", "submissions"} <= shown


def _answers_get(rule: str) -> bool:
    return any(str(route) == rule and "GET" in (route.methods or ()) for route in RULES)


def test_no_answer_to_anybody_else_holds_a_word_of_anns(crawl: Crawl, record_property: Callable[..., None]) -> None:
    leaks = {
        visitor.name: shown
        for visitor in crawl.others
        if visitor.name not in ("Sam", "Sue")
        if (shown := crawl.columns_seen(visitor))
    }
    count = sum(len(visitor.answers) for visitor in crawl.visitors.values())
    forms = len({(form.path, form.fields) for visitor in crawl.visitors.values() for form in visitor.forms})
    ids = sum(column.endswith(IDENTIFYING) for column in crawl.words.values())
    record_property(
        "said",
        f"crawl: {count} answers to {len(crawl.visitors)} people over {len(RULES)} routes, {forms} forms and {ids} ids;"
        f" {len(crawl.words)} words planted, {sum(map(len, leaks.values()))} seen by somebody else;"
        f" {crawl.cpu_seconds:.0f} s of a core",
    )
    assert leaks == {}


@pytest.mark.parametrize("name", ["Sam", "Sue"])
def test_staff_see_what_their_work_needs_and_nothing_else(crawl: Crawl, name: str) -> None:
    """Who writes the library sees nothing of any customer: the test above."""
    shown = crawl.columns_seen(crawl.visitors[name])
    assert {"orders", "refunds", "payments"} <= {column.partition(".")[0] for column in shown}
    unexplained = {
        column: paths
        for column, paths in shown.items()
        if column.partition(".")[0] not in STAFF_SEES or column in STAFF_SEES_NEVER
    }
    assert unexplained == {}
    pages = {path for paths in shown.values() for path in paths}
    assert {page for page in pages if not page.startswith("GET /admin")} == set()


def test_what_is_anns_does_not_exist_for_anybody_else(crawl: Crawl) -> None:
    """Strangers are asked to sign in, who has not paid is shown the offer, and staff have their own pages below /admin."""
    wrong = []
    for visitor in crawl.others:
        for (method, path), answer in visitor.answers.items():
            if answer.rule not in OWNED or path not in crawl.own.values():
                continue
            is_own_work = works_at(ROLES.get(visitor.name, ""), path)
            is_turned_away = visitor.name == "a stranger" and is_sign_in(answer)
            is_offered = visitor.name in ("Cal", *ROLES) and answer.location == "/checkout"
            is_right = answer.status in NOT_THERE or is_turned_away or is_offered
            if not is_right and not is_own_work:
                wrong.append((visitor.name, method, path, answer.status, answer.location))
    assert wrong == []


def test_every_owned_address_was_asked_for_in_each_way(crawl: Crawl) -> None:
    for visitor in crawl.others:
        for rule, path in crawl.own.items():
            for method in ("GET", "POST"):
                is_there = any(str(route) == rule and method in (route.methods or ()) for route in RULES)
                is_own_work = works_at(ROLES.get(visitor.name, ""), path)
                if is_there and not (is_own_work and method == "POST"):
                    assert (method, path) in visitor.answers, (visitor.name, method, path)


def test_nothing_of_anns_was_changed_by_anybody_else(crawl: Crawl) -> None:
    assert crawl.is_unchanged


def test_nobody_met_an_error(crawl: Crawl) -> None:
    errors = [
        (visitor.name, method, path, answer.status)
        for visitor in crawl.visitors.values()
        for (method, path), answer in visitor.answers.items()
        if answer.status >= 500
    ]
    assert errors == []


def gets(paths: set[str]) -> list[str]:
    return sorted(str(rule) for rule in RULES if str(rule) in paths and "GET" in (rule.methods or ()))


def statuses(crawl: Crawl, name: str, paths: set[str]) -> dict[str, Answer]:
    return {path: crawl.visitors[name].answers["GET", path] for path in gets(paths)}


def test_a_stranger_may_see_public_pages(crawl: Crawl) -> None:
    answers = statuses(crawl, "a stranger", PUBLIC)
    assert {path for path, answer in answers.items() if answer.status not in (200, 302, 303)} == set()
    assert {path for path, answer in answers.items() if is_sign_in(answer)} == set()


def test_a_stranger_is_asked_to_sign_in(crawl: Crawl) -> None:
    answers = statuses(crawl, "a stranger", {*SIGNED_IN, *PAID, *STAFF, *WAITING})
    assert {path for path, answer in answers.items() if not is_sign_in(answer)} == set()
    assert {answer.location.partition("?")[0] + "?next=" for answer in answers.values()} == {"/sign-in?next="}


def test_whoever_has_not_paid_is_shown_the_offer(crawl: Crawl) -> None:
    answers = statuses(crawl, "Cal", PAID)
    assert {(answer.status, answer.location) for answer in answers.values()} == {(303, "/checkout")}


def test_the_staffs_pages_do_not_exist_for_customers(crawl: Crawl) -> None:
    for name in ("Ann", "Bea", "Cal"):
        assert {answer.status for answer in statuses(crawl, name, STAFF).values()} == {404}


def test_every_rule_below_admin_has_one_desk() -> None:
    """The table of roles and addresses: `routes.DESKS`, and nothing in it that is no address."""
    rules = {str(rule) for rule in RULES if str(rule).startswith("/admin")}
    assert {rule for rule in rules if not desk_of(rule)} == set()
    assert {start for start in DESKS if not any(rule.startswith(start) for rule in rules)} == set()
    at_desks = {blueprint.name: str(role) for role, blueprints in STAFF_DESKS.items() for blueprint in blueprints}
    for rule in RULES:
        _, _, blueprint = rule.endpoint.rpartition(".")[0].partition(".")
        if rule.endpoint.startswith("staff.") and blueprint:
            assert desk_of(str(rule)) == at_desks[blueprint], rule


@pytest.mark.parametrize(("name", "role"), ROLES.items())
def test_each_role_of_staff_enters_its_desks_and_the_rest_does_not_exist(crawl: Crawl, name: str, role: str) -> None:
    answers = crawl.visitors[name].answers
    pages = {path: answer.status for path, answer in statuses(crawl, name, STAFF).items()}
    assert pages == {path: 200 if works_at(role, path) else 404 for path in pages}
    elsewhere = {
        (method, path): answer.status
        for (method, path), answer in answers.items()
        if path.startswith("/admin") and not works_at(role, path)
    }
    assert {at: status for at, status in elsewhere.items() if status not in NOT_THERE} == {}
    sent_rules = {answer.rule for (method, _), answer in answers.items() if method == "POST"}
    changing = {str(rule) for rule in RULES if "POST" in (rule.methods or ()) and desk_of(str(rule))}
    assert {rule for rule in changing if not works_at(role, rule)} <= sent_rules


@pytest.mark.parametrize(
    "rule", [rule for rule in OWNED if not rule.startswith("/admin") and not _answers_get(rule)], ids=str
)
def test_ann_herself_may_change_what_is_hers(app: Flask, as_: Any, session: Session, rule: str) -> None:
    """Or the tests above would pass with any wrong id. 422: it is there, and asks for more than an empty form."""
    [route] = [route for route in RULES if str(route) == rule]
    path = path_of(app, route, OWNED[rule](session, account_of(session, ANN)))
    assert as_(ANN).post(path).status_code in (200, 303, 422)


def test_no_change_is_open_to_a_stranger(client: FlaskClient) -> None:
    """Or it is one that strangers make."""
    for rule in (rule for rule in RULES if "POST" in (rule.methods or ()) and not rule.arguments):
        answer = client.post(str(rule))
        is_asked = answer.headers.get("Location", "").startswith("/sign-in")
        assert is_asked or str(rule) in {*PUBLIC, *POST_ONLY_PUBLIC}, rule
