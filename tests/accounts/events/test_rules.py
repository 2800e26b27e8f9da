"""What an event may say, and how much of an address is kept."""

from __future__ import annotations

import pytest

from saas.accounts.events.rules import KINDS, check_values, shorten_address

REFUND = KINDS["refund_created"]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", ""),
        (None, ""),
        ("not an address", ""),
    ],
)
def test_an_address_is_shortened_to_its_network(address: str | None, network: str) -> None:
    assert shorten_address(address) == network


def test_an_event_says_numbers_and_short_words_by_listed_names() -> None:
    check_values(REFUND, {"amount_cents": 7900, "reason": None}, None)
    refused: list[dict[str, object]] = [{"note": "it did not help"}, {"reason": "x" * 121}, {"reason": ["a", "list"]}]
    for values in refused:
        with pytest.raises(ValueError, match="field"):
            check_values(REFUND, values)


def test_every_kind_reads_as_a_sentence_and_fits_its_column() -> None:
    assert all(kind.label[0].isupper() and not kind.label.endswith(".") for kind in KINDS.values())
    assert max(map(len, KINDS)) <= 40
