"""How long a session lives, and what a browser is called."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

CUSTOMER_LIFETIME = timedelta(days=30)  # "stay signed in" too
STAFF_LIFETIME = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
# How long after the password a second factor is taken.
WAIT_FOR_SECOND_FACTOR = timedelta(minutes=15)
# How old `last_seen_at` may be before it is written again.
SEEN_EVERY = timedelta(minutes=5)
STAFF_SEEN_EVERY = timedelta(minutes=1)

# The first that matches. Others name themselves after Chrome and Safari, so those come last.
_BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone", "an iPhone"),
    (r"iPad", "an iPad"),
    (r"Android", "Android"),
    (r"CrOS", "a Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "a Mac"),
    (r"Linux|X11", "Linux"),
)


def find_expiry(now: datetime, *, is_staff: bool) -> datetime:
    """When a session that begins now ends at the latest."""
    return now + (STAFF_LIFETIME if is_staff else CUSTOMER_LIFETIME)


def is_idle(now: datetime, last_seen_at: datetime, *, is_staff: bool) -> bool:
    """Whether nothing was done in it for so long that it has ended. Sessions of customers do not end by that."""
    return is_staff and now - last_seen_at > STAFF_IDLE


def is_seen_due(now: datetime, last_seen_at: datetime, *, is_staff: bool) -> bool:
    """Whether it is time to write again when the session was last used."""
    return now - last_seen_at > (STAFF_SEEN_EVERY if is_staff else SEEN_EVERY)


def describe_device(user_agent: str) -> str:
    """A browser in plain words, such as "Firefox on a Mac". Only names of this module are ever in it."""
    browser = next((name for pattern, name in _BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for pattern, name in _SYSTEMS if re.search(pattern, user_agent)), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "A device that does not say what it is")
