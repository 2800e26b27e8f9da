"""Coupons and promotion codes: created, used, used up."""

import pytest
import stripe


@pytest.fixture
def coupon(sdk):
    return sdk.v1.coupons.create({"percent_off": 20, "name": "Spring"})


@pytest.fixture
def code(sdk, coupon):
    return sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "SPRING"})


@pytest.fixture
def new_code(sdk):
    """new_code(coupon fields, **code fields) → a promotion code "SAVE"."""

    def make(fields, **more):
        created = sdk.v1.coupons.create(fields)
        promotion = {"type": "coupon", "coupon": created.id}
        return sdk.v1.promotion_codes.create({"promotion": promotion, "code": "SAVE", **more})

    return make


@pytest.fixture
def buy(sdk, new_order, control):
    """buy(code) → the answer of the control API for a session paid with that code typed."""

    def go(text, **changed):
        session = sdk.v1.checkout.sessions.create(new_order(allow_promotion_codes=True, **changed))
        return control(f"/sessions/{session.id}/pay", code=text)

    return go


def test_a_coupon_says_what_it_takes_off(coupon, sdk):
    assert (coupon.percent_off, coupon.amount_off, coupon.duration, coupon.valid) == (20.0, None, "once", True)
    assert sdk.v1.coupons.retrieve(coupon.id).name == "Spring"
    assert sdk.v1.coupons.update(coupon.id, {"name": "May", "metadata": {"a": "1"}}).name == "May"
    assert [each.id for each in sdk.v1.coupons.list().data] == [coupon.id]


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({}, "percent_off"),
        ({"percent_off": 20, "amount_off": 100, "currency": "usd"}, "percent_off"),
        ({"percent_off": 0}, "percent_off"),
        ({"percent_off": 101}, "percent_off"),
        ({"amount_off": 100}, "currency"),
        ({"amount_off": 0, "currency": "usd"}, "amount_off"),
        ({"percent_off": 20, "duration": "repeating"}, "duration_in_months"),
        ({"percent_off": 20, "max_redemptions": 0}, "max_redemptions"),
        ({"percent_off": 20, "redeem_by": 1}, "redeem_by"),
        ({"percent_off": 20, "colour": "red"}, "colour"),
    ],
)
def test_a_coupon_that_makes_no_sense_is_refused(params, param, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.coupons.create(params)
    assert refusal.value.param == param
    assert sdk.v1.coupons.list().data == []


def test_a_coupon_may_bring_its_id_once(sdk):
    assert sdk.v1.coupons.create({"id": "SUMMER", "percent_off": 5}).id == "SUMMER"
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.coupons.create({"id": "SUMMER", "percent_off": 5})
    assert refusal.value.code == "resource_already_exists"


def test_a_code_leads_to_its_coupon(code, coupon, sdk):
    assert (code.promotion.coupon, code.active, code.times_redeemed) == (coupon.id, True, 0)
    expanded = sdk.v1.promotion_codes.retrieve(code.id, {"expand": ["promotion.coupon"]})
    assert expanded.promotion.coupon.percent_off == 20.0


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"code": "spring"}, "code"),
        ({"code": "no spaces"}, "code"),
        ({"promotion": {"type": "coupon", "coupon": "none"}}, "promotion[coupon]"),
        ({"promotion": {"type": "coupon"}}, "promotion[coupon]"),
        ({"coupon": "none"}, "coupon"),
        ({"max_redemptions": 0}, "max_redemptions"),
        ({"expires_at": 1}, "expires_at"),
        ({"restrictions": {"minimum_amount": 100}}, "restrictions[minimum_amount_currency]"),
        ({"customer": "cus_none"}, "customer"),
    ],
)
def test_a_code_that_makes_no_sense_is_refused(changed, param, code, coupon, sdk):
    params = {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "OTHER", **changed}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.promotion_codes.create(params)
    assert refusal.value.param == param


def test_a_code_stays_within_its_coupon(sdk):
    created = sdk.v1.coupons.create({"percent_off": 5, "max_redemptions": 2, "redeem_by": 4_000_000_000})
    for beyond in ({"max_redemptions": 3}, {"expires_at": 4_000_000_001}):
        with pytest.raises(stripe.InvalidRequestError):
            sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": created.id}, **beyond})


