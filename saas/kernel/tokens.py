"""Tokens in published text: `{{fact:law.cobra_elect.days}}`, `{{slot:name}}`, `{{example:$4,200}}`.

A fact is a figure from `saas.facts`, which has its source, so that it is corrected in one place. A slot is filled in by
the reader. An example is an invented figure, marked so that nobody takes it for a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

KINDS = ("fact", "slot", "example")
TOKEN = re.compile(r"\{\{(?P<kind>fact|slot|example):(?P<value>[^{}<>\"\n]+)\}\}")
ANY_BRACES = re.compile(r"\{\{[^{}]*\}\}|\{\{|\}\}")


class Token(NamedTuple):
    kind: str
    value: str


def find_tokens(text: str) -> Iterator[Token]:
    """Every token, in order."""
    for match in TOKEN.finditer(text):
        yield Token(match["kind"], match["value"].strip())


def replace_tokens(text: str, write: Callable[[Token], str]) -> str:
    """The text with every token replaced by what `write` returns for it."""
    return TOKEN.sub(lambda match: write(Token(match["kind"], match["value"].strip())), text)


def plain_text(text: str, figure: Callable[[str], str]) -> str:
    """The text with facts as figures, slots in brackets and examples as they are. Raises KeyError for an unknown fact."""
    return replace_tokens(text, lambda token: _plain(token, figure))


def stray_braces(text: str) -> list[str]:
    """Every brace that is not part of a token, such as a misspelled one."""
    return ANY_BRACES.findall(TOKEN.sub("", text))


def _plain(token: Token, figure: Callable[[str], str]) -> str:
    if token.kind == "fact":
        return figure(token.value)
    return f"[{token.value.replace('_', ' ')}]" if token.kind == "slot" else token.value
