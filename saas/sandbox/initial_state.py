"""What a new sandbox knows: the bank account of the shop, and the webhook endpoint it was started with."""

from __future__ import annotations

from saas.sandbox.resources.account import make_bank_account
from saas.sandbox.resources.webhook_endpoints import make_webhook_endpoint
from saas.sandbox.settings import API_VERSION
from saas.sandbox.state import Sandbox


def write_initial_state(sandbox: Sandbox) -> None:
    """Register the endpoint of the settings once; a restart with another secret replaces the old secret."""
    sandbox.save(make_bank_account(sandbox))
    url = sandbox.settings.webhook_url
    if not url:
        return
    registered = [each for each in sandbox.store.list_all("webhook_endpoint") if each["url"] == url]
    params = {"url": url, "enabled_events": ["*"], "api_version": API_VERSION}
    endpoint = registered[0] if registered else sandbox.add("webhook_endpoint", make_webhook_endpoint(sandbox, params))
    sandbox.set_note(f"secret:{endpoint['id']}", {"secrets": [sandbox.settings.webhook_secret]})
