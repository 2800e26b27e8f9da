"""The registry of kinds: every kind is whole, and one registration is all that a new one needs."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.library.checks.content import find_faults
from saas.library.checks.link_targets import build_link_targets
from saas.library.kinds.fields import LONG, MARKDOWN, Content, Editor, Prose, field_specs
from saas.library.kinds.parts import Article, FactsRole
from saas.library.kinds.spec import KINDS, IndexPage, KindSpec
from saas.library.pieces.actions import publish_revision, write_draft
from saas.library.pieces.queries import load_library
from saas.library.seed.loading import Seed, list_seed_files, read_seed_file
from saas.library.seed.writing import write_seed_files
from tests.apps import make_app
from tests.databases import Database
from tests.library.editor_forms import publication_fields
from tests.local_stripe import LocalStripe
from tests.people import SAM

FOLDERS = [spec.seed_folder for spec in KINDS.values()]


class Recipe(Article):
    """A kind that only this test knows."""

    method: Annotated[Prose, Editor("How it is cooked")]
    eaten_by: tuple[FactsRole, ...] = ()
    serves: Annotated[int, Field(ge=1)] = 4


SPEC = KindSpec(
    kind="recipe",
    content=Recipe,
    label="Recipe",
    words=(5, 50),
    seed_folder="recipes",
    url_prefix="/recipes/",
    template="recipe.html",
    index=IndexPage(href="/recipes", name="Recipes", title="What to cook", template="recipes.html"),
    search_rank=0.5,
    is_article=True,
)
SOUP = Recipe.model_validate(
    {
        "title": "Zymurgy soup",
        "description": "A soup for the first week.",
        "checked_on": "2026-11-25",
        "lead": "It keeps for days.",
        "method": "Boil **everything**, then file for [unemployment](/states).",
        "eaten_by": ["accountant"],
    }
)


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> KindSpec:
    monkeypatch.setitem(KINDS, "recipe", SPEC)
    return SPEC


@pytest.fixture
def kitchen(recipe: KindSpec, database: Database, engine: Engine, session: Session) -> Flask:
    """An app in which the kind is registered, with one piece of it published. Its two templates are all that is added."""
    app = make_app(database, engine, LocalStripe())
    pages = {
        "recipe.html": "<h1>{{ page.title }}</h1>{{ page.method }}{% for card in page.read_next %}{{ card.title }}{% endfor %}",
        "recipes.html": "{% for card in cards %}<a href='{{ card.href }}'>{{ card.title }}</a>{% endfor %}",
    }
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader([DictLoader(pages), app.jinja_loader])
    write_draft(session, recipe.kind, "soup", SOUP, SAM.email, base=0)
    publish_revision(session, recipe.kind, "soup", SAM.email, number=1)
    return app


def test_a_registered_kind_has_pages_a_list_search_and_its_place_in_the_sitemap(kitchen: Flask) -> None:
    client = kitchen.test_client()
    assert "Boil <strong>everything</strong>" in client.get("/recipes/soup").text
    assert client.get("/recipes/none").status_code == 404
    assert "<a href='/recipes/soup'>Zymurgy soup</a>" in client.get("/recipes").text
    assert "/recipes/soup" in client.get("/search?q=zymurgy").text
    assert "/recipes/soup<" in client.get("/sitemap.xml").text and "/recipes<" in client.get("/sitemap.xml").text
    assert "Zymurgy soup" in client.get("/feed.xml").text
    assert client.get("/shared/recipes/soup.png").mimetype == "image/png"


def test_staff_find_write_and_publish_a_registered_kind(kitchen: Flask, session: Session) -> None:
    sam = kitchen.test_client()
    with sam.session_transaction() as cookie:
        cookie.update({"_user_id": SAM.uniquifier, "_fresh": True, "fs_paa": time.time()})
    assert "Zymurgy soup" in sam.get("/admin/library?kind=recipe").text
    page = sam.get("/admin/library/recipe/soup").text
    assert "How it is cooked" in page and re.search(r'<textarea id="f-method"', page)
    typed = SOUP.model_dump(mode="json", include={"title", "description", "checked_on", "lead"})
    sent = typed | {"slug": "stew", "base": "0", "method": "Boil everything longer than that.", "serves": "2"}
    assert sam.post("/admin/library/recipe/revisions", data=sent).status_code == 303
    form = publication_fields(sam.get("/admin/library/recipe/stew").text)
    assert sam.post("/admin/library/recipe/stew/publication", data=form).status_code == 303
    session.rollback()
    assert load_library(session).pages_of("recipe").keys() == {"soup", "stew"}


def test_a_registered_kind_is_checked_like_any_other(recipe: KindSpec) -> None:
    wrong = SOUP.model_copy(
        update={"method": "It is amazing, see [this](/nowhere).", "eaten_by": ("nobody",), "lead": ""}
    )
    faults = find_faults(recipe.kind, wrong, build_link_targets([], {}))
    assert [(fault.field, fault.sentence) for fault in faults] == [
        ("method", "hype: “…It is amazing, see [this](/nowhere).…”"),
        ("method", "“/nowhere” leads nowhere."),
        ("eaten_by", "There is no role “nobody” in facts."),
        ("lead", "Nothing is written here."),
    ]
    assert find_faults(recipe.kind, SOUP, build_link_targets([], {})) == []


def test_a_registered_kind_is_written_to_its_seed_folder_and_read_back(recipe: KindSpec, tmp_path: Path) -> None:
    soup = Seed(recipe.kind, "soup", SOUP)
    assert write_seed_files([soup], tmp_path) == ["recipes/soup.toml"]
    assert [seed for file in list_seed_files(tmp_path) for seed in read_seed_file(file)] == [soup]


def test_every_kind_has_a_folder_of_its_own() -> None:
    assert len(set(FOLDERS)) == len(FOLDERS)


def test_a_kind_with_pages_has_a_template_or_a_list_that_holds_its_cards() -> None:
    bare = [kind for kind, spec in KINDS.items() if spec.has_page and not spec.template and not spec.is_card]
    assert bare == []
    assert [kind for kind, spec in KINDS.items() if spec.is_card and spec.index is None] == []


def _contents(content: type[Content]) -> Iterator[type[Content]]:
    yield content
    for field in field_specs(content):
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, Content):
                yield from _contents(inner)


def test_only_text_is_long_or_markdown() -> None:
    """A mark on a field that it means nothing for is a slip."""
    slips = [
        f"{content.__name__}.{field.name}"
        for spec in KINDS.values()
        for content in _contents(spec.content)
        for field in field_specs(content)
        if (field.has(LONG) or field.has(MARKDOWN)) and field.annotation is not str
    ]
    assert slips == []
