"""Whatever is sent to any address, by anybody, is answered: with a page, a refusal or a redirect, never with a 500. (A 503 is an answer too: of a shop without a worker.)

Addresses come from the app's own map, field names from its pages and its code. Chance decides which values go where, from a
seed that stays: the other database is sent others.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.house.routes import OWNED, RULES, STAFF, path_of
from tests.house.source import SAAS, TEMPLATES, python
from tests.people import ANN, SAM, account_of

SEED = 20261201
FORM, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"
MULTIPART = "multipart/form-data; boundary=b"
NAMES_IN_TEMPLATES = re.compile(r'\bname="([a-z][\w.-]*)"')
NAMES_IN_CODE = re.compile(r'(?:form|args|files|form_data)\.get(?:list)?\("([\w-]+)"')
# As they stand in a body or an address, percent-encoded.
VALUES = (
    "", "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C3%28", "%u0041", "0", "-1", "5,0", "1e400", "NaN", "Infinity", "0x10",
    "%D9%A3", "9" * 19, "9" * 20, "9" * 400, "-" + "9" * 30, "2147483648", "9223372036854775808", "2026-02-30", "0000-01-01",
    "9999-12-31", "99999-01-01", "2026-01-01T25:00", "//evil.example", "javascript:alert(1)", "%0D%0ASet-Cookie:%20a=b",
    "%7B%7B7*7%7D%7D", "%7Bfact:x%7D", "%22%3E%3Csvg%20onload=alert(1)%3E", "'%20OR%201=1--", "%25s%25n", "..%2F..%2Fetc%2Fpasswd",
    "%E2%80%AE%E2%80%8B", "%F0%9F%98%80", "true", "null", "[]", "on", "yes", "x" * 3000, "a%0Ab%0Bc%0Cd%E2%80%A8e",
)  # fmt: skip
BODIES: dict[str, tuple[bytes, str]] = {
    "a JSON object": (b'{"email": ["a"], "password": {"b": 1}, "done": null, "note": 1e999}', JSON_TYPE),
    "a JSON list": (b"[1, [2]]", JSON_TYPE),
    "a JSON number of many digits": (b"9" * 5000, JSON_TYPE),
    "deep JSON": (b"[" * 5000 + b"]" * 5000, JSON_TYPE),
    "a lone surrogate in JSON": (b'{"email": "\\ud800", "key": "\\u0000"}', JSON_TYPE),
    "broken JSON": (b'{"email": ', JSON_TYPE),
    "multipart without an end": (b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nx', MULTIPART),
    "multipart without a boundary": (b"--b--", "multipart/form-data"),
    "multipart without names": (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", MULTIPART),
    "a part in a strange encoding": (
        b"--b\r\nContent-Disposition: form-data; name=\"email\"; filename*=utf-7''%FF\r\n\r\n\xff\r\n--b--\r\n",
        MULTIPART,
    ),
    "a form in UTF-16": ("email=x&note=y".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "names alone": (b"&".join([b"email", b"=", b"a[b][c]=1", b"a.0.b.c=2", b"a..b=3", b"%00=1", b"\xff=2"]), FORM),
    "nothing of a known kind": (b"\x00\x01\x02", "application/octet-stream"),
}
NOT_FIELDS = {"csrf_token", "viewport", "robots"}
# Sent to every form; some of the others are.
ALWAYS = ("%00", "%ED%A0%80", "9" * 20)
# Asked once: each takes a good part of a second, and looks at nothing that is sent.
SLOW = {"/plan.pdf", "/orders/<public_id>/receipt.pdf", "/admin/library/files.zip", "/admin/library/facts"}
# It takes seconds, and reads nothing that is sent either.
NOT_SENT = {"/admin/library/checks"}
# They end what the others need.
LAST = ("/settings/sessions/end-all", "/settings/sessions/end-others", "/sign-out", "/settings/deletion")


def field_names() -> set[str]:
    """Names that any template shows or any view reads."""
    templates = [file.read_text(encoding="utf-8") for file in sorted(TEMPLATES.rglob("*.html"))]
    code = [file.read_text(encoding="utf-8") for file in python(SAAS) if "sandbox" not in file.parts]
    names = {name for text in templates for name in NAMES_IN_TEMPLATES.findall(text)}
    names |= {name for text in code for name in NAMES_IN_CODE.findall(text)}
    return names - NOT_FIELDS


def files_body(names: list[str]) -> bytes:
    """Every field as a file."""
    part = b'--b\r\nContent-Disposition: form-data; name="%s"; filename="a\\"b.pdf"\r\nContent-Type: x\r\n\r\n%%PDF-\x00\r\n'
    return b"".join(part % name.encode() for name in names) + b"--b--\r\n"


def find_path(app: Flask, session: Session, rule: Rule, chance: random.Random) -> str:
    """Ann's own where it names a thing of hers, else whatever the address takes."""
    if str(rule) in OWNED:
        try:
            return path_of(app, rule, OWNED[str(rule)](session, account_of(session, ANN)))
        except Exception:  # noqa: BLE001  # an earlier request has changed what it would name
            session.rollback()
    kinds = {"kind": ["step", "page", "x"], "slug": ["x", "software-engineer"], "key": ["role", "severance", "x"]}
    values = {name: 1 if name == "position" else chance.choice(kinds.get(name, ["x"])) for name in rule.arguments}
    return path_of(app, rule, values)


