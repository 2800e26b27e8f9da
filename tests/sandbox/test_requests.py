"""Key, version, parameters: what is refused before anything happens."""

import base64

import pytest

SESSION = "/v1/checkout/sessions"
ITEM = "line_items[0]"
GOOD = {
    "mode": "payment",
    "success_url": "http://shop.test/ok",
    f"{ITEM}[quantity]": "1",
    f"{ITEM}[price_data][currency]": "usd",
    f"{ITEM}[price_data][unit_amount]": "7900",
    f"{ITEM}[price_data][product_data][name]": "Plan",
}


def error(answer, status=400):
    assert answer.status_code == status, answer.text
    return answer.json()["error"]


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        ("Bearer sk_test_anything", 200),
        ("Bearer sk_live_1", 401),
        ("", 401),
        ("Bearer", 401),
        ("Basic !!!", 401),
    ],
)
def test_only_test_keys_are_let_in(authorization, status, ask):
    assert ask("GET", "/v1/account", Authorization=authorization).status_code == status


def test_basic_auth_carries_the_key_as_its_user(ask):
    key = base64.b64encode(b"sk_test_sandbox:").decode()
    assert ask("GET", "/v1/account", Authorization=f"Basic {key}").status_code == 200


def test_the_version_is_echoed_and_every_answer_has_a_request_id(ask):
    answer = ask("GET", "/v1/account", Stripe_Version="2026-10-28.endive")
    assert answer.headers["Stripe-Version"] == "2026-10-28.endive"
    assert answer.headers["Request-Id"].startswith("req_")


def test_an_unknown_version_is_refused(ask):
    assert "version" in error(ask("GET", "/v1/account", Stripe_Version="2020-01-01"))["message"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/foos"), ("POST", "/v1/account"), ("GET", "/v1/")])
def test_an_unknown_endpoint_is_stripes_404(method, path, ask):
    assert "Unrecognized request URL" in error(ask(method, path), 404)["message"]


@pytest.mark.parametrize(
    ("changed", "code", "param"),
    [
        ({"payment_method_types[0]": "card"}, "parameter_unknown", "payment_method_types"),
        ({"foo": "1"}, "parameter_unknown", "foo"),
        ({f"{ITEM}[colour]": "red"}, "parameter_unknown", f"{ITEM}[colour]"),
        ({f"{ITEM}[price_data][unit_amount]": "79.00"}, "parameter_invalid_integer", f"{ITEM}[price_data][unit_amount]"),
        ({f"{ITEM}[price_data][unit_amount]": "-1"}, "parameter_invalid_integer", f"{ITEM}[price_data][unit_amount]"),
        ({f"{ITEM}[price_data][unit_amount]": "20"}, "amount_too_small", None),
        ({f"{ITEM}[quantity]": "0"}, "parameter_invalid_integer", f"{ITEM}[quantity]"),
        ({f"{ITEM}[quantity]": None}, "parameter_missing", f"{ITEM}[quantity]"),
        ({f"{ITEM}[price_data][currency]": None}, "parameter_missing", f"{ITEM}[price_data][currency]"),
        ({f"{ITEM}[price_data][product_data][name]": ""}, "parameter_invalid_empty", None),
        ({"mode": None}, "parameter_missing", "mode"),
        ({"success_url": None}, "parameter_missing", "success_url"),
        ({"success_url": "not-a-url"}, "url_invalid", "success_url"),
        ({"customer_email": "ann"}, "email_invalid", "customer_email"),
        ({"customer": "cus_none"}, "resource_missing", "customer"),
        ({"ui_mode": "hosted"}, None, "ui_mode"),
        ({"automatic_tax[enabled]": "yes"}, None, "automatic_tax[enabled]"),
        ({"automatic_tax[liability][type]": "self"}, "parameter_missing", "automatic_tax[enabled]"),
        ({"mode": "subscription"}, None, "mode"),
        ({"client_reference_id": "x" * 201}, "parameter_invalid_string", "client_reference_id"),
        ({"metadata[order]": "x" * 501}, None, "metadata"),
        ({f"metadata[{'k' * 41}]": "x"}, None, "metadata"),
        ({"expires_at": "100"}, None, "expires_at"),
        ({"expires_at": "9999999999"}, None, "expires_at"),
        ({"discounts[0][promotion_code]": "promo_none"}, "resource_missing", "discounts[0][promotion_code]"),
    ],
)  # fmt: skip
def test_a_session_with_a_wrong_parameter_is_refused_and_not_made(changed, code, param, ask):
    refusal = error(ask("POST", SESSION, GOOD | changed))
    assert refusal.get("code") == code
    assert param is None or refusal["param"] == param
    assert ask("GET", SESSION).json()["data"] == []


def test_the_same_session_without_the_mistake_is_made(ask):
    assert ask("POST", SESSION, GOOD).status_code == 200


@pytest.mark.parametrize(("ahead", "status"), [(29 * 60, 400), (31 * 60, 200), (86_000, 200), (90_000, 400)])
def test_a_session_lasts_from_half_an_hour_to_a_day(ahead, status, ask, control):
    moment = control("/state", "GET")["now"] + ahead
    assert ask("POST", SESSION, GOOD | {"expires_at": str(moment)}).status_code == status


@pytest.mark.parametrize(("left", "right"), [("customer", "customer_email"), ("allow_promotion_codes", "discounts")])
def test_some_parameters_exclude_each_other(left, right, ask):
    values = {"customer": "cus_1", "customer_email": "a@b.test", "allow_promotion_codes": "true"}
    form = GOOD | {
        left: values[left],
        right if right in values else f"{right}[0][coupon]": values.get(right, "x"),
    }
    assert "only specify one" in error(ask("POST", SESSION, form))["message"]


def test_every_answer_carries_its_date(ask):
    assert ask("GET", "/v1/account").headers["Date"].endswith("GMT")
    assert ask("GET", "/v1/none").headers["Date"].endswith("GMT")


@pytest.mark.parametrize(
    ("status", "stored", "advice"), [(409, False, "true"), (500, False, None), (500, True, "false"), (429, False, None)]
)
def test_failures_say_whether_trying_again_helps(status, stored, advice, ask, control):
    control("/faults", path="/v1/account", kind="status", status=status, stored=stored)
    assert ask("GET", "/v1/account").headers.get("Stripe-Should-Retry") == advice


def test_a_mistake_is_not_worth_trying_again(ask):
    assert ask("GET", "/v1/charges/ch_none").headers["Stripe-Should-Retry"] == "false"
    assert "Stripe-Should-Retry" not in ask("GET", "/v1/account").headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/coupons"), ("POST", "/v1/promotion_codes"), ("POST", "/v1/products"), ("POST", "/v1/prices"),
        ("POST", "/v1/customers"), ("GET", "/v1/disputes"), ("GET", "/v1/payouts"), ("GET", "/v1/invoices"),
        ("GET", "/v1/balance_transactions"), ("GET", "/v1/radar/early_fraud_warnings"), ("GET", "/v1/promotion_codes"),
    ],
)  # fmt: skip
def test_every_endpoint_refuses_what_it_does_not_know(method, path, ask):
    refusal = error(ask(method, path, {"nonsense": "1"}))
    assert (refusal["code"], refusal["param"]) == ("parameter_unknown", "nonsense")
