"""`expand[]`: every id that Stripe can turn into its object is turned into it here, and nothing is sent that is not."""

import json
from pathlib import Path

import pytest

from saas.sandbox.api.expansion import EXPANDABLE

PATHS = {
    "checkout.session": "/v1/checkout/sessions",
    "payment_intent": "/v1/payment_intents",
    "charge": "/v1/charges",
    "refund": "/v1/refunds",
    "dispute": "/v1/disputes",
    "balance_transaction": "/v1/balance_transactions",
    "payout": "/v1/payouts",
    "invoice": "/v1/invoices",
    "promotion_code": "/v1/promotion_codes",
    "price": "/v1/prices",
    "product": "/v1/products",
    "customer": "/v1/customers",
    "radar.early_fraud_warning": "/v1/radar/early_fraud_warnings",
}
SHAPES = json.loads((Path(__file__).parent / "stripe_shapes.json").read_text())["$defs"]
EVERY = [(kind, name) for kind, names in EXPANDABLE.items() if kind in PATHS for name in names]


@pytest.fixture
def shop(sdk, new_order, control):
    """One of everything: two sales with codes and invoices, one refunded and failed, one disputed, and a payout."""
    coupon = sdk.v1.coupons.create({"amount_off": 900, "currency": "usd"})
    sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "NINE"})
    product = sdk.v1.products.create({"name": "Plan"})
    price = sdk.v1.prices.create({"product": product.id, "unit_amount": 7900, "currency": "usd"})
    sdk.v1.products.update(product.id, {"default_price": price.id})
    params = new_order(
        line_items=[{"price": price.id, "quantity": 1}],
        customer_creation="always",
        invoice_creation={"enabled": True},
        allow_promotion_codes=True,
    )
    for card in ("4000000000005126", "4000000000000259"):
        session = sdk.v1.checkout.sessions.create(params)
        control(f"/sessions/{session.id}/pay", code="NINE", card=card)
        if card.endswith("5126"):
            created = control("/state", "GET") and sdk.v1.checkout.sessions.retrieve(session.id)
            sdk.v1.refunds.create({"payment_intent": created.payment_intent, "amount": 100})
            control("/warnings", payment_intent=created.payment_intent)
        control("/clock", advance=30)
    control("/payouts", everything=True)
    return sdk


def newest(api, kind, **form):
    answer = api("GET", PATHS[kind], form)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_expandable_property_fits_stripes_shape_when_expanded(kind, name, shop, api, fits):
    for plain, expanded in zip(newest(api, kind), newest(api, kind, **{"expand[]": f"data.{name}"}), strict=True):
        fits(expanded, kind)
        if name not in plain:
            assert name not in expanded
        elif plain[name] is None or not EXPANDABLE[kind][name]:
            assert expanded[name] == plain[name]
        elif isinstance(plain[name], list):
            assert [each["id"] for each in expanded[name]] == plain[name]
        else:
            assert expanded[name]["id"] == plain[name]


def test_the_list_of_what_can_be_expanded_is_stripes(shop):
    """An id or an object: that is how Stripe's description marks it. Objects that are always whole are not marked so."""
    known = {kind: set(names) for kind, names in EXPANDABLE.items()}
    for kind in PATHS:
        documented = {
            name for name, shape in SHAPES.get(kind, {}).get("properties", {}).items() if is_id_or_object(shape)
        }
        assert documented <= known.get(kind, set()), kind


def is_id_or_object(shape):
    options = []
    waiting = [shape]
    while waiting:
        each = waiting.pop()
        if "anyOf" in each:
            waiting.extend(each["anyOf"])
        elif each.get("type") == "array":
            waiting.append(each["items"])
        else:
            options.append(each)
    names = [each["$ref"].rpartition("/")[2] for each in options if "$ref" in each]
    is_whole = any("object" in SHAPES.get(name, {}).get("properties", {}) for name in names)
    return is_whole and any(each.get("type") == "string" and "enum" not in each for each in options)


def test_a_refund_that_did_not_fail_has_no_failure_to_expand(paid, api, fits):
    form = {"payment_intent": paid.payment_intent, "expand[0]": "failure_balance_transaction"}
    created = api("POST", "/v1/refunds", form).json()
    assert "failure_balance_transaction" not in created
    fits(created, "refund")


def test_a_refund_that_failed_shows_what_came_back(session, control, api, fits):
    intent = control(f"/sessions/{session.id}/pay", card="4000000000005126")["session"]["payment_intent"]
    created = api("POST", "/v1/refunds", {"payment_intent": intent}).json()
    control("/clock", advance=30)
    failed = api("GET", f"/v1/refunds/{created['id']}", {"expand[]": "failure_balance_transaction"}).json()
    assert failed["failure_balance_transaction"]["amount"] == 7900
    fits(failed, "refund")


def test_a_payout_shows_the_bank_account_it_went_to(paid, control, api):
    control("/payouts", everything=True)
    [payout] = newest(api, "payout", **{"expand[]": "data.destination"})
    assert (payout["destination"]["object"], payout["destination"]["last4"]) == ("bank_account", "6789")


def test_a_deleted_customer_is_shown_as_deleted(sdk, new_order, control, api, fits):
    session = sdk.v1.checkout.sessions.create(new_order(customer_creation="always"))
    customer = control(f"/sessions/{session.id}/pay")["session"]["customer"]
    sdk.v1.customers.delete(customer)
    [expanded] = newest(api, "checkout.session", **{"expand[]": "data.customer"})
    assert expanded["customer"] == {"id": customer, "object": "customer", "deleted": True}
    fits(expanded, "checkout.session")


def test_invoices_show_the_discounts_and_prices_of_their_lines(shop, api):
    paths = [
        "total_discount_amounts.discount",
        "lines.data.discount_amounts.discount",
        "lines.data.pricing.price_details.price",
    ]
    form = {f"expand[{number}]": f"data.{path}" for number, path in enumerate(paths)}
    invoice = newest(api, "invoice", **form)[0]
    [line] = invoice["lines"]["data"]
    assert invoice["total_discount_amounts"][0]["discount"]["object"] == "discount"
    assert line["discount_amounts"][0]["discount"]["object"] == "discount"
    assert line["pricing"]["price_details"]["price"]["unit_amount"] == 7900


@pytest.mark.parametrize(("kind", "name"), [("price", "currency_options"), ("promotion_code", "promotion.coupon")])
def test_prices_and_coupons_show_their_currencies(kind, name, shop, api, fits):
    path = name if kind == "price" else f"{name}.currency_options"
    expanded = newest(api, kind, **{"expand[]": f"data.{path}"})[0]
    options = expanded["currency_options"] if kind == "price" else expanded["promotion"]["coupon"]["currency_options"]
    assert list(options) == ["usd"]
    fits(expanded, kind)
