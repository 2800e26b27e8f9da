"""What a new world knows: the bank account of the shop, and the webhook endpoint it was started with."""

from __future__ import annotations

from saas.sandbox.objects.endpoint import make_endpoint
from saas.sandbox.objects.payout import make_bank_account
from saas.sandbox.settings import API_VERSION
from saas.sandbox.world import World


def seed(world: World) -> None:
    """Register the endpoint of the settings, once; a restart with another secret replaces the old one."""
    world.save(make_bank_account(world))
    url = world.settings.webhook_url
    if not url:
        return
    known = [each for each in world.store.all("webhook_endpoint") if each["url"] == url]
    asked = {"url": url, "enabled_events": ["*"], "api_version": API_VERSION}
    endpoint = known[0] if known else world.new("webhook_endpoint", make_endpoint(world, asked))
    world.keep_memo(f"secret:{endpoint['id']}", {"secrets": [world.settings.webhook_secret]})
