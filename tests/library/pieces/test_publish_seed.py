"""`publish_seed`: files become revisions, a revision never changes, and what staff wrote stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.kernel.db import transaction
from saas.library.kinds.roles import RolePage
from saas.library.pieces import queries
from saas.library.pieces.actions import publish_seed
from saas.library.pieces.models import Piece, Publication, Revision
from saas.library.seed.loading import Seed, SeedError, load_seeds


@pytest.fixture
def role() -> Seed:
    return next(seed for seed in load_seeds() if (seed.kind, seed.slug) == ("role", "accountant"))


@pytest.fixture
def changed(role: Seed) -> Seed:
    return replace(role, content=role.content.model_copy(update={"lead": "Another first sentence."}))


def files(*changed: Seed) -> list[Seed]:
    """Every seed file, some of them changed."""
    other = {(seed.kind, seed.slug): seed for seed in changed}
    return [other.get((seed.kind, seed.slug), seed) for seed in load_seeds()]


def revisions(session: Session, slug: str) -> list[Revision]:
    session.expire_all()
    of_piece = (
        select(Revision).join(Piece, Piece.id == Revision.piece_id).where(Piece.slug == slug, Piece.kind == "role")
    )
    return list(session.scalars(of_piece.order_by(Revision.number)))


def version(session: Session) -> int:
    session.rollback()
    return session.scalars(select(Publication.version)).one()


def test_publishing_the_seed_again_changes_nothing(session: Session) -> None:
    before = version(session), session.scalar(select(func.count()).select_from(Revision))
    assert publish_seed(session, load_seeds()) == 0
    assert (version(session), session.scalar(select(func.count()).select_from(Revision))) == before


def test_a_changed_file_is_a_second_revision_and_the_first_stays(session: Session, role: Seed, changed: Seed) -> None:
    assert publish_seed(session, files(changed)) == 1
    first, second = revisions(session, "accountant")
    assert (first.number, first.body) == (1, role.content.model_dump_json())
    assert (second.number, second.body) == (2, changed.content.model_dump_json())


def test_what_is_published_is_the_second(session: Session, changed: Seed) -> None:
    before = version(session)
    publish_seed(session, files(changed))
    assert version(session) == before + 1
    assert queries.load_catalogue(session).roles["accountant"].lead == "Another first sentence."


def test_a_new_file_is_published(session: Session, role: Seed) -> None:
    publish_seed(session, [replace(role, slug="keeper-of-bees")])
    assert "keeper-of-bees" in queries.load_catalogue(session).roles


def test_what_staff_wrote_is_left_alone(session: Session, role: Seed, changed: Seed) -> None:
    [revision] = revisions(session, "accountant")
    with transaction(session):
        session.add(
            Revision(
                piece_id=revision.piece_id, number=2, body=role.content.model_dump_json(), author="sam@example.com"
            )
        )
    assert publish_seed(session, files(changed)) == 0
    assert [revision.author for revision in revisions(session, "accountant")] == ["seed", "sam@example.com"]


def test_a_revision_is_never_changed(session: Session) -> None:
    [revision] = revisions(session, "accountant")
    revision.body = "{}"
    with pytest.raises(RuntimeError, match="immutable"):
        session.flush()


def test_when_one_piece_fails_nothing_is_published(session: Session, changed: Seed) -> None:
    before = version(session)

    def failing() -> Any:
        yield changed
        raise SeedError("roles/x.toml")

    with pytest.raises(SeedError):
        publish_seed(session, failing())
    assert version(session) == before
    assert len(revisions(session, "accountant")) == 1


def test_the_published_library_is_the_one_in_the_files(session: Session) -> None:
    catalogue = queries.load_catalogue(session)
    files = {seed.slug: seed.content for seed in load_seeds() if isinstance(seed.content, RolePage)}
    assert catalogue.roles == files
    assert {step.revision_id for step in catalogue.steps} == set(
        session.scalars(select(Piece.published_revision_id).where(Piece.kind == "step"))
    )


def test_the_library_is_read_once_per_version(session: Session) -> None:
    assert queries.load_catalogue(session) is queries.load_catalogue(session)


def test_a_piece_whose_file_is_gone_is_withdrawn_and_its_text_stays(session: Session, role: Seed) -> None:
    assert publish_seed(session, [seed for seed in load_seeds() if seed != role]) == 1
    assert "accountant" not in queries.load_catalogue(session).roles
    assert len(revisions(session, "accountant")) == 1


def test_a_file_that_comes_back_is_published_again_without_a_new_text(session: Session, role: Seed) -> None:
    publish_seed(session, [seed for seed in load_seeds() if seed != role])
    assert publish_seed(session, load_seeds()) == 1
    assert "accountant" in queries.load_catalogue(session).roles
    assert len(revisions(session, "accountant")) == 1
