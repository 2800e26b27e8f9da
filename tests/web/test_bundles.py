"""Bundles: parts joined into one file mean what they meant apart."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from saas.web.bundles import BundleError, join_script, join_stylesheet


def write(folder: Path, **files: str) -> Path:
    """Files by name, `_` standing for the dot; gives the first."""
    paths = [folder / name.replace("_", ".") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text)
    return paths[0]


def test_a_part_stands_in_its_layer(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        site_css='@layer base, print;\n\n@import url("b.css") layer(base);\n@import url("p.css") layer(print) print;\n',
        b_css="b { color: red; }\n",
        p_css="@page { size: Letter; }\n",
    )
    assert join_stylesheet(file).split() == [
        "@layer",
        "base,",
        "print;",
        "@layer",
        "base",
        "{",
        "b",
        "{",
        "color:",
        "red;",
        "}",
        "}",
        "@layer",
        "print",
        "{",
        "@media",
        "print",
        "{",
        "@page",
        "{",
        "size:",
        "Letter;",
        "}",
        "}",
        "}",
    ]


def test_a_part_may_be_a_list_of_parts(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        site_css='@import url("a.css");\n@import url("m.css");\n',
        a_css='@import url("b.css") layer(base);\n',
        b_css="b {}\n",
        m_css="@view-transition { navigation: auto; }\n",
    )
    assert join_stylesheet(file).split() == [
        "@layer",
        "base",
        "{",
        "b",
        "{}",
        "}",
        "@view-transition",
        "{",
        "navigation:",
        "auto;",
        "}",
    ]


def test_comments_and_indentation_go_and_strings_stay(tmp_path: Path) -> None:
    text = '/* a\n comment */\na::before {\n  content: "/* no comment */";\n}\n'
    assert join_stylesheet(write(tmp_path, site_css=text)) == 'a::before {\ncontent: "/* no comment */";\n}\n'


@pytest.mark.parametrize(
    "line", ["@import 'b.css';", '@import "b.css";', "@import url(b.css);", '@import url("none.css");']
)
def test_an_import_that_cannot_be_joined_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BundleError):
        join_stylesheet(write(tmp_path, site_css=line, b_css="b {}"))


@pytest.mark.skipif(shutil.which("node") is None, reason="runs the script outside a browser where Node is there")
def test_modules_keep_their_names_to_themselves_and_run_once_in_order(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        site_js='// Only a list.\nimport "./a.js"\nimport "./b.js"\n',
        a_js='import { shared, double } from "./c.js"\nconst name = "a"\nlog.push(name, double(shared))\n',
        b_js='import { shared } from "./c.js"\nconst name = "b"\nlog.push(name, shared)\n',
        c_js='export const shared = 2\nconst name = "c"\nlog.push(name)\nexport function double(number) {\n  return number * shared\n}\n',
    )
    script = f"const log = [];\n{join_script(file)}console.log(JSON.stringify(log))"
    done = subprocess.run(
        ["node", "--input-type=module", "-"], input=script, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == ["c", "a", 4, "b", 2]


def test_every_module_is_a_function_of_its_own(tmp_path: Path) -> None:
    file = write(tmp_path, site_js='import "./a.js"\n', a_js="const name = 1\n")
    assert join_script(file) == "(() => {\nconst name = 1\n})();\n"


@pytest.mark.parametrize(
    "line", ['import x from "./b.js"', 'import * as b from "./b.js"', "export default 1", 'import "./none.js"']
)
def test_a_module_that_cannot_be_joined_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BundleError):
        join_script(write(tmp_path, site_js=line, b_js="export const x = 1\n"))
