"""What a buyer changes on the page: quantity, code, postal code; and the invoice that follows."""

import re

import pytest
import requests
import stripe

from saas.sandbox.resources.line_items import discount_cents, split_cents, tax_cents

TYPED = {
    "email": "ann@example.test",
    "card_number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
    "cvc": "123",
    "name": "Ann",
}


@pytest.fixture
def shown(sdk, new_order):
    """shown(**changed) → an open session for the page."""

    def make(adjustable=None, **changed):
        params = new_order(**changed)
        if adjustable:
            params["line_items"][0]["adjustable_quantity"] = {"enabled": True, **adjustable}
        return sdk.v1.checkout.sessions.create(params)

    return make


@pytest.fixture
def code(sdk):
    created = sdk.v1.coupons.create({"percent_off": 20})
    limits = {"minimum_amount": 10_000, "minimum_amount_currency": "usd"}
    for text, more in (("SAVE20", {}), ("BIG", {"restrictions": limits})):
        sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": created.id}, "code": text, **more})
    return "SAVE20"


def send(url, **typed):
    return requests.post(url, typed, timeout=5)


def item_of(sdk, session):
    return sdk.v1.checkout.sessions.line_items.list(session.id).data[0]


def total(sdk, session):
    return sdk.v1.checkout.sessions.retrieve(session.id).amount_total


def test_the_totals_follow_a_changed_quantity(shown, sdk):
    session = shown({"maximum": 5})
    page = send(f"{session.url}/items/{item_of(sdk, session).id}", quantity="3").text
    assert "Quantity of CareerCanopy plan" in page and 'max="5"' in page
    assert "$237.00" in page
    item = item_of(sdk, session)
    assert (item.quantity, item.amount_total, total(sdk, session)) == (3, 23700, 23700)


@pytest.mark.parametrize("typed", ["0", "6", "-1", "1.5", "many", ""])
def test_a_quantity_out_of_bounds_is_an_error_in_words(typed, shown, sdk):
    session = shown({"maximum": 5})
    page = send(f"{session.url}/items/{item_of(sdk, session).id}", quantity=typed).text
    assert "Choose a whole number from 1 to 5." in page
    assert 'aria-invalid="true"' in page and "Nothing was charged" not in page
    assert total(sdk, session) == 7900


def test_a_fixed_quantity_cannot_be_changed(session, sdk):
    assert "Quantity of" not in requests.get(session.url, timeout=5).text
    send(f"{session.url}/items/{item_of(sdk, session).id}", quantity="3")
    assert total(sdk, session) == 7900


def test_the_intent_of_a_declined_try_follows_the_quantity(shown, sdk, control):
    session = shown({"maximum": 5})
    control(f"/sessions/{session.id}/pay", card="4000000000000002")
    send(f"{session.url}/items/{item_of(sdk, session).id}", quantity="2")
    requests.post(session.url, TYPED, allow_redirects=False, timeout=5)
    assert [charge.amount for charge in sdk.v1.charges.list().data] == [15800, 7900]


def test_the_quantity_asked_for_lies_within_the_bounds(shown):
    with pytest.raises(stripe.InvalidRequestError):
        shown({"minimum": 2, "maximum": 5})


def test_a_code_is_applied_shown_and_removed(shown, code, sdk):
    session = shown(allow_promotion_codes=True)
    page = send(f"{session.url}/code", code=" save20 ").text
    assert "Discount: SAVE20" in page and "-$15.80" in page and "Pay $63.20" in page
    assert 'for="code"' not in page
    page = send(f"{session.url}/code/remove").text
    assert "Pay $79.00" in page and 'for="code"' in page
    assert sdk.v1.checkout.sessions.retrieve(session.id).discounts == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("NOBODY", "This code is not valid."), ("", "Type a code first."), ("BIG", "orders of $100.00 or more")],
)
def test_a_code_that_does_not_fit_is_an_error_beside_the_box(typed, sentence, shown, code, sdk):
    session = shown(allow_promotion_codes=True)
    page = send(f"{session.url}/code", code=typed).text
    assert sentence in page and 'id="code-error"' in page
    assert total(sdk, session) == 7900


def test_without_codes_there_is_no_box_and_no_way_around_it(session, code, sdk):
    assert "Promotion code" not in requests.get(session.url, timeout=5).text
    send(f"{session.url}/code", code=code)
    assert total(sdk, session) == 7900


def test_a_code_that_no_longer_fits_is_taken_off(shown, code, sdk):
    session = shown({"maximum": 5}, allow_promotion_codes=True)
    send(f"{session.url}/items/{item_of(sdk, session).id}", quantity="2")
    send(f"{session.url}/code", code="BIG")
    assert total(sdk, session) == 12640
    page = send(f"{session.url}/items/{item_of(sdk, session).id}", quantity="1").text
    assert "It was taken off." in page
    assert total(sdk, session) == 7900


def test_a_code_used_up_meanwhile_is_reported_before_anything_is_charged(shown, sdk, api):
    created = sdk.v1.coupons.create({"percent_off": 20, "max_redemptions": 1})
    sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": created.id}, "code": "ONCE"})
    first, second = shown(allow_promotion_codes=True), shown(allow_promotion_codes=True)
    for session in (first, second):
        send(f"{session.url}/code", code="ONCE")
    requests.post(first.url, TYPED, allow_redirects=False, timeout=5)
    page = requests.post(second.url, TYPED, timeout=5).text
    assert "used as often as it may be" in page and "Nothing was charged." in page and "Pay $79.00" in page
    assert len(api("GET", "/v1/charges").json()["data"]) == 1


