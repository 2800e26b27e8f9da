"""What runs text as code, reads objects out of bytes, or starts a shell stands nowhere; scripts write text, not markup."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.house.source import STATIC, name_of, python, tree

# Names that turn text or bytes into something that runs.
CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "render_template_string",
    "from_string",
    "system",
    "popen",
    "getoutput",
}
MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "code", "pty"}
# A method of a pattern or a template is something else.
HARMLESS = {"re.compile", "typst.compile"}
ALLOWED = {
    "saas/cli/shell.py": "the console of a developer, which production does not start by itself",
}
# `.format` with a pattern that is no constant.
FORMATS = {
    "saas/library/search/queries.py": "one of two constants, and the words are letters and digits",
    "saas/sandbox/resources/objects.py": "a message of the local Stripe",
}
# Scripts that build markup, out of numbers alone.
MARKUP = {"runway-chart.js", "runway-calculator.js"}
IN_SCRIPTS = re.compile(r"\beval\(|new Function|document\.write|postMessage|localStorage|sessionStorage|indexedDB")


@cache
def program() -> list[tuple[str, ast.Call | ast.Import | ast.ImportFrom]]:
    """Calls and imports of the whole program, each with its file."""
    return [
        (name_of(file), node)
        for file in python()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call | ast.Import | ast.ImportFrom)
    ]


def test_nothing_runs_text_as_code_or_starts_a_shell() -> None:
    running = {
        f"{name}:{node.lineno} {ast.unparse(node.func)}"
        for name, node in program()
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func).rpartition(".")[2] in CALLS or _has_shell(node))
        and ast.unparse(node.func) not in HARMLESS
        and name not in ALLOWED
    }
    assert running == set()


def test_nothing_reads_objects_out_of_bytes() -> None:
    reading = {
        name
        for name, node in program()
        if (isinstance(node, ast.Import) and {alias.name.partition(".")[0] for alias in node.names} & MODULES)
        or (isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES)
    }
    assert reading - set(ALLOWED) == set()


def test_what_is_formatted_is_a_constant_of_ours() -> None:
    """A pattern that somebody typed could reach attributes of what is put into it."""
    others = {
        name
        for name, node in program()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "format_map")
        if not _is_constant(node.func.value)
    }
    assert others == set(FORMATS)


@pytest.mark.parametrize("file", sorted((STATIC / "js").rglob("*.js")), ids=lambda file: file.name)
def test_a_script_writes_text_and_keeps_nothing(file) -> None:
    script = file.read_text(encoding="utf-8")
    assert IN_SCRIPTS.findall(script) == []
    assert ("innerHTML" in script or "insertAdjacentHTML" in script) <= (file.name in MARKUP)


def _has_shell(call: ast.Call) -> bool:
    return any(keyword.arg == "shell" for keyword in call.keywords)


def _is_constant(pattern: ast.expr) -> bool:
    if isinstance(pattern, ast.Subscript):
        return _is_constant(pattern.value)
    if isinstance(pattern, ast.Call):
        return ast.unparse(pattern.func) == "Markup"
    return isinstance(pattern, ast.Constant | ast.JoinedStr) or ast.unparse(pattern).rpartition(".")[2].isupper()
