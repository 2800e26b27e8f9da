"""The program as text: its files, its functions, its calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from saas.settings import ROOT

SAAS, TESTS, TEMPLATES, STATIC = (ROOT / name for name in ("saas", "tests", "templates", "static"))
# What belongs to the project; the rest of the folder is the machine's (.venv, instance, caches).
OWN = ("saas", "tests", "templates", "static", "migrations", "config")
BINARY = (".png", ".ico", ".woff2", ".db", ".pyc")


@dataclass(frozen=True, slots=True)
class Function:
    file: str
    name: str
    lines: int
    decorators: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}::{self.name} ({self.lines} lines)"


def python(folder: Path = SAAS) -> list[Path]:
    return sorted(file for file in folder.rglob("*.py") if "__pycache__" not in file.parts)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def line_count(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def functions(folder: Path = SAAS) -> Iterator[Function]:
    for file in python(folder):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(name_of(file), node.name, _length(node), tuple(map(ast.unparse, node.decorator_list)))


def calls(file: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of a function or a method by its last name."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and _last(node.func) in names:
            yield node


def text_files() -> Iterator[Path]:
    loose = [file for file in ROOT.iterdir() if file.is_file()]
    below = (file for name in OWN for file in (ROOT / name).rglob("*") if file.is_file())
    for file in (*loose, *below):
        if file.suffix not in BINARY and "__pycache__" not in file.parts:
            yield file


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, without the docstring: what has to be understood."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 1
