"""Key, version, parameters: what is refused before anything happens."""

import base64
import json

import pytest

from saas.sandbox.api.parameters import PARAMETER_SHAPES

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
def test_only_test_keys_are_accepted(authorization, status, api):
    assert api("GET", "/v1/account", Authorization=authorization).status_code == status


def test_basic_auth_carries_the_key_as_its_user(api):
    key = base64.b64encode(b"sk_test_sandbox:").decode()
    assert api("GET", "/v1/account", Authorization=f"Basic {key}").status_code == 200


def test_the_version_is_echoed_and_every_answer_has_a_request_id(api):
    answer = api("GET", "/v1/account", Stripe_Version="2026-10-28.endive")
    assert answer.headers["Stripe-Version"] == "2026-10-28.endive"
    assert answer.headers["Request-Id"].startswith("req_")


def test_an_unknown_version_is_refused(api):
    assert "version" in error(api("GET", "/v1/account", Stripe_Version="2020-01-01"))["message"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/foos"), ("POST", "/v1/account"), ("GET", "/v1/")])
def test_an_unknown_endpoint_is_stripes_404(method, path, api):
    assert "Unrecognized request URL" in error(api(method, path), 404)["message"]


@pytest.mark.parametrize(
    ("changed", "code", "param"),
    [
        ({"payment_method_types[0]": "card"}, "parameter_unknown", "payment_method_types"),
        ({"foo": "1"}, "parameter_unknown", "foo"),
        ({f"{ITEM}[colour]": "red"}, "parameter_unknown", f"{ITEM}[colour]"),
        (
            {f"{ITEM}[price_data][unit_amount]": "79.00"},
            "parameter_invalid_integer",
            f"{ITEM}[price_data][unit_amount]",
        ),
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
        ({f"{ITEM}[price_data][currency]": "xyz"}, None, f"{ITEM}[price_data][currency]"),
        ({f"{ITEM}[price_data][currency]": "dollars"}, None, f"{ITEM}[price_data][currency]"),
        ({"currency": "xyz"}, None, "currency"),
        ({"currency": "eur"}, None, "line_items"),
        ({"saved_payment_method_options[payment_method_save]": "maybe"}, None, None),
        ({"branding_settings[border_style]": "wavy"}, None, None),
        ({"shipping_address_collection[allowed_countries][0]": "XX"}, None, None),
        ({"payment_method_options[card][request_three_d_secure]": "always"}, None, None),
        ({"custom_fields[0][type]": "text"}, "parameter_missing", "custom_fields[0][key]"),
    ],
)
def test_a_session_with_a_wrong_parameter_is_refused_and_not_made(changed, code, param, api):
    refusal = error(api("POST", SESSION, GOOD | changed))
    assert refusal.get("code") == code
    assert param is None or refusal["param"] == param
    assert api("GET", SESSION).json()["data"] == []


def test_the_same_session_without_the_mistake_is_made(api):
    assert api("POST", SESSION, GOOD).status_code == 200


@pytest.mark.parametrize(("ahead", "status"), [(29 * 60, 400), (31 * 60, 200), (86_000, 200), (90_000, 400)])
def test_a_session_lasts_from_half_an_hour_to_a_day(ahead, status, api, control):
    moment = control("/state", "GET")["now"] + ahead
    assert api("POST", SESSION, GOOD | {"expires_at": str(moment)}).status_code == status


@pytest.mark.parametrize(("left", "right"), [("customer", "customer_email"), ("allow_promotion_codes", "discounts")])
def test_some_parameters_exclude_each_other(left, right, api):
    values = {"customer": "cus_1", "customer_email": "a@b.test", "allow_promotion_codes": "true"}
    form = GOOD | {
        left: values[left],
        right if right in values else f"{right}[0][coupon]": values.get(right, "x"),
    }
    assert "only specify one" in error(api("POST", SESSION, form))["message"]


def test_every_answer_carries_its_date(api):
    assert api("GET", "/v1/account").headers["Date"].endswith("GMT")
    assert api("GET", "/v1/none").headers["Date"].endswith("GMT")


@pytest.mark.parametrize(
    ("status", "stored", "advice"), [(409, False, "true"), (500, False, None), (500, True, "false"), (429, False, None)]
)
def test_failures_say_whether_trying_again_helps(status, stored, advice, api, control):
    control("/faults", path="/v1/account", kind="status", status=status, stored=stored)
    assert api("GET", "/v1/account").headers.get("Stripe-Should-Retry") == advice


def test_a_mistake_is_not_worth_trying_again(api):
    assert api("GET", "/v1/charges/ch_none").headers["Stripe-Should-Retry"] == "false"
    assert "Stripe-Should-Retry" not in api("GET", "/v1/account").headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/coupons"),
        ("POST", "/v1/promotion_codes"),
        ("POST", "/v1/products"),
        ("POST", "/v1/prices"),
        ("POST", "/v1/customers"),
        ("GET", "/v1/disputes"),
        ("GET", "/v1/payouts"),
        ("GET", "/v1/invoices"),
        ("GET", "/v1/balance_transactions"),
        ("GET", "/v1/radar/early_fraud_warnings"),
        ("GET", "/v1/promotion_codes"),
    ],
)
def test_every_endpoint_refuses_what_it_does_not_know(method, path, api):
    refusal = error(api(method, path, {"nonsense": "1"}))
    assert (refusal["code"], refusal["param"]) == ("parameter_unknown", "nonsense")


