"""Idempotency keys: one key, one effect."""

import threading

FORM = {"url": "http://127.0.0.1:9/hook", "enabled_events[0]": "*"}
PATH = "/v1/webhook_endpoints"


def test_the_key_is_echoed_and_the_answer_replayed(api):
    first = api("POST", PATH, FORM, key="k")
    again = api("POST", PATH, FORM, key="k")
    assert first.headers["Idempotency-Key"] == "k"
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content == first.content


def test_other_parameters_under_the_same_key_are_refused(api):
    api("POST", PATH, FORM, key="k")
    refused = api("POST", PATH, FORM | {"description": "x"}, key="k")
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "idempotency_error")


def test_another_endpoint_under_the_same_key_is_refused(api, session):
    api("POST", PATH, FORM, key="k")
    refused = api("POST", f"/v1/checkout/sessions/{session.id}/expire", key="k")
    assert "same endpoint" in refused.json()["error"]["message"]


def test_a_request_that_failed_its_checks_leaves_the_key_free(api):
    assert api("POST", PATH, FORM | {"foo": "1"}, key="k").status_code == 400
    assert api("POST", PATH, FORM, key="k").status_code == 200


def test_a_refusal_of_the_endpoint_itself_is_kept(api, paid):
    path = f"/v1/checkout/sessions/{paid.id}/expire"
    assert api("POST", path, key="k").status_code == 400
    assert api("POST", path, key="k").headers["Idempotent-Replayed"] == "true"


def test_a_second_request_while_the_first_is_at_work_is_409(api, control, soon):
    control("/faults", path=PATH, kind="delay", seconds=0.2)
    first = threading.Thread(target=api, args=("POST", PATH, FORM, "k"))
    first.start()
    soon(lambda: control("/faults", "GET")["data"] == [])
    second = api("POST", PATH, FORM, key="k")
    assert (second.status_code, second.json()["error"]["code"]) == (409, "idempotency_key_in_use")
    first.join()
    assert api("POST", PATH, FORM, key="k").headers["Idempotent-Replayed"] == "true"


def test_many_requests_at_once_with_one_key_create_one_object(api):
    threads = [threading.Thread(target=api, args=("POST", PATH, FORM, "k")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    created = [each for each in api("GET", PATH).json()["data"] if each["url"] == FORM["url"]]
    assert len(created) == 1


def test_a_key_is_forgotten_after_a_day(api, control):
    api("POST", PATH, FORM, key="k")
    control("/clock", advance=24 * 3600 + 1)
    assert "Idempotent-Replayed" not in api("POST", PATH, FORM, key="k").headers


def test_a_get_ignores_its_key(api):
    api("GET", "/v1/account", key="k")
    assert api("GET", PATH, key="k").status_code == 200
