"""What a browser is called, and when a session ends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from saas.accounts.sessions.rules import describe_device, find_expiry, is_idle

NOW = datetime(2026, 12, 1, tzinfo=UTC)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0"
PIXEL = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (MAC, "Safari on a Mac"),
        (IPHONE, "Chrome on an iPhone"),
        (EDGE, "Edge on Windows"),
        (PIXEL, "Chrome on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("curl/8.5.0", "A device that does not say what it is"),
        ("<script>Windows</script>", "A browser on Windows"),
        ("", "A device that does not say what it is"),
    ],
)
def test_a_browser_is_named_in_plain_words(user_agent: str, words: str) -> None:
    assert describe_device(user_agent) == words


def test_customers_stay_for_thirty_days_at_most_and_staff_for_twelve_hours() -> None:
    assert find_expiry(NOW, is_staff=False) == NOW + timedelta(days=30)
    assert find_expiry(NOW, is_staff=True) == NOW + timedelta(hours=12)


@pytest.mark.parametrize(("minutes", "is_staff", "ended"), [(29, True, False), (31, True, True), (9999, False, False)])
def test_only_sessions_of_staff_end_by_idleness(minutes: int, is_staff: bool, ended: bool) -> None:
    assert is_idle(NOW, NOW - timedelta(minutes=minutes), is_staff=is_staff) == ended
