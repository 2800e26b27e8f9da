"""What every page of the desk needs: a session over the library, the person's address, the kind in the address, the world."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from flask import current_app
from flask_login import current_user
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.library import desk, queries
from saas.library.rules.checking import Fault, World, faults
from saas.library.seed.pieces import Seed
from saas.library.seed.writing import text_of
from saas.library.shapes import SHAPES, Kind
from saas.library.shapes.parts import Shape, Slug
from saas.library.stored import shape_of

SLUG: TypeAdapter[str] = TypeAdapter(Slug)
MakeWorld = Callable[[Iterable[tuple[Kind, str]]], World]


def author() -> str:
    return str(current_user.email)


def kind_of(kind: str) -> Kind:
    if kind not in SHAPES:
        raise NotFound("There is no such kind.")
    return kind


def is_slug(slug: str) -> bool:
    try:
        SLUG.validate_python(slug)
    except ValidationError:
        return False
    return True


def text_at(session: Session, kind: Kind, slug: str, number: int) -> str:
    """A revision as its file would say it; as it is stored where it was written for an older shape."""
    body = desk.revision(session, kind, slug, number).body
    try:
        return text_of(Seed(kind, slug, shape_of(kind, body)))
    except ValidationError:
        return body


def world(pieces: Iterable[tuple[Kind, str]]) -> World:
    """What text may point at. It takes in other features, so the app hands it over."""
    return cast(MakeWorld, current_app.extensions["world"])(pieces)


def faults_of(session: Session, kind: Kind, slug: str, shape: Shape) -> list[Fault]:
    """What keeps a text from being published."""
    known = world([*desk.names(session), (kind, slug)])
    return faults(kind, shape, replace(known, questions=queries.questions(session)), slug)


def all_faults(session: Session) -> dict[tuple[Kind, str], list[Fault]]:
    """Faults of the newest text of every piece that is not withdrawn; only those that have some. Kept by version."""
    key = f"{queries.version(session)}:{desk.last_written(session)}"
    if key not in _kept:
        rows = [row for row in desk.rows(session) if row.standing.state != "withdrawn"]
        known = replace(world((row.kind, row.slug) for row in rows), questions=queries.questions(session))
        found = {(row.kind, row.slug): faults(row.kind, row.shape, known, row.slug) for row in rows if row.shape}
        _kept.clear()
        _kept[key] = {name: sentences for name, sentences in found.items() if sentences}
    return _kept[key]


_kept: dict[str, dict[tuple[Kind, str], list[Fault]]] = {}
