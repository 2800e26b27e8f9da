"""Style and script: tokens name the colors, nothing stands inline, little is sent, and a layout's bundle has what its
pages use."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house.source import SAAS, STATIC, TEMPLATES, name_of
from tests.people import ANN, SAM

CSS, JS = sorted(STATIC.rglob("*.css")), sorted(STATIC.rglob("*.js"))
PAGES = sorted(
    file for folder in (TEMPLATES, SAAS) for file in folder.rglob("*.html") if SAAS / "sandbox" not in file.parents
)
MAX_JS_LINES = 60
# Compressed, with its stylesheet, its script and its icon.
MAX_PUBLIC_BYTES, MAX_SIGNED_IN_BYTES = 45_000, 45_000
COLOR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|lch|oklab|lab|hwb)\(|:\s*(white|black|red|blue|green|gr[ae]y)\b", re.I
)
INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\b(?:src=|type="application/ld\+json"))""",
    re.I,
)
ELSEWHERE = re.compile(r"""(src|href|action)=["'](https?:)?//|url\(\s*["']?(https?:)?//|@import\s+["'](https?:)?//""")
CSS_PART, JS_PART = re.compile(r'@import url\("([^"]+)"\)'), re.compile(r'^import .*?"([^"]+)"', re.M)
TEMPLATE = re.compile(r"""["']([\w/]+\.html)["']""")
EXTENDS, LAYOUT = re.compile(r"{% extends (.*?)%}"), re.compile(r"layouts/(\w+)\.html")
LAYOUTS = sorted(file.stem for file in STATIC.glob("*.css"))
HOOK = re.compile(r"\[(data-[\w-]+)")


def text(file: Path) -> str:
    """Without comments."""
    return re.sub(r"/\*.*?\*/|\{#.*?#\}|^\s*//.*?$", "", file.read_text(encoding="utf-8"), flags=re.S | re.M)


@pytest.mark.parametrize("file", [file for file in CSS if file.name != "tokens.css"], ids=name_of)
def test_colors_are_named_in_the_tokens_alone(file: Path) -> None:
    assert [line.strip() for line in text(file).splitlines() if COLOR.search(line)] == []


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_nothing_stands_inline(file: Path) -> None:
    assert INLINE.search(text(file)) is None


@pytest.mark.parametrize("file", [*CSS, *JS], ids=name_of)
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    assert ELSEWHERE.search(text(file)) is None


