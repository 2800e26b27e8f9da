"""Style and script: tokens name the colours, nothing stands inline, and little is sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.source import SAAS, STATIC, TEMPLATES, name_of

CSS, JS = sorted(STATIC.rglob("*.css")), sorted(STATIC.rglob("*.js"))
PAGES = sorted(
    file for folder in (TEMPLATES, SAAS) for file in folder.rglob("*.html") if SAAS / "sandbox" not in file.parents
)
CSS_BYTES, JS_BYTES, JS_LINES = 70_000, 25_000, 60
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|lch|oklab|lab|hwb)\(|:\s*(white|black|red|blue|green|gr[ae]y)\b", re.I
)
INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\b(?:src=|type="application/ld\+json"))""",
    re.I,
)
ELSEWHERE = re.compile(r"""(src|href|action)=["'](https?:)?//|url\(\s*["']?(https?:)?//|@import\s+["'](https?:)?//""")
ASSET = re.compile(r"""asset\(\s*["']([^"']+)["']\s*\)""")


def text(file: Path) -> str:
    """Without comments."""
    return re.sub(r"/\*.*?\*/|\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.S)


@pytest.mark.parametrize("file", [file for file in CSS if file.name != "tokens.css"], ids=name_of)
def test_colours_are_named_in_the_tokens_alone(file: Path) -> None:
    assert [line.strip() for line in text(file).splitlines() if COLOUR.search(line)] == []


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_nothing_stands_inline(file: Path) -> None:
    assert INLINE.search(text(file)) is None


@pytest.mark.parametrize("file", [*CSS, *JS], ids=name_of)
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    assert ELSEWHERE.search(text(file)) is None


def test_all_style_together_is_small() -> None:
    assert sum(file.stat().st_size for file in CSS) <= CSS_BYTES


def test_all_script_together_is_small() -> None:
    assert sum(file.stat().st_size for file in JS) <= JS_BYTES


@pytest.mark.parametrize("file", JS, ids=name_of)
def test_a_script_is_one_behaviour(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= JS_LINES


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_every_named_asset_exists(file: Path) -> None:
    missing = [path for path in ASSET.findall(text(file)) if not (STATIC / path).is_file()]
    assert missing == []


def test_every_stylesheet_is_imported() -> None:
    named = set(
        re.findall(
            r"""@import\s+url\(["']([^"']+)["']\)|@import\s+["']([^"']+)["']""", (STATIC / "css/app.css").read_text()
        )
    )
    imported = {(STATIC / "css" / (one or other)).resolve() for one, other in named}
    pages = "".join(text(file) for file in PAGES)
    alone = {file for file in CSS if f"css/{file.name}" in pages}
    assert set(CSS) - imported - alone == set()


def test_every_script_is_loaded() -> None:
    pages = "".join(text(file) for file in (*PAGES, *JS))
    assert [file.name for file in JS if file.name not in pages] == []