def test_a_code_can_be_switched_off_and_on_but_not_deleted(code, coupon, sdk, api):
    assert sdk.v1.promotion_codes.update(code.id, {"active": False}).active is False
    twin = sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "spring"})
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        sdk.v1.promotion_codes.update(code.id, {"active": True})
    sdk.v1.promotion_codes.update(twin.id, {"active": False})
    assert sdk.v1.promotion_codes.update(code.id, {"active": True}).active is True
    assert api("DELETE", f"/v1/promotion_codes/{code.id}").status_code == 404


def test_codes_are_found_by_text_coupon_and_state(code, coupon, sdk):
    for params, count in (
        ({"code": "spring"}, 1),
        ({"code": "other"}, 0),
        ({"coupon": coupon.id}, 1),
        ({"coupon": "x"}, 0),
        ({"active": True}, 1),
        ({"active": False}, 0),
    ):
        assert len(sdk.v1.promotion_codes.list(params).data) == count, params


def test_a_code_without_text_gets_one(coupon, sdk):
    created = sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}})
    assert len(created.code) == 8


def test_a_used_code_is_counted_and_shown(code, coupon, buy, sdk):
    done = buy("spring")
    session = done["session"]
    assert (done["outcome"], session["amount_subtotal"], session["amount_total"]) == ("paid", 7900, 6320)
    assert session["total_details"]["amount_discount"] == 1580
    assert session["discounts"] == [{"coupon": None, "promotion_code": code.id}]
    assert sdk.v1.promotion_codes.retrieve(code.id).times_redeemed == 1
    assert sdk.v1.coupons.retrieve(coupon.id).times_redeemed == 1
    assert sdk.v1.payment_intents.list().data[0].amount == 6320


def test_a_session_carries_its_code_when_asked(code, buy, sdk):
    key = buy("SPRING")["session"]["id"]
    paths = ["discounts.promotion_code.promotion.coupon", "total_details.breakdown", "line_items.data.discounts"]
    session = sdk.v1.checkout.sessions.retrieve(key, {"expand": paths})
    assert session.discounts[0].promotion_code.promotion.coupon.name == "Spring"
    assert session.total_details.breakdown.discounts[0].amount == 1580
    item = session.line_items.data[0]
    assert (item.amount_discount, item.amount_total, item.discounts[0].discount.promotion_code) == (1580, 6320, code.id)


def test_the_shop_may_give_the_discount_itself(code, coupon, sdk, new_order):
    for discount, shown in (
        ({"promotion_code": code.id}, {"coupon": None, "promotion_code": code.id}),
        ({"coupon": coupon.id}, {"coupon": coupon.id, "promotion_code": None}),
    ):
        session = sdk.v1.checkout.sessions.create(new_order(discounts=[discount]))
        assert (session.amount_total, session.discounts[0].to_dict()) == (6320, shown)


def test_nothing_left_to_pay_needs_no_card_and_makes_no_intent(new_code, buy, event_types):
    new_code({"percent_off": 100})
    done = buy("SAVE")
    session = done["session"]
    assert (done["outcome"], session["payment_status"], session["payment_intent"]) == (
        "free",
        "no_payment_required",
        None,
    )
    assert event_types()[-1] == "checkout.session.completed"


@pytest.mark.parametrize(("off", "total"), [(900, 7000), (7900, 0), (10_000, 0)])
def test_an_amount_off_takes_no_more_than_there_is(off, total, new_code, buy):
    new_code({"amount_off": off, "currency": "usd"})
    assert buy("SAVE")["session"]["amount_total"] == total


@pytest.mark.parametrize(
    ("coupon_fields", "code_fields", "sentence"),
    [
        ({"percent_off": 5}, {"active": False}, "not valid"),
        (
            {"percent_off": 5},
            {"restrictions": {"minimum_amount": 9000, "minimum_amount_currency": "usd"}},
            "$90.00 or more",
        ),
        ({"amount_off": 500, "currency": "eur"}, {}, "orders in EUR"),
        ({"amount_off": 7880, "currency": "usd"}, {}, "too little to charge"),
    ],
)
def test_a_code_that_does_not_fit_is_refused_in_words(coupon_fields, code_fields, sentence, new_code, buy):
    new_code(coupon_fields, **code_fields)
    assert sentence in buy("SAVE")["error"]["message"]


def test_an_unknown_code_is_refused_in_words(buy):
    assert "not valid" in buy("NOBODY")["error"]["message"]


