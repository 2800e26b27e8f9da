"""What intake announces. Plans listen; intake does not know them."""

from __future__ import annotations

from blinker import Namespace

# Sent with submission=… after the transaction that kept it.
SUBMITTED = Namespace().signal("submitted")