def requests_of(rule: Rule, path: str, names: list[str], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Arguments for `client.open`."""
    methods = (rule.methods or set()) & {"GET", "POST"}
    if str(rule) in SLOW:
        yield {"path": f"{path}?x=%FF", "method": min(methods)}
        return
    if "GET" in methods:
        for value in chance.sample(VALUES, 1):
            few = chance.sample(names, 12)
            query = "&".join(
                f"{name}={value[:200]}" for name in {*few, "q", "after", "kind", "page", "from", "to", "next"}
            )
            yield {"path": f"{path}?{query}", "method": "GET"}
        yield {"path": f"{path}?{'&'.join('a[]=' + name for name in names)}&%FF=%00&==&", "method": "GET"}
    if "POST" in methods:
        for body, content_type in (*chance.sample(list(BODIES.values()), 3), (files_body(names), MULTIPART)):
            yield {"path": path, "method": "POST", "data": body, "content_type": content_type}
        for value in (*ALWAYS, *chance.sample(VALUES, 2)):
            many = [value if len(value) < 1000 or index % 50 == 0 else value[:9] for index in range(len(names))]
            fields = "&".join(f"{name}={text}" for name, text in zip(names, many, strict=True))
            yield {"path": path, "method": "POST", "data": f"{fields}&{fields}".encode(), "content_type": FORM}


def test_no_request_is_answered_with_a_500(
    app: Flask,
    session: Session,
    as_: Callable[..., FlaskClient],
    record_property: Callable[[str, object], None],
    database_kind: str,
) -> None:
    chance = random.Random(f"{SEED} {database_kind}")
    names = field_names()
    rules = [rule for rule in RULES if str(rule) not in NOT_SENT]
    rules.sort(key=lambda rule: (str(rule) in LAST, str(rule), sorted(rule.methods or ())))
    sent, failed = 0, dict[str, list[int]]()
    for rule in rules:
        is_staffs = str(rule).startswith("/admin") or str(rule) in STAFF
        client = as_(SAM if is_staffs else ANN)
        path = find_path(app, session, rule, chance)
        session.rollback()
        if "GET" in (rule.methods or ()) and str(rule) not in SLOW:
            names.update(set(NAMES_IN_TEMPLATES.findall(client.get(path).text)) - NOT_FIELDS)
        for request in requests_of(rule, path, sorted(names), chance):
            answer = client.open(request.pop("path"), **request)
            sent += 1
            if answer.status_code >= 500 and answer.status_code != 503:
                failed.setdefault(f"{request['method']} {rule}: {json.dumps(str(request)[:120])}", []).append(
                    answer.status_code
                )
    record_property(
        "said",
        f"bad input: {sent:,} requests to {len(rules)} addresses with {len(names)} field names, {len(failed)} 500s",
    )
    assert failed == {}
