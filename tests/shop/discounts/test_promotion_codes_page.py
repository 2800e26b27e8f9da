"""/admin/codes: promotion codes are made and switched at Stripe; nothing typed is lost when it is away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from saas.kernel import clock
from saas.kernel.clock import DEFAULT_ZONE
from saas.shop.stripe.snapshots import NewPromotionCode
from tests.local_stripe import LocalStripe

FORM = {"code": "SPRING20", "percent": "20", "dollars": "", "most": "", "press": "abc"}


def day(ahead: int) -> dict[str, str]:
    wanted = clock.today() + timedelta(days=ahead)
    return {"ends-month": str(wanted.month), "ends-day": str(wanted.day), "ends-year": str(wanted.year)}


def test_a_code_is_made_and_listed(sam: FlaskClient, stripe: LocalStripe) -> None:
    assert sam.post("/admin/codes", data=FORM | {"code": "spring20"}).status_code == 303
    [code] = stripe.list_promotion_codes()
    assert (code.code, code.percent_off, code.max_redemptions, code.expires_at) == ("SPRING20", 20, 0, 0)
    page = sam.get("/admin/codes").text
    assert '<code>SPRING20</code></th>\n        <td class="num">20%</td>' in page


def test_dollars_uses_and_a_last_day(sam: FlaskClient, stripe: LocalStripe) -> None:
    form = FORM | {"percent": "", "dollars": "12.50", "most": "100"} | day(1)
    assert sam.post("/admin/codes", data=form).status_code == 303
    [code] = stripe.list_promotion_codes()
    assert (code.percent_off, code.amount_off_cents, code.max_redemptions) == (0, 1250, 100)
    midnight = datetime.fromtimestamp(code.expires_at, DEFAULT_ZONE)
    assert (midnight.date() - clock.today(), midnight.hour) == (timedelta(days=2), 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "AB"}, "code"),
        ({"code": "A" * 21}, "code"),
        ({"code": "SPRING-20"}, "code"),
        ({"code": "ÉTÉ20"}, "code"),
        ({"percent": ""}, "percent"),
        ({"percent": "0"}, "percent"),
        ({"percent": "101"}, "percent"),
        ({"percent": "12.5"}, "percent"),
        ({"dollars": "10"}, "percent"),
        ({"percent": "", "dollars": "5.5"}, "dollars"),
        ({"percent": "", "dollars": "0"}, "dollars"),
        ({"most": "0"}, "most"),
        ({"most": "many"}, "most"),
        ({"ends-month": "2", "ends-day": "30", "ends-year": "2027"}, "ends"),
        ({"ends-month": "2"}, "ends"),
        (day(-1), "ends"),
    ],
)
def test_an_invalid_code_is_refused_beside_its_field(
    changes: dict[str, Any], field: str, sam: FlaskClient, stripe: LocalStripe
) -> None:
    answer = sam.post("/admin/codes", data=FORM | changes)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert stripe.list_promotion_codes() == []


def test_what_was_typed_stays(sam: FlaskClient) -> None:
    page = sam.post("/admin/codes", data=FORM | {"most": "many"} | day(-1)).text
    for value in ("SPRING20", "20", "many", day(-1)["ends-year"]):
        assert f'value="{value}"' in page


def test_an_active_code_with_the_same_text_is_refused(sam: FlaskClient, stripe: LocalStripe) -> None:
    stripe.create_promotion_code(NewPromotionCode("SPRING20", percent_off=10), "before")
    answer = sam.post("/admin/codes", data=FORM)
    assert answer.status_code == 409
    assert 'id="code-error"' in answer.text
    assert 'value="abc"' not in answer.text  # the next press is another question to Stripe


def test_a_code_is_switched_off_and_on(sam: FlaskClient, stripe: LocalStripe) -> None:
    stripe.create_promotion_code(NewPromotionCode("SPRING20", percent_off=10), "before")
    path = f"/admin/codes/{stripe.list_promotion_codes()[0].stripe_id}/switch"
    for to, is_active in (("off", False), ("on", True)):
        assert sam.post(path, data={"to": to}).status_code == 303
        assert stripe.list_promotion_codes()[0].is_active is is_active


def test_when_stripe_is_down_the_page_keeps_what_was_typed(sam: FlaskClient, stripe: LocalStripe) -> None:
    stripe.is_down = True
    for answer in (sam.get("/admin/codes"), sam.post("/admin/codes", data=FORM | {"most": "7"})):
        assert answer.status_code == 503
        assert "Stripe does not answer" in answer.text
    for value in ("SPRING20", "7", "abc"):
        assert f'value="{value}"' in answer.text
    assert sam.post("/admin/codes/promo_1/switch", data={"to": "off"}).status_code == 503


def test_the_last_day_is_the_day_on_whose_evening_it_ends(sam: FlaskClient, stripe: LocalStripe) -> None:
    sam.post("/admin/codes", data=FORM | day(3))
    wanted = clock.today() + timedelta(days=3)
    assert f"{wanted:%B} {wanted.day}, {wanted.year}" in sam.get("/admin/codes").text
