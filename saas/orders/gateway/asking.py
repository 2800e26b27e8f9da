"""One question to Stripe: the SDK's client, and every way it can fail as one of ours."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from saas.kernel.errors import NotFound, Refusal, Unavailable
from saas.settings import Settings

if TYPE_CHECKING:
    import stripe

# The buyer waits: two tries of at most eight seconds each.
BUYER_TIMEOUT = (3.05, 8.0)
BUYER_RETRIES = 1
PAGE = 100  # as many as Stripe lists at once
DOWN = "Stripe, which takes our payments, does not answer right now."


class StripeUnavailable(Unavailable):
    """Stripe did not answer, or not with a yes or no. What was asked may have happened; ask again with the same key."""


class StripeBusy(StripeUnavailable):
    """The same key is in flight in another request right now."""


class StripeRefused(Unavailable):
    """Stripe gave a definite no. The same key will give the same no. `code` is Stripe's word for why."""

    def __init__(self, sentence: str, *, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class StripeBroke(StripeRefused):
    """A definite 500, in Stripe's own words. Whether anything happened is not known, and the same key will answer 500 forever."""


class Asking:
    """Imports the SDK when first used, because that costs a tenth of a second at start."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.livemode = settings.stripe_livemode
        self.skew_seconds = 0.0

    @cached_property
    def _sdk(self) -> Any:
        import stripe  # noqa: PLC0415  # costs a tenth of a second; only the shop's own pages need it

        stripe.enable_telemetry = False
        return stripe

    @cached_property
    def _client(self) -> stripe.StripeClient:
        base = self._settings.stripe_api_base
        client: stripe.StripeClient = self._sdk.StripeClient(
            self._settings.stripe_secret_key.get_secret_value(),
            base_addresses={"api": base} if base else {},
            max_network_retries=BUYER_RETRIES,  # the client's own default is none at all
            http_client=self._sdk.RequestsClient(timeout=BUYER_TIMEOUT),
        )
        return client

    def _ask(self, call: Any) -> dict[str, Any]:
        """Call Stripe; its objects are not dictionaries, so the answer is turned into one."""
        sdk = self._sdk
        try:
            answer = call(self._client)
        except sdk.APIConnectionError as error:
            raise StripeUnavailable(DOWN) from error
        except sdk.RateLimitError as error:
            raise StripeUnavailable(DOWN) from error
        except sdk.StripeError as error:
            raise _translated(error) from error
        self.skew_seconds = _skew(answer.last_response.headers)
        return dict(json.loads(str(answer)))

    def _all(self, ask: Any, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Every row of a list, newest first, page by page; `ask(client, parameters)` gives one page."""
        asked: dict[str, Any] = {**wanted, "limit": PAGE}
        while True:
            page = self._ask(lambda client, asked=asked: ask(client, asked))
            yield from page["data"]
            if not page["has_more"]:
                return
            asked = asked | {"starting_after": page["data"][-1]["id"]}


def _skew(headers: Mapping[str, str]) -> float:
    """Seconds by which our clock is ahead of Stripe's; a clock far off makes every signature look old."""
    stamp = headers.get("date") or headers.get("Date")
    return time.time() - parsedate_to_datetime(stamp).timestamp() if stamp else 0.0


def _translated(error: stripe.StripeError) -> Refusal:
    if error.http_status == 409:
        return StripeBusy(DOWN)
    if error.http_status == 404:
        return NotFound("Stripe knows nothing under this id.")
    code = str(error.code or error.http_status)
    if (error.http_status or 0) > 500:
        return StripeUnavailable(DOWN)  # somebody on the way gave up waiting; Stripe may still do it
    if error.http_status == 500:
        return StripeBroke(f"{DOWN} ({code})", code=code)
    return StripeRefused(f"{DOWN} ({code})", code=code)
