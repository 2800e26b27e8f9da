"""Titles as people write them, and the occupation each is read as."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts

MEANT = [
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
NOTHING = [
    "asdf", "qwerty uiop", "boss", "my boss", "unemployed", "laid off", "manager", "manager manager", "director", "worker",
    "team lead", "shift lead", "assistant manager", "self employed", "stay at home mom", "homemaker", "student", "retired",
    "none", "n/a", "nurse something", "recycling", "retail", "astronaut", "<script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "slug"), MEANT)
def test_a_title_of_daily_life_leads_to_its_work(typed: str, slug: str) -> None:
    found = load_facts().find_role(typed)
    assert found is not None and found.slug == slug


@pytest.mark.parametrize("typed", NOTHING)
def test_nothing_is_read_into_what_names_no_work(typed: str) -> None:
    assert load_facts().find_role(typed) is None


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
def test_what_may_have_been_meant_instead_is_offered(typed: str, offered: set[str]) -> None:
    assert offered <= {role.slug for role in load_facts().suggest_roles(typed)}


@pytest.mark.parametrize(("text", "is_own"), [("RN", True), ("Registered Nurse", True), ("CNA", False), ("MIG welder", False)])  # fmt: skip
def test_a_name_of_our_own_needs_no_checking(text: str, is_own: bool) -> None:
    assert load_facts().is_own_title(text) is is_own
