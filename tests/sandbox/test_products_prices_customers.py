"""Products, prices, customers: what a shop sets up before it sells."""

import pytest
import stripe


@pytest.fixture
def product(sdk):
    return sdk.v1.products.create({"name": "Plan", "description": "Yours for good.", "metadata": {"a": "1"}})


@pytest.fixture
def price(sdk, product):
    params = {"product": product.id, "unit_amount": 7900, "currency": "USD", "lookup_key": "plan"}
    return sdk.v1.prices.create(params)


def test_a_product_can_be_made_changed_and_listed(product, sdk):
    assert (product.active, product.name) == (True, "Plan")
    changed = sdk.v1.products.update(product.id, {"name": "Plan 2", "description": "New.", "metadata": {"b": "2"}})
    assert (changed.name, changed.description, changed.metadata.to_dict()) == ("Plan 2", "New.", {"a": "1", "b": "2"})
    assert [each.id for each in sdk.v1.products.list({"active": True}).data] == [product.id]
    assert sdk.v1.products.list({"ids": ["prod_other"]}).data == []


def test_a_product_without_prices_can_be_deleted(product, sdk):
    assert sdk.v1.products.delete(product.id).deleted is True
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.products.retrieve(product.id)


def test_a_product_with_a_price_cannot_be_deleted(price, sdk):
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.products.delete(price.product)


def test_a_price_is_found_by_its_lookup_key(price, sdk):
    assert (price.currency, price.unit_amount, price.active) == ("usd", 7900, True)
    assert [each.id for each in sdk.v1.prices.list({"lookup_keys": ["plan"]}).data] == [price.id]
    assert sdk.v1.prices.list({"lookup_keys": ["other"]}).data == []
    assert sdk.v1.prices.list({"product": price.product, "active": True}).data[0].id == price.id


def test_a_lookup_key_names_one_price(price, product, sdk):
    params = {"product": product.id, "unit_amount": 9900, "currency": "usd", "lookup_key": "plan"}
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.prices.create(params)
    second = sdk.v1.prices.create(params | {"transfer_lookup_key": True})
    assert [each.id for each in sdk.v1.prices.list({"lookup_keys": ["plan"]}).data] == [second.id]
    assert sdk.v1.prices.retrieve(price.id).lookup_key is None


def test_a_price_keeps_its_amount(price, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.prices.update(price.id, {"unit_amount": 1})
    assert refusal.value.code == "parameter_unknown"
    assert sdk.v1.prices.update(price.id, {"nickname": "One time"}).nickname == "One time"


def test_a_price_may_bring_its_product(sdk):
    created = sdk.v1.prices.create({"product_data": {"name": "New"}, "unit_amount": 100, "currency": "usd"})
    assert sdk.v1.products.retrieve(created.product).name == "New"


def test_a_session_sells_by_price_id(price, sdk, new_order):
    params = new_order(line_items=[{"price": price.id, "quantity": 2}])
    session = sdk.v1.checkout.sessions.create(params)
    assert session.amount_total == 15800
    assert sdk.v1.checkout.sessions.line_items.list(session.id).data[0].price.id == price.id


def test_an_inactive_price_is_not_sold(price, sdk, new_order):
    sdk.v1.prices.update(price.id, {"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        sdk.v1.checkout.sessions.create(new_order(line_items=[{"price": price.id, "quantity": 1}]))


@pytest.mark.parametrize(
    "params",
    [
        {"currency": "usd", "unit_amount": 1},
        {"currency": "usd", "product": "prod_none", "unit_amount": 1},
        {"currency": "usd", "product_data": {"name": "x"}},
        {"currency": "usd", "product_data": {"name": "x"}, "unit_amount": -1},
        {"product_data": {"name": "x"}, "unit_amount": 1},
    ],
)
def test_a_price_that_makes_no_sense_is_refused(params, sdk):
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.prices.create(params)
    assert sdk.v1.prices.list().data == []


def test_changes_of_the_catalogue_emit_events(price, sdk, event_types):
    sdk.v1.prices.update(price.id, {"active": False})
    assert event_types() == ["product.created", "price.created", "price.updated"]


def test_a_customer_is_created_updated_and_deleted(sdk, event_types):
    created = sdk.v1.customers.create({"email": "ann@example.test", "name": "Ann", "metadata": {"a": "1"}})
    assert sdk.v1.customers.update(created.id, {"name": "Anna", "metadata": {"a": ""}}).name == "Anna"
    assert [each.id for each in sdk.v1.customers.list({"email": "ann@example.test"}).data] == [created.id]
    assert sdk.v1.customers.delete(created.id).deleted is True
    assert sdk.v1.customers.retrieve(created.id).deleted is True
    assert sdk.v1.customers.list().data == []
    assert event_types() == ["customer.created", "customer.updated", "customer.deleted"]


def test_a_session_belongs_to_a_customer(sdk, new_order, control):
    ann = sdk.v1.customers.create({"email": "ann@example.test"})
    session = sdk.v1.checkout.sessions.create(new_order(customer=ann.id))
    control(f"/sessions/{session.id}/pay")
    assert sdk.v1.charges.list({"customer": ann.id}).data[0].customer == ann.id
    assert sdk.v1.payment_intents.list({"customer": ann.id}).data[0].customer == ann.id


def test_a_wrong_email_is_refused(sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.customers.create({"email": "ann"})
    assert refusal.value.code == "email_invalid"
