"""Idempotency keys: one key, one effect."""

import threading

FORM = {"url": "http://127.0.0.1:9/hook", "enabled_events[0]": "*"}
PATH = "/v1/webhook_endpoints"


def test_the_key_is_echoed_and_the_answer_replayed(ask):
    first = ask("POST", PATH, FORM, key="k")
    again = ask("POST", PATH, FORM, key="k")
    assert first.headers["Idempotency-Key"] == "k"
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content == first.content


def test_other_parameters_under_the_same_key_are_refused(ask):
    ask("POST", PATH, FORM, key="k")
    refused = ask("POST", PATH, FORM | {"description": "x"}, key="k")
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "idempotency_error")


def test_another_endpoint_under_the_same_key_is_refused(ask, session):
    ask("POST", PATH, FORM, key="k")
    refused = ask("POST", f"/v1/checkout/sessions/{session.id}/expire", key="k")
    assert "same endpoint" in refused.json()["error"]["message"]


def test_a_request_that_failed_its_checks_leaves_the_key_free(ask):
    assert ask("POST", PATH, FORM | {"foo": "1"}, key="k").status_code == 400
    assert ask("POST", PATH, FORM, key="k").status_code == 200


def test_a_refusal_of_the_endpoint_itself_is_kept(ask, paid):
    path = f"/v1/checkout/sessions/{paid.id}/expire"
    assert ask("POST", path, key="k").status_code == 400
    assert ask("POST", path, key="k").headers["Idempotent-Replayed"] == "true"


def test_a_second_request_while_the_first_is_at_work_is_409(ask, control, soon):
    control("/faults", path=PATH, kind="delay", seconds=0.2)
    first = threading.Thread(target=ask, args=("POST", PATH, FORM, "k"))
    first.start()
    soon(lambda: control("/faults", "GET")["data"] == [])
    second = ask("POST", PATH, FORM, key="k")
    assert (second.status_code, second.json()["error"]["code"]) == (409, "idempotency_key_in_use")
    first.join()
    assert ask("POST", PATH, FORM, key="k").headers["Idempotent-Replayed"] == "true"


def test_many_at_once_under_one_key_make_one_thing(ask):
    threads = [threading.Thread(target=ask, args=("POST", PATH, FORM, "k")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [each for each in ask("GET", PATH).json()["data"] if each["url"] == FORM["url"]]
    assert len(made) == 1


def test_a_key_is_forgotten_after_a_day(ask, control):
    ask("POST", PATH, FORM, key="k")
    control("/clock", advance=24 * 3600 + 1)
    assert "Idempotent-Replayed" not in ask("POST", PATH, FORM, key="k").headers


def test_a_get_ignores_its_key(ask):
    ask("GET", "/v1/account", key="k")
    assert ask("GET", PATH, key="k").status_code == 200
