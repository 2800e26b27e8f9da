"""Every answer has the shape Stripe documents, down to the null keys."""

import pytest

CODE = ["discounts.promotion_code", "total_details.breakdown", "line_items.data.discounts", "line_items.data.taxes"]


def bodies(api, path, **form):
    answer = api("GET", path, form)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_open_session_has_stripes_shape(session, api, fits):
    fits(bodies(api, f"/v1/checkout/sessions/{session.id}"), "checkout.session")


@pytest.mark.parametrize("card", ["4242424242424242", "4000000000000002", "4000002500003155", "4000000000000127"])
def test_sessions_intents_and_charges_have_stripes_shape_after_each_card(card, session, control, api, fits):
    control(f"/sessions/{session.id}/pay", card=card)
    fits(bodies(api, f"/v1/checkout/sessions/{session.id}"), "checkout.session")
    fits(bodies(api, "/v1/payment_intents")["data"][0], "payment_intent")
    for charge in bodies(api, "/v1/charges")["data"]:
        fits(charge, "charge")


@pytest.mark.parametrize("account", ["000123456789", "000111111116"])
def test_bank_debits_have_stripes_shape_before_and_after(account, session, control, api, fits):
    control(f"/sessions/{session.id}/pay", account=account)
    for _ in range(2):
        fits(bodies(api, f"/v1/checkout/sessions/{session.id}"), "checkout.session")
        fits(bodies(api, "/v1/payment_intents")["data"][0], "payment_intent")
        fits(bodies(api, "/v1/charges")["data"][0], "charge")
        control("/clock", advance=60)


def test_a_paid_order_has_stripes_shape_in_every_object_it_made(paid, api, fits):
    intent = bodies(api, f"/v1/payment_intents/{paid.payment_intent}")
    charge = bodies(api, f"/v1/charges/{intent['latest_charge']}")
    fits(intent, "payment_intent")
    fits(charge, "charge")
    fits(bodies(api, f"/v1/balance_transactions/{charge['balance_transaction']}"), "balance_transaction")
    fits(bodies(api, f"/v1/payment_methods/{charge['payment_method']}"), "payment_method")


def test_line_items_carry_price_and_product_in_stripes_shape(session, api, fits):
    path = f"/v1/checkout/sessions/{session.id}/line_items"
    item = api("GET", path, {"expand[0]": "data.price.product"}).json()["data"][0]
    fits(item, "item")
    fits(item["price"], "price")
    fits(item["price"]["product"], "product")


def test_a_customer_has_stripes_shape(sdk, new_order, control, api, fits):
    session = sdk.v1.checkout.sessions.create(new_order(customer_creation="always"))
    created = control(f"/sessions/{session.id}/pay")["session"]
    fits(bodies(api, f"/v1/customers/{created['customer']}"), "customer")


@pytest.mark.parametrize("card", ["4242424242424242", "4000000000007726", "4000000000005126"])
def test_refunds_have_stripes_shape_now_and_later(card, session, control, api, fits):
    control(f"/sessions/{session.id}/pay", card=card)
    intent = bodies(api, f"/v1/checkout/sessions/{session.id}")["payment_intent"]
    created = api("POST", "/v1/refunds", {"payment_intent": intent, "reason": "requested_by_customer"}).json()
    fits(created, "refund")
    control("/clock", advance=60)
    fits(bodies(api, f"/v1/refunds/{created['id']}"), "refund")
    for entry in bodies(api, "/v1/balance_transactions")["data"]:
        fits(entry, "balance_transaction")


def test_every_event_and_its_object_has_stripes_shape(paid, api, fits):
    api("POST", "/v1/refunds", {"payment_intent": paid.payment_intent})
    events = bodies(api, "/v1/events?limit=100")["data"]
    for event in events:
        fits(event, "event")
        fits(event["data"]["object"], event["data"]["object"]["object"])
    assert len(events) == 7


def test_account_and_endpoints_have_stripes_shape(api, fits):
    fits(bodies(api, "/v1/account"), "account")
    fits(bodies(api, "/v1/webhook_endpoints")["data"][0], "webhook_endpoint")


def test_options_come_back_in_stripes_shape(api, fits, new_order):
    form = {
        "mode": "payment",
        "success_url": "http://shop.test",
        "locale": "en",
        "ui_mode": "hosted_page",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "7900",
        "line_items[0][price_data][product_data][name]": "Plan",
        "line_items[0][quantity]": "1",
        "line_items[0][adjustable_quantity][enabled]": "true",
        "line_items[0][adjustable_quantity][maximum]": "5",
        "automatic_tax[enabled]": "true",
        "tax_id_collection[enabled]": "true",
        "customer_email": "ann@example.test",
        "invoice_creation[enabled]": "true",
        "invoice_creation[invoice_data][footer]": "Thank you.",
        "consent_collection[terms_of_service]": "required",
        "custom_text[submit][message]": "One payment.",
        "adaptive_pricing[enabled]": "false",
        "billing_address_collection": "auto",
        "allow_promotion_codes": "true",
    }
    answer = api("POST", "/v1/checkout/sessions", form)
    assert answer.status_code == 200, answer.text
    fits(answer.json(), "checkout.session")


def test_refusals_have_stripes_shape(api, fits):
    fits(api("GET", "/v1/charges/ch_none").json(), "error")


@pytest.fixture
def full_sale(sdk, new_order, control):
    """A paid session with a code, tax, two pieces and an invoice; all its events are emitted."""
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
def test_disputes_have_stripes_shape_in_every_status(card, words, session, control, api, fits):
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


def test_customers_have_stripes_shape_until_they_are_deleted(sdk, api, fits):
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
