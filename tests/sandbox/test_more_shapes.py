"""The shapes of what is made around a sale: codes, disputes, papers, payouts, the catalogue."""

import pytest

CODE = ["discounts.promotion_code", "total_details.breakdown", "line_items.data.discounts", "line_items.data.taxes"]


def bodies(api, path, **form):
    answer = api("GET", path, form)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def full_sale(sdk, new_order, control):
    """A paid session with a code, tax, two pieces and an invoice; its events are all told."""
    coupon = sdk.v1.coupons.create({"percent_off": 20, "name": "Spring"})
    limits = {"minimum_amount": 100, "minimum_amount_currency": "usd"}
    promotion = {"type": "coupon", "coupon": coupon.id}
    sdk.v1.promotion_codes.create({"promotion": promotion, "code": "SPRING", "restrictions": limits})
    params = new_order(automatic_tax={"enabled": True}, invoice_creation={"enabled": True}, allow_promotion_codes=True)
    params["line_items"][0] |= {"quantity": 2, "adjustable_quantity": {"enabled": True, "maximum": 9}}
    session = sdk.v1.checkout.sessions.create(params)
    done = control(f"/sessions/{session.id}/pay", code="SPRING", postal_code="10001")
    control("/clock", advance=10)
    return done["session"]


def test_a_session_with_everything_has_stripes_shape(full_sale, api, fits):
    form = {f"expand[{n}]": path for n, path in enumerate(CODE)}
    session = bodies(api, f"/v1/checkout/sessions/{full_sale['id']}", **form)
    fits(session, "checkout.session")
    fits(session["line_items"]["data"][0], "item")
    fits(session["discounts"][0]["promotion_code"], "promotion_code")
    fits(session["total_details"]["breakdown"]["discounts"][0]["discount"], "discount")


def test_an_open_discounted_session_has_stripes_shape(sdk, new_order, api, fits):
    coupon = sdk.v1.coupons.create({"amount_off": 900, "currency": "usd"})
    session = sdk.v1.checkout.sessions.create(new_order(discounts=[{"coupon": coupon.id}]))
    fits(bodies(api, f"/v1/checkout/sessions/{session.id}"), "checkout.session")


def test_coupons_codes_and_invoices_have_stripes_shape(full_sale, api, fits):
    fits(bodies(api, "/v1/coupons")["data"][0], "coupon")
    fits(bodies(api, "/v1/promotion_codes")["data"][0], "promotion_code")
    invoice = bodies(api, f"/v1/invoices/{full_sale['invoice']}", **{"expand[0]": "discounts"})
    fits(invoice, "invoice")
    fits(invoice["lines"]["data"][0], "line_item")
    fits(invoice["discounts"][0], "discount")


def test_every_event_of_such_a_sale_has_stripes_shape(full_sale, api, fits):
    for event in bodies(api, "/v1/events", limit=100)["data"]:
        fits(event, "event")
        fits(event["data"]["object"], event["data"]["object"]["object"])


@pytest.mark.parametrize("card", ["4000000000000259", "4000000000001976"])
@pytest.mark.parametrize("words", ["winning_evidence", "losing_evidence", "escalate_inquiry_evidence", "other"])
def test_disputes_have_stripes_shape_on_their_way(card, words, session, control, api, fits):
    control(f"/sessions/{session.id}/pay", card=card)
    control("/clock", advance=10)
    key = bodies(api, "/v1/disputes")["data"][0]["id"]
    fits(bodies(api, f"/v1/disputes/{key}"), "dispute")
    fits(api("POST", f"/v1/disputes/{key}", {"evidence[uncategorized_text]": words}).json(), "dispute")
    control("/clock", advance=10)
    fits(bodies(api, f"/v1/disputes/{key}"), "dispute")
    fits(bodies(api, "/v1/charges")["data"][0], "charge")
    for event in bodies(api, "/v1/events", limit=100)["data"]:
        fits(event["data"]["object"], event["data"]["object"]["object"])
    for entry in bodies(api, "/v1/balance_transactions")["data"]:
        fits(entry, "balance_transaction")


def test_a_disputed_debit_has_stripes_shape(session, control, api, fits):
    control(f"/sessions/{session.id}/pay", account="000123456789")
    control("/clock", advance=60)
    created = control("/disputes", charge=bodies(api, "/v1/charges")["data"][0]["id"], inquiry=True)
    fits(created, "dispute")
    fits(control(f"/disputes/{created['id']}", status="needs_response"), "dispute")


@pytest.mark.parametrize("outcome", ["won", "lost", "prevented", "warning_closed"])
def test_ended_disputes_have_stripes_shape(outcome, paid, control, api, fits):
    created = control("/disputes", payment_intent=paid.payment_intent)
    fits(control(f"/disputes/{created['id']}", status=outcome), "dispute")


def test_warnings_and_payouts_have_stripes_shape(paid, control, api, fits):
    control("/warnings", payment_intent=paid.payment_intent)
    fits(bodies(api, "/v1/radar/early_fraud_warnings")["data"][0], "radar.early_fraud_warning")
    fits(control("/payouts", everything=True), "payout")
    payout = bodies(api, "/v1/payouts")["data"][0]
    fits(payout, "payout")
    for entry in bodies(api, "/v1/balance_transactions", payout=payout["id"])["data"]:
        fits(entry, "balance_transaction")


def test_refunds_waiting_for_the_buyer_have_stripes_shape(session, control, api, fits):
    intent = control(f"/sessions/{session.id}/pay", card="4000000000007726")["session"]["payment_intent"]
    created = api("POST", "/v1/refunds", {"payment_intent": intent}).json()
    fits(control(f"/refunds/{created['id']}", status="requires_action"), "refund")
    fits(api("POST", f"/v1/refunds/{created['id']}/cancel").json(), "refund")


def test_the_catalogue_has_stripes_shape(sdk, api, fits):
    product = sdk.v1.products.create({"name": "Plan", "images": ["https://shop.test/a.png"], "unit_label": "seat"})
    price = sdk.v1.prices.create({"product": product.id, "unit_amount": 7900, "currency": "usd", "lookup_key": "plan"})
    fits(bodies(api, f"/v1/products/{product.id}"), "product")
    fits(bodies(api, f"/v1/prices/{price.id}", **{"expand[0]": "product"}), "price")


def test_customers_have_stripes_shape_until_they_leave(sdk, api, fits):
    address = {"line1": "1 Main St", "city": "Salem", "postal_code": "97301", "state": "OR", "country": "US"}
    created = sdk.v1.customers.create({"email": "ann@example.test", "name": "Ann", "address": address, "phone": "1"})
    fits(bodies(api, f"/v1/customers/{created.id}"), "customer")
    fits(api("DELETE", f"/v1/customers/{created.id}").json(), "deleted_customer")
    fits(bodies(api, f"/v1/customers/{created.id}"), "deleted_customer")


def test_what_is_deleted_has_stripes_shape(sdk, api, fits):
    coupon = sdk.v1.coupons.create({"percent_off": 5})
    product = sdk.v1.products.create({"name": "Plan"})
    endpoint = sdk.v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/", "enabled_events": ["*"]})
    for path, shape in (
        (f"coupons/{coupon.id}", "deleted_coupon"),
        (f"products/{product.id}", "deleted_product"),
        (f"webhook_endpoints/{endpoint.id}", "deleted_webhook_endpoint"),
    ):
        fits(api("DELETE", f"/v1/{path}").json(), shape)
