"""What staff write is text: no tag of theirs, and no attribute, stands on a page."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.library.kinds.articles import SitePage
from saas.library.kinds.roles import RolePage
from saas.library.pages.page_renderer import PageRenderer
from saas.library.pieces.actions import publish_revision, write_draft
from tests.library.drafts import SAM, role

TAG = '<img src=/x onerror="alert(1)">'


def written(body: str) -> str:
    page = SitePage(title="A page", description="A page.", checked_on=date(2026, 11, 25), body=body)
    return str(PageRenderer(load_facts().figure, date(2026, 11, 25)).render(page)["body"])


def test_no_field_of_a_role_lets_a_tag_through(client: FlaskClient, session: Session) -> None:
    content = role("Zymurgy.")
    assert isinstance(content, RolePage)
    line = content.translation[0].model_copy(update=dict.fromkeys(("did", "reads", "where"), TAG))
    band = content.timeline[0].model_copy(update=dict.fromkeys(("label", "months", "text"), TAG))
    wrong = content.model_copy(
        update={"translation": (line, *content.translation[1:]), "timeline": (band, *content.timeline[1:])}
    )
    write_draft(session, "role", "accountant", wrong, SAM, base=1)
    publish_revision(session, "role", "accountant", SAM, number=2)
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
