"""What a person types becomes the role or the occupation they mean, or nothing."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts

ROLE_TITLES = [
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
OCCUPATION_TITLES = [
    ("MIG welder", "welder"),
    ("welder at Acme Shipyard", "welder"),
    ("sr. electrician", "electrician"),
    ("electrician apprentice", "electrician"),
    ("electritian", "electrician"),
    ("plumber", "plumber"),
    ("HVAC tech", "hvac-technician"),
    ("carpenter", "carpenter"),
    ("roofer", "roofer"),
    ("drywaller", "drywall-installer"),
    ("lineman", "power-line-installer"),
    ("mechanic", "auto-mechanic"),
    ("handyman", "maintenance-technician"),
    ("machinist", "machinist"),
    ("CNC operator", "cnc-operator"),
    ("quality inspector", "quality-inspector"),
    ("seamstress", "sewing-machine-operator"),
    ("CDL driver", "truck-driver"),
    ("truckdriver", "truck-driver"),
    ("bus driver", "school-bus-driver"),
    ("uber driver", "taxi-driver"),
    ("delivery driver", "delivery-driver"),
    ("forklift operater", "forklift-operator"),
    ("warehouse associate", "warehouse-worker"),
    ("Amazon warehouse picker", "hand-packer"),
    ("flight attendant", "flight-attendant"),
    ("deckhand", "sailor"),
    ("mail carrier", "mail-carrier"),
    ("postal worker", "mail-carrier"),
    ("911 operator", "911-dispatcher"),
    ("barista", "barista"),
    ("line cook", "restaurant-cook"),
    ("waitress", "server"),
    ("bartender", "bartender"),
    ("pastry chef", "baker"),
    ("dishwasher", "dishwasher"),
    ("CNA", "nursing-assistant"),
    ("home health aide", "home-health-aide"),
    ("dental assistant", "dental-assistant"),
    ("phlebotomist", "phlebotomist"),
    ("pharmacy tech", "pharmacy-technician"),
    ("vet tech", "veterinary-technician"),
    ("EMT", "emergency-medical-technician"),
    ("LVN", "lpn"),
    ("optometrist", "optometrist"),
    ("nanny", "nanny"),
    ("school bus aide", "school-bus-monitor"),
    ("preschool teacher", "preschool-teacher"),
    ("substitute teacher", "substitute-teacher"),
    ("security guard", "security-guard"),
    ("correctional officer", "correctional-officer"),
    ("janitor", "janitor"),
    ("house cleaner", "housekeeper"),
    ("hair stylist", "hairstylist"),
    ("personal trainer", "fitness-trainer"),
    ("funeral director", "funeral-director"),
    ("Walmart cashier", "cashier"),
    ("sales associate", "retail-salesperson"),
    ("bank teller", "bank-teller"),
    ("data entry clerk", "data-entry-clerk"),
    ("receptionist", "receptionist"),
    ("loan processor", "loan-processor"),
    ("medical coder", "medical-records-specialist"),
    ("claims adjuster", "claims-examiner"),
    ("property manager", "property-manager"),
    ("farm worker", "crop-farmworker"),
    ("court reporter", "court-reporter"),
    ("sign language interpreter", "interpreter-or-translator"),
    ("web dev", "frontend-developer"),
    ("scrum master", "it-project-manager"),
    ("production manager", "industrial-production-manager"),
]
NO_TITLES = [
    "",
    "   ",
    "?!",
    "asdf",
    "astronaut",
    "PM",
    "director",
    "data",
    "x" * 5000,
    "asdf",
    "qwerty uiop",
    "boss",
    "my boss",
    "unemployed",
    "laid off",
    "manager",
    "manager manager",
    "director",
    "worker",
    "team lead",
    "shift lead",
    "assistant manager",
    "self employed",
    "stay at home mom",
    "homemaker",
    "student",
    "retired",
    "none",
    "n/a",
    "nurse something",
    "recycling",
    "retail",
    "astronaut",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize(("typed", "slug"), [*ROLE_TITLES, *OCCUPATION_TITLES])
def test_a_title_leads_to_what_was_meant(typed: str, slug: str) -> None:
    role = load_facts().find_role(typed)
    assert role is not None
    assert role.slug == slug


@pytest.mark.parametrize("typed", list(dict.fromkeys(NO_TITLES)))
def test_no_answer_is_better_than_a_wrong_one(typed: str) -> None:
    assert load_facts().find_role(typed) is None


def test_every_role_is_found_by_slug_and_by_title() -> None:
    facts = load_facts()
    roles = facts.by_slug.values()
    assert [role.slug for role in roles if facts.find_role(role.slug) != role] == []
    assert [role.slug for role in roles if facts.find_role(role.title.upper()) != role] == []


def test_launch_titles_of_the_library_are_all_found() -> None:
    names = """account executive, accountant, business analyst, chief of staff, software engineer, product manager, project manager,
    operations manager, data scientist, designer, UX researcher, content writer, recruiter, HR generalist, marketing manager,
    customer success manager, financial analyst, engineering manager, QA engineer, data analyst, IT support, executive assistant,
    teacher, paralegal, physician, registered nurse, pharmacist, physical therapist"""
    assert [name for name in names.split(",") if load_facts().find_role(name) is None] == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bus driver", {"school-bus-driver", "transit-bus-driver", "shuttle-driver"}),
        ("warehouse associate", {"warehouse-worker", "hand-packer", "stocker"}),
        ("mechanic", {"auto-mechanic", "industrial-machinery-mechanic"}),
        ("nurse something", {"registered-nurse", "lpn"}),
        ("recycling", {"recycling-worker", "refuse-collector"}),
    ],
)
def test_other_roles_that_may_have_been_meant_are_suggested(typed: str, offered: set[str]) -> None:
    assert offered <= {role.slug for role in load_facts().suggest_roles(typed)}


@pytest.mark.parametrize(
    ("text", "is_own"), [("RN", True), ("Registered Nurse", True), ("CNA", False), ("MIG welder", False)]
)
def test_a_title_of_our_own_needs_no_checking(text: str, is_own: bool) -> None:
    assert load_facts().is_own_title(text) is is_own


def suggest(text: str, limit: int = 6) -> list[str]:
    return [role.slug for role in load_facts().suggest_roles(text, limit)]


def test_the_role_that_is_meant_is_suggested_first() -> None:
    assert suggest("registered nurse")[0] == "registered-nurse"


@pytest.mark.parametrize(
    ("typed", "expected"), [("produ", "product-manager"), ("soft eng", "software-engineer"), ("cardio", "cardiologist")]
)
def test_the_beginning_of_a_word_is_enough(typed: str, expected: str) -> None:
    assert expected in suggest(typed)


def test_an_ambiguous_abbreviation_suggests_each_meaning() -> None:
    assert {"product-manager", "project-manager", "program-manager"} <= set(suggest("PM"))


def test_no_role_is_suggested_twice_and_the_limit_holds() -> None:
    suggested = suggest("manager", 5)
    assert len(suggested) == len(set(suggested)) == 5


@pytest.mark.parametrize("typed", ["", "  ", "zzzz"])
def test_nothing_is_suggested_for_nothing(typed: str) -> None:
    assert suggest(typed) == []
