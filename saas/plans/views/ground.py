"""What plans stand on, as this request finds it."""

from __future__ import annotations

from typing import cast

from flask import current_app

from saas.facts.shapes import Facts
from saas.intake.rules.questionnaire import questionnaire
from saas.library import queries as library
from saas.plans.rules.ground import Ground
from saas.web.session import db


def facts() -> Facts:
    return cast(Facts, current_app.extensions["facts"])


def ground() -> Ground:
    """The library as it is published now."""
    return Ground(library.catalogue(db()), facts(), questionnaire())