def test_changes_on_the_bank_page_lead_back_to_it(shown, code):
    session = shown(allow_promotion_codes=True)
    assert "Pay by bank debit" in send(f"{session.url}/code", code=code, means="bank").text


def test_a_closed_page_takes_no_changes(shown, code, control):
    session = shown(allow_promotion_codes=True)
    control(f"/sessions/{session.id}/expire")
    assert "has expired" in send(f"{session.url}/code", code=code).text


@pytest.mark.parametrize(("place", "tax"), [("10001", 395), ("94103", 0), ("02139-1234", 395)])
def test_the_postal_code_decides_the_tax(place, tax, shown, sdk):
    session = shown(automatic_tax={"enabled": True})
    page = send(f"{session.url}/place", postal_code=place).text
    assert f"${tax / 100:.2f}" in page
    seen = sdk.v1.checkout.sessions.retrieve(session.id, {"expand": ["total_details.breakdown"]})
    assert (seen.total_details.amount_tax, seen.amount_total) == (tax, 7900 + tax)
    assert seen.total_details.breakdown.taxes[0].taxable_amount == 7900
    assert seen.automatic_tax.status == "complete"


def test_the_postal_code_must_be_known_before_paying(shown, sdk):
    session = shown(automatic_tax={"enabled": True})
    assert "Give the ZIP code first" in requests.post(session.url, TYPED, timeout=5).text
    assert "5 digits" in send(f"{session.url}/place", postal_code="SW1A").text
    send(f"{session.url}/place", postal_code="10001")
    requests.post(session.url, TYPED, allow_redirects=False, timeout=5)
    assert sdk.v1.charges.list().data[0].amount == 8295


def test_tax_is_on_what_is_left_after_the_discount(shown, code, control):
    session = shown(automatic_tax={"enabled": True}, allow_promotion_codes=True)
    done = control(f"/sessions/{session.id}/pay", code=code, postal_code="10001")["session"]
    assert (done["total_details"]["amount_discount"], done["total_details"]["amount_tax"]) == (1580, 316)
    assert done["customer_details"]["address"]["postal_code"] == "10001"


def test_an_inclusive_price_holds_its_tax(sdk, new_order, control):
    params = new_order(automatic_tax={"enabled": True})
    params["line_items"][0]["price_data"]["tax_behavior"] = "inclusive"
    key = sdk.v1.checkout.sessions.create(params).id
    done = control(f"/sessions/{key}/pay", postal_code="10001")["session"]
    assert (done["amount_total"], done["total_details"]["amount_tax"]) == (7900, 376)


def test_an_invoice_is_created_when_requested(shown, control, sdk, event_types):
    data = {"footer": "Thank you.", "metadata": {"order_id": "1"}}
    session = shown(invoice_creation={"enabled": True, "invoice_data": data})
    done = control(f"/sessions/{session.id}/pay")["session"]
    invoice = sdk.v1.invoices.retrieve(done["invoice"])
    assert (invoice.status, invoice.amount_paid, invoice.customer) == ("paid", 7900, done["customer"])
    assert (invoice.footer, invoice.metadata["order_id"]) == ("Thank you.", "1")
    assert "invoice.paid" in event_types() and event_types()[-1] == "checkout.session.completed"
    assert "Thank you." in requests.get(invoice.hosted_invoice_url, timeout=5).text


def test_an_invoice_waits_for_the_money_of_a_debit(shown, control, sdk):
    session = shown(invoice_creation={"enabled": True})
    assert control(f"/sessions/{session.id}/pay", account="000123456789")["session"]["invoice"] is None
    control("/clock", advance=30)
    assert sdk.v1.checkout.sessions.retrieve(session.id).invoice.startswith("in_")
    assert len(sdk.v1.invoices.list().data) == 1


def test_without_a_request_there_is_no_invoice(paid, sdk):
    assert (paid.invoice, sdk.v1.invoices.list().data) == (None, [])


def test_every_control_has_a_label(shown, code):
    page = requests.get(
        shown({"maximum": 5}, allow_promotion_codes=True, automatic_tax={"enabled": True}).url, timeout=5
    ).text
    named = set(re.findall(r'<input[^>]* id="([^"]+)"', page))
    assert named == set(re.findall(r'<label for="([^"]+)"', page))
    assert {"code", "postal_code"} < named and len(named) == 8


def test_tests_may_change_the_quantity_beyond_the_bounds(session, control, sdk):
    assert control(f"/sessions/{session.id}/quantity", quantity=7)["amount_total"] == 55300
    assert control(f"/sessions/{session.id}/quantity", quantity=0)["error"]["param"] == "quantity"
    assert item_of(sdk, session).quantity == 7


@pytest.mark.parametrize(("amount", "weights"), [(100, [1, 1, 1]), (7, [0, 3, 4]), (0, [1]), (5, [0]), (1580, [7900])])
def test_split_cents_add_up(amount, weights):
    parts = split_cents(amount, weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    assert all(part >= 0 for part in parts)


def test_percents_are_rounded_half_up():
    assert discount_cents({"percent_off": 12.5, "amount_off": None}, 7900) == 988
    assert tax_cents(7900, 5, is_inclusive=False) == 395
