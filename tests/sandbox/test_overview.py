"""The front page of the sandbox."""

import re

import requests


def test_an_empty_sandbox_says_so(url):
    page = requests.get(url, timeout=5).text
    assert "No session yet" in page
    assert "No event yet" in page


def test_sessions_events_and_deliveries_are_listed(paid, url, arrived):
    arrived()
    page = requests.get(url, timeout=5).text
    assert paid.id[:24] in page
    for words in ("checkout.session.completed", "delivered", "order-1", "$79.00"):
        assert words in page


def test_the_resend_button_sends_the_event_again(session, url, control, arrived):
    control(f"/sessions/{session.id}/expire")
    arrived()
    action = re.findall(r'action="(/events/[^"]+/resend)"', requests.get(url, timeout=5).text)[0]
    assert requests.post(url + action, timeout=5).status_code == 200
    first, second = arrived()
    assert first["id"] == second["id"]