@pytest.mark.parametrize(
    ("path", "form", "param"),
    [
        ("prices", {"product": "prod_1", "unit_amount": "100", "currency": "xyz"}, "currency"),
        (
            "prices",
            {"product": "prod_1", "unit_amount": "100", "currency": "usd", "currency_options[xyz][unit_amount]": "100"},
            "currency_options",
        ),
        ("coupons", {"amount_off": "100", "currency": "xyz"}, "currency"),
        (
            "coupons",
            {"amount_off": "100", "currency": "usd", "currency_options[xyz][amount_off]": "1"},
            "currency_options",
        ),
        (
            "promotion_codes",
            {"promotion[type]": "coupon", "restrictions[minimum_amount_currency]": "xyz"},
            "restrictions[minimum_amount_currency]",
        ),
        ("refunds", {"payment_intent": "pi_1", "currency": "xyz"}, "currency"),
    ],
)
def test_a_currency_that_stripe_does_not_know_is_refused_wherever_one_is_named(path, form, param, api):
    refusal = error(api("POST", f"/v1/{path}", form))
    assert refusal["message"].startswith(
        "Invalid currency: xyz. Stripe currently supports these currencies: usd, aed, "
    )
    assert refusal["param"] == param


def test_lists_by_an_unknown_currency_are_refused(api):
    assert error(api("GET", "/v1/balance_transactions", {"currency": "xyz"}))["param"] == "currency"
    assert error(api("GET", "/v1/prices", {"currency": "xyz"}))["param"] == "currency"


def test_currencies_are_lower_case_in_answers_and_must_be_so_as_keys(api):
    form = GOOD | {f"{ITEM}[price_data][currency]": "USD"}
    assert api("POST", SESSION, form).json()["currency"] == "usd"
    coupon = {"amount_off": "100", "currency": "usd", "currency_options[EUR][amount_off]": "90"}
    assert "Use `eur` instead of `EUR`" in error(api("POST", "/v1/coupons", coupon))["message"]


@pytest.mark.parametrize("name", ["charge.refund.imagined", "charge.*", "Charge.Succeeded"])
def test_an_endpoint_cannot_listen_to_an_event_that_stripe_does_not_send(name, api):
    form = {"url": "http://127.0.0.1:9/hook", "enabled_events[0]": "charge.succeeded", "enabled_events[1]": name}
    refusal = error(api("POST", "/v1/webhook_endpoints", form))
    assert refusal["param"] == "enabled_events[1]"
    assert refusal["message"].startswith(
        "Invalid enabled_events[1]: must be one of *, account.application.authorized, "
    )
    known = form | {"enabled_events[1]": "*"}
    created = api("POST", "/v1/webhook_endpoints", known)
    assert created.status_code == 200
    assert error(api("POST", f"/v1/webhook_endpoints/{created.json()['id']}", form))["param"] == "enabled_events[1]"


def test_an_endpoint_cannot_ask_for_a_version_that_stripe_never_had(api):
    form = {"url": "http://127.0.0.1:9/hook", "enabled_events[0]": "*", "api_version": "2026-02-30.dandelion"}
    assert error(api("POST", "/v1/webhook_endpoints", form))["param"] == "api_version"


def test_every_parameter_is_checked_or_refused_by_name():
    """`anything` in a shape is for endpoints that refuse the parameter whatever it holds."""
    unchecked = {name for name, shape in PARAMETER_SHAPES.items() if "anything" in json.dumps(shape)}
    refusing = ("checkout/sessions", "payment_intents", "invoices", "payment_methods")
    assert unchecked == {f"POST /v1/{noun}/{{id}}" for noun in refusing}
