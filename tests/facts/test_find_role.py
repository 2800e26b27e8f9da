"""What a person types becomes the role they mean, or nothing."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts

MEANT = [
    ("registered-nurse", "registered-nurse"),
    ("Registered Nurse", "registered-nurse"),
    ("  registered   NURSE ", "registered-nurse"),
    ("RN", "registered-nurse"),
    ("R.N.", "registered-nurse"),
    ("nurse", "registered-nurse"),
    ("NICU nurse", "registered-nurse"),
    ("travel nurses", "registered-nurse"),
    ("ICU nurse", "icu-nurse"),
    ("NP", "nurse-practitioner"),
    ("nurse practitioner (FNP)", "nurse-practitioner"),
    ("LPN", "lpn"),
    ("cardiology physician", "cardiologist"),
    ("interventional cardiologist", "cardiologist"),
    ("family doctor", "physician-family"),
    ("internist", "physician-internal"),
    ("gastroenterologist", "physician-internal"),
    ("PharmD", "pharmacist"),
    ("PT", "physical-therapist"),
    ("AE", "account-executive"),
    ("Enterprise Account Executive", "account-executive"),
    ("SDR", "sales-development-rep"),
    ("CSM", "customer-success-manager"),
    ("Senior Customer Success Manager, Enterprise", "customer-success-manager"),
    ("customer sucess manager", "customer-success-manager"),
    ("senior accountant", "accountant"),
    ("Accountants", "accountant"),
    ("CPA", "accountant"),
    ("FP&A", "financial-analyst"),
    ("CFO", "finance-manager"),
    ("Chief of Staff", "chief-of-staff"),
    ("chief of staff to the CEO", "chief-of-staff"),
    ("business analyst", "business-analyst"),
    ("Sr. Software Engineer II", "software-engineer"),
    ("softwear engneer", "software-engineer"),
    ("frontend developer", "frontend-developer"),
    ("front end developer", "frontend-developer"),
    ("QA", "qa-engineer"),
    ("VP Engineering", "engineering-manager"),
    ("product manager at Acme", "product-manager"),
    ("project manger", "project-manager"),
    ("recuriter", "recruiter"),
    ("content-writer", "copywriter"),
    ("designer", "ux-designer"),
    ("UX Researcher", "ux-researcher"),
    ("help desk", "it-support"),
    ("executive assistant", "executive-assistant"),
    ("teacher", "elementary-teacher"),
    ("paralegal", "paralegal"),
    ("attorney", "lawyer"),
    ("army officer", "military-officer"),
    ("medical science liaison", "medical-science-liaison"),
    ("utilization review nurse", "utilization-review-nurse"),
    ("Orthopédic Surgeon", "orthopedic-surgeon"),
]

UNKNOWN = [
    "",
    "   ",
    "?!",
    "asdf",
    "astronaut",
    "PM",
    "director",
    "data",
    "x" * 5000,
]


@pytest.mark.parametrize(("typed", "slug"), MEANT)
def test_a_title_leads_to_its_role(typed: str, slug: str) -> None:
    found = load_facts().find_role(typed)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize("typed", UNKNOWN)
def test_no_answer_is_better_than_a_wrong_one(typed: str) -> None:
    assert load_facts().find_role(typed) is None


@pytest.mark.parametrize("slug", list(load_facts().by_slug))
def test_every_role_is_found_by_slug_and_by_title(slug: str) -> None:
    role = load_facts().role(slug)
    assert role is not None
    assert load_facts().find_role(slug) == role
    assert load_facts().find_role(role.title.upper()) == role


def test_launch_names_of_the_library_all_resolve() -> None:
    names = """account executive, accountant, business analyst, chief of staff, software engineer, product manager, project manager,
    operations manager, data scientist, designer, UX researcher, content writer, recruiter, HR generalist, marketing manager,
    customer success manager, financial analyst, engineering manager, QA engineer, data analyst, IT support, executive assistant,
    teacher, paralegal, physician, registered nurse, pharmacist, physical therapist"""
    assert [name for name in names.split(",") if load_facts().find_role(name) is None] == []
