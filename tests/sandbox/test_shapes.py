"""Every answer has the shape Stripe documents, down to the null keys."""

import pytest


def bodies(api, path):
    answer = api("GET", path)
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
