"""Things as text, as the API and the letters send them."""

from __future__ import annotations

import json

from saas.sandbox.store import Thing

# Not `indent`: it is ten times slower, and a hundred events make a megabyte. And not Python's own
# separators: a receiver that parses and writes a body again must not get the signed bytes by luck.
SEPARATORS = (",\n", ": ")


def as_text(thing: Thing) -> str:
    return json.dumps(thing, separators=SEPARATORS)
