"""What the browser is asked for, and whether its answer is right. Without storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from saas.kernel.errors import Refusal

NAME = "CareerCanopy"
# Milliseconds that a browser waits for the device; a person may have to look for it.
PATIENCE = 300_000
MAX_ANSWER = 20_000  # characters; an answer has one or two thousand
MAX_CREDENTIAL_ID = 1023  # bytes, by the standard
ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
NOT_TAKEN = "This passkey was not taken. Try once more, or use your password."
# What the package raises for an answer that no browser gives: its own errors, and those of what it calls.
_MALFORMED = (
    WebAuthnException,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
)


class InvalidPasskey(Refusal):
    """What the browser sent is no right answer to what it was asked."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """We, as passkeys know us: a passkey made for one `host` signs in at no other."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """Ids and keys are base64url. `is_synced`: its owner's devices share it."""

    credential_id: str
    public_key: str
    sign_count: int
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser sent to sign in, before it is checked. `handle` names the account, where the device knows it."""

    text: str
    credential_id: str
    handle: str


def find_relying_party(base_url: str) -> RelyingParty:
    """Browsers know passkeys of names alone, so a shop on this machine is `localhost`, whatever its address says."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if not _is_loopback(host):
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}")
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty("localhost", f"{parts.scheme}://localhost{port}")


def make_creation_options(
    party: RelyingParty, challenge: bytes, *, handle: str, email: str, known: Sequence[str]
) -> str:
    """What a browser is asked to make a passkey with, as JSON. Any device may hold it, this one or another; none that holds
    one of the `known` already."""
    options = generate_registration_options(
        rp_id=party.host,
        rp_name=NAME,
        user_id=handle.encode(),
        user_name=email,
        challenge=challenge,
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_describe(known),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def make_request_options(party: RelyingParty, challenge: bytes, *, known: Sequence[str] = ()) -> str:
    """What a browser is asked to sign with a passkey, as JSON: one of the `known`, or any that the person chooses."""
    options = generate_authentication_options(
        rp_id=party.host,
        challenge=challenge,
        timeout=PATIENCE,
        allow_credentials=_describe(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def read_new_passkey(party: RelyingParty, challenge: bytes, text: str) -> NewPasskey:
    """The passkey that a browser has made for the challenge. Raises InvalidPasskey."""
    try:
        _check_length(text)
        verified = verify_registration_response(
            credential=text,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except _MALFORMED:
        raise InvalidPasskey(NOT_TAKEN) from None
    if len(verified.credential_id) > MAX_CREDENTIAL_ID:
        raise InvalidPasskey(NOT_TAKEN)
    return NewPasskey(
        bytes_to_base64url(verified.credential_id),
        bytes_to_base64url(verified.credential_public_key),
        verified.sign_count,
        verified.credential_backed_up,
    )


def read_answer(text: str) -> Answer:
    """What the browser says it signed with; nothing of it is proven yet. Raises InvalidPasskey."""
    try:
        _check_length(text)
        credential = parse_authentication_credential_json(text)
        handle = (credential.response.user_handle or b"").decode()
    except _MALFORMED:
        raise InvalidPasskey(NOT_TAKEN) from None
    return Answer(text, bytes_to_base64url(credential.raw_id), handle)


def verify_answer(party: RelyingParty, challenge: bytes, answer: Answer, public_key: str) -> int:
    """The count of signatures that the device says, if the answer is signed with the key. Raises InvalidPasskey."""
    try:
        verified = verify_authentication_response(
            credential=answer.text,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,  # `is_copied` looks at it, and more is done then than to refuse
            require_user_verification=True,
        )
    except _MALFORMED:
        raise InvalidPasskey(NOT_TAKEN) from None
    return verified.new_sign_count


def is_copied(known_count: int, new_count: int) -> bool:
    """Whether the count did not grow, though the device counts: then there is a copy of the key."""
    return (known_count > 0 or new_count > 0) and new_count <= known_count


def _describe(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential_id)) for credential_id in known]


def _check_length(text: str) -> None:
    if len(text) > MAX_ANSWER:
        raise ValueError


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
