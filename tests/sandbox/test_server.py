"""The server: starting, stopping, and the state file."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import stripe

from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings

ROOT = Path(__file__).parents[2]
START = (
    "from saas.sandbox.server import run_until_stopped; from saas.sandbox.settings import SandboxSettings;"
    " run_until_stopped(SandboxSettings(), 0)"
)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_asked(number):
    command = [sys.executable, "-c", START]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "http://127.0.0.1:" in process.stdout.readline()
        os.kill(process.pid, number)
        assert process.wait(timeout=5) == 0


def test_it_listens_on_the_loopback_only(url):
    port = int(url.rpartition(":")[2])
    with socket.socket() as other:
        # A server bound to every interface would answer at this address too.
        assert other.connect_ex(("127.0.0.2", port)) != 0


def run(tmp_path):
    return RunningSandbox(SandboxSettings(state_file=tmp_path / "state.sqlite")).start()


def client(running):
    return stripe.StripeClient("sk_test_sandbox", base_addresses={"api": running.url}, max_network_retries=0)


def test_a_restarted_sandbox_knows_its_sessions_events_and_clock(tmp_path, new_order):
    first = run(tmp_path)
    session = client(first).v1.checkout.sessions.create(new_order())
    requests.post(f"{first.url}/_sandbox/clock", json={"advance": 3600}, timeout=5)
    requests.post(f"{first.url}/_sandbox/sessions/{session.id}/pay", timeout=5)
    first.stop()
    second = run(tmp_path)
    assert client(second).v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    assert len(client(second).v1.events.list().data) >= 4
    assert requests.get(f"{second.url}/_sandbox/state", timeout=5).json()["ahead"] == pytest.approx(3600)
    second.stop()


def test_seeded_ids_repeat(new_order):
    session_ids = []
    for _ in range(2):
        sandbox = RunningSandbox(SandboxSettings(seed=7)).start()
        session_ids.append(client(sandbox).v1.checkout.sessions.create(new_order()).id)
        sandbox.stop()
    assert session_ids[0] == session_ids[1]
