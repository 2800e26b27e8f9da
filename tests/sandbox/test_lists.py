"""Lists and expansion."""

import pytest

PATH = "/v1/checkout/sessions"


@pytest.fixture
def five(sdk, new_order, control):
    """Five sessions, ten seconds apart, oldest first."""
    sessions = []
    for _ in range(5):
        sessions.append(sdk.v1.checkout.sessions.create(new_order()))
        control("/clock", advance=10)
    return sessions


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["data"]]


def test_the_newest_come_first_and_has_more_is_set(five, api):
    answer = api("GET", PATH, {"limit": 2})
    assert ids(answer) == [five[4].id, five[3].id]
    assert answer.json()["has_more"] is True
    assert answer.json()["url"] == PATH


def test_cursors_go_both_ways(five, api):
    assert ids(api("GET", PATH, {"starting_after": five[3].id, "limit": 2})) == [five[2].id, five[1].id]
    assert ids(api("GET", PATH, {"ending_before": five[1].id, "limit": 2})) == [five[3].id, five[2].id]


@pytest.mark.parametrize(("name", "expected"), [("gt", 2), ("gte", 3), ("lt", 2), ("lte", 3)])
def test_a_list_is_filtered_by_when_its_objects_were_created(name, expected, five, api):
    assert len(ids(api("GET", PATH, {f"created[{name}]": five[2].created}))) == expected


def test_created_may_be_one_second(five, api):
    assert ids(api("GET", PATH, {"created": five[2].created})) == [five[2].id]


def test_a_list_is_filtered_by_the_status_of_its_objects(five, api):
    api("POST", f"{PATH}/{five[0].id}/expire")
    assert ids(api("GET", PATH, {"status": "expired"})) == [five[0].id]


def test_a_session_is_found_by_its_intent(five, api, control):
    intent = control(f"/sessions/{five[1].id}/pay")["session"]["payment_intent"]
    assert ids(api("GET", PATH, {"payment_intent": intent})) == [five[1].id]


@pytest.mark.parametrize("limit", ["0", "101", "many"])
def test_a_page_has_one_to_a_hundred_rows(limit, api):
    assert api("GET", PATH, {"limit": limit}).json()["error"]["code"] == "parameter_invalid_integer"


def test_an_unknown_cursor_is_refused(api):
    assert api("GET", PATH, {"starting_after": "cs_test_none"}).status_code == 400


def test_events_are_listed_by_several_types(paid, api):
    types = {"types[0]": "charge.succeeded", "types[1]": "payment_intent.succeeded"}
    listed = [each["type"] for each in api("GET", "/v1/events", types).json()["data"]]
    assert listed == ["payment_intent.succeeded", "charge.succeeded"]


def test_events_are_kept_for_thirty_days(paid, api, control):
    control("/clock", advance=31 * 24 * 3600)
    assert ids(api("GET", "/v1/events")) == []


def test_four_levels_can_be_expanded(paid, api):
    path = "data.payment_intent.latest_charge.balance_transaction.source"
    session = api("GET", PATH, {"expand[]": path}).json()["data"][0]
    assert session["payment_intent"]["latest_charge"]["balance_transaction"]["source"]["object"] == "charge"


@pytest.mark.parametrize(
    "path",
    ["nonsense", "client_reference_id", "payment_intent.latest_charge.payment_intent.latest_charge.refunds"],
)
def test_a_wrong_or_too_long_path_is_refused(path, paid, api):
    assert api("GET", f"{PATH}/{paid.id}", {"expand[]": path}).status_code == 400


def test_a_null_stays_null_when_expanded(session, api):
    answer = api("GET", f"{PATH}/{session.id}", {"expand[]": "payment_intent.latest_charge"})
    assert answer.json()["payment_intent"] is None


def test_refunds_are_in_a_charge_only_when_asked_for(paid, api):
    api("POST", "/v1/refunds", {"payment_intent": paid.payment_intent, "amount": 100})
    charge = api("GET", "/v1/charges").json()["data"][0]
    assert "refunds" not in charge
    expanded = api("GET", f"/v1/charges/{charge['id']}", {"expand[]": "refunds"}).json()
    assert [each["amount"] for each in expanded["refunds"]["data"]] == [100]
