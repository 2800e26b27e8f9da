"""The kinds of events, what each may say, who acts, and how much of an address is kept.

A new kind is one line here. `fields` are the only names that `before` and `after` may hold: states, amounts, numbers and
ids of ours, never a secret, an address, or what somebody wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network

KEPT_DAYS = 400  # a year, and a month to notice
MAX_LENGTH = 120  # characters of a subject or a value
KEPT_BITS = {4: 24, 6: 48}  # of a source address: the network of a provider or an office, not a household


class Actor(StrEnum):
    """Who acts. A visitor is not signed in; the program is a worker, or a command typed on the server."""

    CUSTOMER = "customer"
    STAFF = "staff"
    VISITOR = "visitor"
    PROGRAM = "program"


class Group(StrEnum):
    """What an event is about: somebody's own account, or an act of staff."""

    ACCOUNT = "account"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` is what staff read; `customer_label` what the owner of the account reads, empty where it is not shown."""

    key: str
    label: str
    group: Group
    customer_label: str = ""
    fields: tuple[str, ...] = ()
    proves_person: bool = False  # whoever does this is that person, though nobody was signed in before


_PROVES_PERSON = {
    "signed_up",
    "signed_in",
    "password_reset",
    "email_confirmed",
    "email_changed",
    "recovery_code_used",
    "second_factor_passed",
}


def _account(key: str, label: str, *fields: str) -> Kind:
    return Kind(key, label, Group.ACCOUNT, label, fields, proves_person=key in _PROVES_PERSON)


def _staff(key: str, label: str, *fields: str, customer_label: str = "") -> Kind:
    return Kind(key, label, Group.STAFF, customer_label, fields)


_REFUND = ("state", "amount_cents", "reason")
_KINDS = (
    # Signing in and out.
    _account("signed_up", "Account created"),
    _account("signed_in", "Signed in", "by"),
    _account("sign_in_failed", "Sign-in failed", "by"),
    _account("sign_in_throttled", "Sign-in paused after too many tries", "by"),
    _account("signed_out", "Signed out"),
    _account("session_ended", "Signed out of a device", "session"),
    _account("sessions_ended", "Signed out everywhere", "count"),
    _account("sign_in_link_issued", "Sign-in link made"),
    _account("reauthenticated", "Password typed again", "by"),
    _account("reauthentication_failed", "Password typed again, wrongly", "by"),
    # Passwords, addresses, second factors.
    _account("reset_requested", "Link for a new password asked for"),
    _account("password_reset", "Password set by a link"),
    _account("password_changed", "Password changed"),
    _account("email_confirmed", "Email address confirmed"),
    _account("email_change_requested", "Change of the email address asked for"),
    _account("email_changed", "Email address changed"),
    _account("email_given_away", "Email address given to another account of the same mailbox"),
    _account("second_factor_added", "Second factor added", "method"),
    _account("second_factor_removed", "Second factor removed", "method"),
    _account("second_factor_lost", "Second factor reported as lost", "method"),
    _account("second_factor_passed", "Second factor given", "method"),
    _account("second_factor_failed", "Second factor failed", "method"),
    _account("recovery_codes_created", "Recovery codes made", "count"),
    _account("recovery_code_used", "Recovery code used", "count"),
    _account("passkey_added", "Passkey added"),
    _account("passkey_removed", "Passkey removed"),
    _account("passkey_refused", "Passkey refused: its count went back"),
    # What leaves, and what ends.
    _account("data_exported", "Data downloaded"),
    _account("account_deleted", "Account deleted"),
    _account("feed_created", "Calendar link made"),
    _account("feed_revoked", "Calendar link ended"),
    # Staff and their rights.
    _staff("staff_invited", "Staff rights offered by letter", "role"),
    _staff("staff_granted", "Staff rights given", "role"),
    _staff("staff_revoked", "Staff rights taken away", "role"),
    _staff("invitation_withdrawn", "Offer of staff rights taken back", "role"),
    _staff("staff_list_viewed", "List of staff opened"),
    _staff(
        "sessions_ended_by_staff",
        "Somebody signed out everywhere by staff",
        "count",
        customer_label="Support signed you out everywhere",
    ),
    _staff("all_sessions_ended", "Everybody signed out everywhere", "count"),
    # What staff read about a customer.
    _staff("order_viewed", "Order opened", customer_label="Support opened an order of yours"),
    _staff("dispute_viewed", "Dispute opened", customer_label="Support opened a dispute of yours"),
    _staff("stripe_event_viewed", "Stripe event opened"),
    _staff("orders_searched", "Orders searched"),
    _staff("log_viewed", "This log read"),
    _staff("account_exported", "Account exported", customer_label="Support exported your data"),
    # What staff did in the shop.
    _staff("refund_created", "Refund sent", *_REFUND, customer_label="Support sent a refund"),
    _staff("refund_approved", "Refund request approved", *_REFUND, customer_label="Support approved a refund"),
    _staff("refund_declined", "Refund request declined", *_REFUND, customer_label="Support declined a refund"),
    _staff("evidence_saved", "Dispute evidence saved", "status"),
    _staff("evidence_sent", "Dispute answered", "status"),
    _staff("evidence_not_taken", "Dispute evidence not taken by Stripe", "status"),
    _staff("dispute_accepted", "Dispute accepted", "status"),
    _staff("stripe_event_replayed", "Stripe event run again", "state"),
    _staff("alert_settled", "Alert settled"),
    _staff("letter_resent", "Letter sent again"),
    _staff("letter_discarded", "Letter discarded"),
    _staff("job_retried", "Job run again"),
    _staff("code_created", "Promotion code made", "percent_off", "amount_off_cents", "max_uses"),
    _staff("code_switched", "Promotion code switched", "is_active"),
    # What staff did in the library. The history of a piece keeps its texts.
    _staff("draft_saved", "Draft saved", "revision"),
    _staff("piece_published", "Piece published", "revision"),
    _staff("piece_scheduled", "Publication scheduled", "revision"),
    _staff("schedule_canceled", "Scheduled publication taken back", "revision"),
    _staff("piece_withdrawn", "Piece withdrawn", "revision"),
    _staff("piece_rolled_back", "Piece rolled back", "revision"),
)
KINDS = {kind.key: kind for kind in _KINDS}


def check_values(kind: Kind, *values: dict[str, object] | None) -> None:
    """Raise ValueError for a name that the kind does not list, or a value that is more than a number or a short word."""
    for name, value in (item for fields in values if fields for item in fields.items()):
        if name not in kind.fields:
            raise ValueError(f"An event of the kind {kind.key} has no field {name}.")
        is_short = isinstance(value, str) and len(value) <= MAX_LENGTH
        if not (value is None or isinstance(value, int) or is_short):
            raise ValueError(f"The field {name} of {kind.key} holds more than a number or a short word.")


def shorten_address(address: str | None) -> str:
    """The network of an address: 203.0.113.9 → 203.0.113.0/24, and 48 bits of an IPv6 address. Empty for anything else."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip_network(f"{ip}/{KEPT_BITS[ip.version]}", strict=False))
