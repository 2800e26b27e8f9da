"""What production is started with: the proxy in front, containers that may do little, and gunicorn's bounds."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from saas.library.editor.import_export import MAX_PACKED_BYTES
from saas.settings import ROOT

CADDYFILE = ROOT / "config" / "Caddyfile"
MEGABYTE = 1_000_000
# What a program needs that starts as another user, or listens on a port below 1024.
ALLOWED_CAPABILITIES = {"proxy": {"NET_BIND_SERVICE"}, "db": {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}}


def parse_caddyfile(text: str) -> dict[str, Any]:
    """Blocks by the words before their brace, and directives by their first word; raises AssertionError if unbalanced."""
    blocks: list[dict[str, Any]] = [{}]
    for line in (line.split("#")[0].strip() for line in text.splitlines()):
        if line.endswith("{"):
            block = blocks[-1].setdefault(line.removesuffix("{").strip(), {})
            blocks.append(block)
        elif line == "}":
            blocks.pop()
        elif line:
            name, _, rest = line.partition(" ")
            blocks[-1].setdefault(name, []).append(rest.strip())
    assert len(blocks) == 1
    return blocks[0]


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    composed: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return dict(composed["services"])


@pytest.fixture(scope="module")
def gunicorn() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "config" / "gunicorn.py"))


def test_the_proxy_bounds_what_a_client_sends_and_how_long_that_takes(gunicorn: dict[str, Any]) -> None:
    parsed = parse_caddyfile(CADDYFILE.read_text(encoding="utf-8"))
    servers, site = parsed[""]["servers"], parsed["{$BASE_URL}"]
    assert servers["max_header_size"] == ["16KB"]
    assert {name: 0 < seconds(value[0]) <= 60 for name, value in servers["timeouts"].items()} == dict.fromkeys(
        ("read_header", "read_body", "write", "idle"), True
    )
    [largest] = site["request_body"]["max_size"]
    assert float(largest.removesuffix("MB")) * MEGABYTE >= MAX_PACKED_BYTES
    assert site["tls"] == {"protocols": ["tls1.2 tls1.3"]}
    proxy = site["reverse_proxy web:8000"]
    # Held whole on both ways: the shop's threads speak with nobody slow.
    assert (proxy["request_buffers"], proxy["response_buffers"]) == ([largest], [largest])
    assert {"X-Forwarded-For {remote_host}", "X-Forwarded-Proto {scheme}", "X-Forwarded-Host {host}"} == set(
        proxy["header_up"]
    )
    transport = proxy["transport http"]
    assert seconds(transport["keepalive"][0]) < gunicorn["keepalive"]
    assert seconds(transport["response_header_timeout"][0]) > gunicorn["timeout"]


def test_caddy_takes_its_file() -> None:
    """Where it is installed; elsewhere only that braces end and variables are those that compose gives."""
    names = set(re.findall(r"\{\$(\w+)\}", CADDYFILE.read_text(encoding="utf-8")))
    assert names == {"BASE_URL", "SUPPORT_EMAIL"}
    if shutil.which("caddy"):
        env = {**os.environ, "BASE_URL": "https://www.example.com", "SUPPORT_EMAIL": "help@example.com"}
        subprocess.run(["caddy", "validate", "--config", str(CADDYFILE), "--adapter", "caddyfile"], env=env, check=True)


def test_gunicorn_bounds_lines_and_headers_and_requests(gunicorn: dict[str, Any]) -> None:
    assert gunicorn["worker_class"] == "saas.web.gunicorn_worker.BoundedThreadWorker"
    assert 0 < gunicorn["timeout"] <= 30
    assert 0 < gunicorn["limit_request_line"] <= 8190
    assert 0 < gunicorn["limit_request_fields"] <= 100
    assert 0 < gunicorn["limit_request_field_size"] <= 8190


def test_no_container_may_do_more_than_it_needs(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service.get("read_only") is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert set(service.get("cap_add", ())) <= ALLOWED_CAPABILITIES.get(name, set()), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name


def test_the_proxy_alone_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "proxy": ["80:80", "443:443"]
    }


def test_whatever_runs_is_asked_whether_it_is_well(services: dict[str, Any]) -> None:
    assert services["worker"]["healthcheck"]["test"] == ["CMD", "python", "-m", "saas", "worker", "--check"]
    assert "healthcheck" in services["db"]
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
