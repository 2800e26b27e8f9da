"""What staff write is text: no tag of theirs, and no attribute, stands on a page."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.library.actions import publish, write
from saas.library.prose import Pen
from saas.library.shapes.reading import SitePage
from saas.library.shapes.work import RolePage
from tests.library.texts import SAM, role

TAG = '<img src=/x onerror="alert(1)">'


def written(body: str) -> str:
    page = SitePage(title="A page", description="A page.", checked_on=date(2026, 11, 25), body=body)
    return str(Pen(load_facts().figure, date(2026, 11, 25)).rendered(page)["body"])


def test_no_field_of_a_role_lets_a_tag_through(client: FlaskClient, session: Session) -> None:
    shape = role("Zymurgy.")
    assert isinstance(shape, RolePage)
    line = shape.translation[0].model_copy(update=dict.fromkeys(("did", "reads", "where"), TAG))
    band = shape.timeline[0].model_copy(update=dict.fromkeys(("label", "months", "text"), TAG))
    wrong = shape.model_copy(
        update={"translation": (line, *shape.translation[1:]), "timeline": (band, *shape.timeline[1:])}
    )
    write(session, "role", "accountant", wrong, SAM, base=1)
    publish(session, "role", "accountant", SAM)
    assert "<img src=/x" not in client.get("/roles/accountant").text


@pytest.mark.parametrize(
    "body",
    [
        '[a](https://example.com "{{example:x") y }} " onmouseover=alert(1) z',
        '[a](https://example.com "{{fact:law.cobra_elect.days}}")',
        '[a](https://example.com "b > {{slot:name}}")',
    ],
)
def test_a_mark_in_an_attribute_opens_none(body: str) -> None:
    assert 'title="' not in written(body)