@pytest.mark.parametrize("where", ["coupon", "code"])
def test_a_code_is_used_up(where, new_code, buy, sdk):
    once = {"max_redemptions": 1}
    created = new_code({"percent_off": 5, **(once if where == "coupon" else {})}, **(once if where == "code" else {}))
    assert buy("SAVE")["outcome"] == "paid"
    assert "as often as it may" in buy("SAVE")["error"]["message"]
    assert sdk.v1.promotion_codes.retrieve(created.id).active is False
    assert sdk.v1.coupons.retrieve(created.promotion.coupon).valid is (where == "code")
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.promotion_codes.update(created.id, {"active": True})


@pytest.mark.parametrize("where", ["redeem_by", "expires_at"])
def test_a_code_expires(where, new_code, buy, control, sdk):
    end = {where: control("/state", "GET")["now"] + 60}
    coupon_end, code_end = (end, {}) if where == "redeem_by" else ({}, end)
    created = new_code({"percent_off": 5, **coupon_end}, **code_end)
    control("/clock", advance=61)
    assert "expired" in buy("SAVE")["error"]["message"]
    assert sdk.v1.promotion_codes.retrieve(created.id).active is False


def test_two_sessions_cannot_both_use_the_last_one(new_code, sdk, new_order, control):
    created = new_code({"percent_off": 5}, max_redemptions=1)
    keys = [sdk.v1.checkout.sessions.create(new_order(discounts=[{"promotion_code": created.id}])).id for _ in range(2)]
    assert control(f"/sessions/{keys[0]}/pay")["outcome"] == "paid"
    late = control(f"/sessions/{keys[1]}/pay")
    assert (late["outcome"], late["code"], late["session"]["status"]) == ("declined", "discount_unusable", "open")
    assert sdk.v1.promotion_codes.retrieve(created.id).times_redeemed == 1


def test_a_code_for_a_first_order_knows_an_earlier_one(new_code, sdk, new_order, control):
    new_code({"percent_off": 5}, restrictions={"first_time_transaction": True})
    outcomes = []
    for _ in range(2):
        params = new_order(allow_promotion_codes=True, customer_email="ann@example.test")
        key = sdk.v1.checkout.sessions.create(params).id
        outcomes.append(control(f"/sessions/{key}/pay", code="SAVE"))
    assert outcomes[0]["outcome"] == "paid"
    assert "first order" in outcomes[1]["error"]["message"]


def test_a_coupon_may_be_for_one_product(sdk, new_order, control):
    product = sdk.v1.products.create({"name": "Other"})
    coupon = sdk.v1.coupons.create({"percent_off": 50, "applies_to": {"products": [product.id]}})
    mine = {"price_data": {"currency": "usd", "unit_amount": 1000, "product": product.id}, "quantity": 1}
    params = new_order(discounts=[{"coupon": coupon.id}])
    params["line_items"].append(mine)
    session = sdk.v1.checkout.sessions.create(params, {})
    items = sdk.v1.checkout.sessions.line_items.list(session.id).data
    assert [item.amount_discount for item in items] == [0, 500]
    shown = sdk.v1.coupons.retrieve(coupon.id, {"expand": ["applies_to"]})
    assert shown.applies_to.products == [product.id]


def test_a_deleted_coupon_ends_its_codes_but_not_what_was_given(code, coupon, sdk, new_order, control):
    session = sdk.v1.checkout.sessions.create(new_order(discounts=[{"coupon": coupon.id}]))
    assert sdk.v1.coupons.delete(coupon.id).deleted is True
    assert sdk.v1.promotion_codes.retrieve(code.id).active is False
    assert control(f"/sessions/{session.id}/pay")["session"]["amount_total"] == 6320
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.coupons.retrieve(coupon.id)


@pytest.mark.parametrize(
    "discounts", [[{"coupon": "none"}], [{"promotion_code": "none"}], [{}], [{"coupon": "a"}, {"coupon": "b"}]]
)
def test_a_session_with_a_discount_that_is_none_is_refused(discounts, api):
    form = {
        "mode": "payment",
        "success_url": "http://shop.test",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "7900",
        "line_items[0][price_data][product_data][name]": "Plan",
        **{
            f"discounts[{n}][{kind}]": key
            for n, each in enumerate(discounts)
            for kind, key in (each or {"coupon": ""}).items()
        },
    }
    assert api("POST", "/v1/checkout/sessions", form).status_code == 400
    assert api("GET", "/v1/checkout/sessions").json()["data"] == []