@pytest.mark.parametrize("file", JS, ids=name_of)
def test_a_script_is_one_behavior(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_JS_LINES


def parts(file: Path, pattern: re.Pattern[str]) -> set[Path]:
    """What a bundle names, and what that names."""
    named = {(file.parent / path).resolve() for path in pattern.findall(file.read_text(encoding="utf-8"))}
    return named.union(*(parts(part, pattern) for part in named))


@pytest.mark.parametrize(("files", "pattern"), [(CSS, CSS_PART), (JS, JS_PART)], ids=["css", "js"])
def test_every_part_is_in_a_bundle(files: list[Path], pattern: re.Pattern[str]) -> None:
    bundles = [file for file in files if file.parent == STATIC]
    assert set(files) - set(bundles) - set().union(*(parts(file, pattern) for file in bundles)) == set()


def test_every_layout_with_a_stylesheet_has_a_script_and_the_other_way_round() -> None:
    assert sorted(file.stem for file in STATIC.glob("*.js")) == LAYOUTS
    named = [file.stem for file in (TEMPLATES / "layouts").glob("[a-z]*.html") if "_head.html" in text(file)]
    assert sorted(named) == LAYOUTS


def pages_of(layout: str) -> list[Path]:
    """The templates that stand in a layout. One whose caller chooses is shown to readers and to editors."""
    return [page for page in PAGES if (match := EXTENDS.search(text(page))) and layout in layouts_of(match[1])]


def layouts_of(expression: str) -> set[str]:
    return {*LAYOUT.findall(expression), *(("site", "preview") if "layout|default" in expression else ())}


def templates_of(page: Path, layout: str) -> set[Path]:
    """The page, this layout, and everything they include or import."""
    templates: set[Path] = set()
    todo = {page, TEMPLATES / "layouts" / f"{layout}.html"}
    while todo:
        file = todo.pop()
        templates.add(file)
        named = {TEMPLATES / name for name in TEMPLATE.findall(EXTENDS.sub("", text(file)))}
        todo |= {file for file in named if file.is_file()} - templates
    return templates


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_the_scripts_its_pages_hook_into(layout: str) -> None:
    hooks = {file: set(HOOK.findall(text(file))) for file in JS}
    known = set().union(*(hooks[part] for part in parts(STATIC / f"{layout}.js", JS_PART)))
    everywhere = set().union(*hooks.values())
    used = {
        (page.name, hook)
        for page in pages_of(layout)
        for file in templates_of(page, layout)
        for hook in re.findall(r"data-[\w-]+", text(file))
    }
    missing = {(page, hook) for page, hook in used if hook in everywhere - known}
    # A draft's preview offers nothing to copy, and is submitted nowhere.
    assert {(page, hook) for page, hook in missing if layout != "preview" or hook != "data-copies"} == set()


def selectors(file: Path) -> list[str]:
    """Every selector of a stylesheet, without what it says inside brackets."""
    rules = re.sub(r"@[^{;]*[{;]", "", re.sub(r"\{[^{}]*\}", ",", text(file)))
    return re.split(r"[,{}]", re.sub(r":(is|not|has|where)\([^()]*\)", "", rules))


def classes_of(file: Path) -> set[str]:
    """What a template says in class="…", whatever its conditions are."""
    attributes = re.findall(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"|block page_class %\}([^{]*)', text(file))
    words = re.sub(r"\{%.*?%\}", " ", " ".join(attribute for both in attributes for attribute in both))
    # Of an expression only the strings: `{{ ' is-late' if step.is_late }}`.
    words = re.sub(r"\{\{(.*?)\}\}", lambda match: " ".join(re.findall(r"'([^']*)'", match[1])), words)
    return set(re.findall(r"[a-zA-Z][\w-]*", words))


# Two things of one name: the way to a new password beside its field, and the previewer beside the editor.
SAME_NAME = {("site", ".beside"), ("site", ".beside iframe")}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_the_styles_its_pages_use(layout: str) -> None:
    included = parts(STATIC / f"{layout}.css", CSS_PART)
    pages = {page: set().union(*map(classes_of, templates_of(page, layout))) for page in pages_of(layout)}
    missing = {
        (layout, selector.strip())
        for file in CSS
        if file not in included and file.parent != STATIC
        for selector in selectors(file)
        for used in pages.values()
        if (needed := set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))) and needed <= used
    }
    assert missing - SAME_NAME == set()


BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Sec-Fetch-Site": "same-origin"}


def weigh(client: FlaskClient, path: str) -> int:
    """Bytes over the wire for a first visit: the page and everything it loads."""
    page = client.get(path, headers=BROWSER)
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "br"
    html = client.get(path).text
    loaded = re.findall(r'<(?:link rel="(?:icon|stylesheet)"|script type="module") (?:href|src)="([^"]+)"', html)
    assert [address.rpartition(".")[2] for address in loaded] == ["svg", "css", "js"]
    return len(page.data) + sum(len(client.get(address, headers=BROWSER).data) for address in loaded)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/roles/accountant",
        "/pivots/clinical-to-non-clinical",
        "/guides/how-long-your-money-lasts",
        "/states/oh",
        "/faq",
        "/glossary",
        "/pricing",
        "/sign-in",
        "/start/role",
        "/tools/runway",
        "/search?q=nurse",
    ],
)
def test_a_public_page_with_its_two_files_is_light(client: FlaskClient, path: str) -> None:
    assert weigh(client, path) <= MAX_PUBLIC_BYTES


@pytest.mark.parametrize("path", ["/settings", "/orders", "/admin", "/admin/library"])
def test_a_signed_in_page_with_its_two_files_is_light(app: Flask, path: str) -> None:
    client = app.test_client()
    person = SAM if path.startswith("/admin") else ANN
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": person.uniquifier, "_fresh": True, "fs_paa": time.time()})
    assert weigh(client, path) <= MAX_SIGNED_IN_BYTES
