"""Clinical titles: who it is by credential or noun, and in which setting or specialty. The license always decides."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from saas.facts.title_parts import PERSON_ENDINGS, ROMAN_OR_NUMBER, Credential, TitleParts, part_tables
from saas.facts.title_search import to_singular

NURSE, PEDIATRICIAN = "registered-nurse", "physician-pediatrics"
SURGEON, SURGEONS = "surgeon", ("orthopedic-surgeon", "obgyn")
# A physician who names no specialty.
ANY_PHYSICIAN = "physician"
# Words that say who it is; beside them a specialty alone may stand.
NOUNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "nurse": frozenset({"nurse", "nursing", "rn", "bedside", "charge"}),
        "lpn": frozenset({"nurse", "practical", "vocational"}),
        "physician": frozenset({"physician", "doctor", "attending", "medicine", "doc"}),
        "practitioner": frozenset(
            {"nurse", "practitioner", "physician", "assistant", "provider", "midwife", "anesthetist"}
        ),
        "pharmacist": frozenset({"pharmacist", "pharmacy", "specialist"}),
        "therapist": frozenset({"therapist", "therapy", "rehabilitation"}),
        "social-worker": frozenset({"social", "worker", "therapist"}),
        "counselor": frozenset({"counselor", "therapist"}),
        "dietitian": frozenset({"dietitian", "nutrition"}),
        "dentist": frozenset({"dentist", "dental"}),
    }
)
CLINICAL_KINDS = frozenset({*NOUNS, "technologist", "optometrist", "veterinarian", "aide", "paramedic"})
# Kinds that a noun names without a credential, and words that say nothing more in a clinical title.
NAMED_KINDS = ("nurse", "physician")
PLAIN_WORDS = frozenset(
    {"of", "and", "in", "the", "clinical", "staff", "senior", "lead", "care", "unit", "general", "certified"}
)


def find_clinician(parts: TitleParts) -> str | None:
    """The slug of a clinician whose title says who it is and where, and nothing else; ANY_PHYSICIAN for a bare doctor."""
    kind = find_kind(parts)
    if kind is None or not _is_all_said(parts, kind):
        return None
    if parts.credential and parts.credential.kind == kind:
        return find_role_of_credential(parts, parts.credential)
    return _find_role(parts, kind, NURSE)


def find_kind(parts: TitleParts) -> str | None:
    """The kind of clinician: that of a credential, or a nurse or physician by the words; None for other work."""
    if parts.credential and parts.credential.kind in CLINICAL_KINDS:
        return parts.credential.kind
    words = {*parts.core, *map(to_singular, parts.core)}
    named = next((kind for kind in NAMED_KINDS if words & NOUNS[kind]), None)
    if named is None and any(word.endswith(PERSON_ENDINGS) for word in parts.specialty_words):
        return "physician"
    return named


def find_role_of_credential(parts: TitleParts, credential: Credential) -> str:
    """The work that needs the credential, in the specialty beside it."""
    return _find_role(parts, credential.kind, credential.role)


def specialty_name(parts: TitleParts, slug: str) -> str:
    """The specialty in words, where the work is clinical."""
    if not parts.specialties or find_kind(parts) is None:
        return ""
    return parts.specialties[0].name


def _is_all_said(parts: TitleParts, kind: str) -> bool:
    """Whether every word is a specialty, a noun of that kind, or says nothing more."""
    words = map(to_singular, part_tables().without_noise(parts.core))
    allowed = {*NOUNS.get(kind, ()), *PLAIN_WORDS, *map(to_singular, parts.specialty_words)}
    return all(word in allowed or ROMAN_OR_NUMBER.match(word) for word in words)


def _find_role(parts: TitleParts, kind: str, role: str) -> str:
    if kind == "nurse":
        return next((specialty.nurse for specialty in parts.specialties if specialty.nurse), NURSE)
    if kind != "physician":
        return role
    slugs = [specialty.physician for specialty in parts.specialties if specialty.physician]
    if SURGEON in slugs or any(word in ("surgeon", "surgery") for word in parts.core):
        return next((slug for slug in slugs if slug in SURGEONS), SURGEON)
    # A pediatric cardiologist is a cardiologist.
    return next((slug for slug in slugs if slug != PEDIATRICIAN), slugs[0] if slugs else ANY_PHYSICIAN)
