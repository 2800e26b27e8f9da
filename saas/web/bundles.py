"""One stylesheet and one script per layout, joined from their parts as they are written.

`static/site.css` and `static/site.js` only list parts (`@import`, `import`); the parts lie in `static/css` and
`static/js` and would work in a browser as they are. Joining them saves a request per part; nothing else is changed but
comments and indentation. Only the syntax our own files use is understood; anything else raises BundleError at start.
"""

from __future__ import annotations

import re
from pathlib import Path

CSS_IMPORT = re.compile(r'^@import url\("([^"]+)"\)(?: layer\(([\w-]+)\))?(?: ([\w-]+))?;$', re.MULTILINE)
CSS_STRING_OR_COMMENT = re.compile(r'("[^"\n]*")|/\*.*?\*/', re.DOTALL)
JS_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"([^"]+)";?$', re.MULTILINE)
JS_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|(?:const|let|class) (\w+))", re.MULTILINE)
JS_COMMENT_LINE = re.compile(r"^\s*//.*\n", re.MULTILINE)
LINE_INDENT = re.compile(r"\n\s+")


class BundleError(Exception):
    """A part does not exist, or is written in a way that cannot be joined."""


def join_stylesheet(file: Path) -> str:
    """The stylesheet with every `@import url("…") layer(x) media` replaced by the part inside `@layer x { @media … }`."""
    text = CSS_STRING_OR_COMMENT.sub(lambda match: match[1] or "", _read(file))
    joined = CSS_IMPORT.sub(lambda match: _layered(file.parent / match[1], match[2], match[3]), text)
    if "@import" in joined:
        raise BundleError(f'{file.name}: an @import has to be of the form @import url("part.css") layer(name) media;')
    return LINE_INDENT.sub("\n", joined).strip() + "\n"


def _layered(part: Path, layer: str | None, media: str | None) -> str:
    text = join_stylesheet(part)
    text = f"@media {media} {{\n{text}}}\n" if media else text
    return f"@layer {layer} {{\n{text}}}\n" if layer else text


def join_script(file: Path) -> str:
    """The script with every module it imports before it, each once and in a function of its own."""
    modules: dict[Path, str] = {}
    _add_module(file.resolve(), modules)
    return "".join(modules.values())


def _add_module(file: Path, modules: dict[Path, str]) -> None:
    """Add what the module imports, then the module itself. `modules` keeps the order in which they run."""
    if file in modules:
        return
    modules[file] = ""  # holds the place, so that two modules that import each other end
    text = JS_COMMENT_LINE.sub("", _read(file))
    lines = []
    for names, target in JS_IMPORT.findall(text):
        part = (file.parent / target).resolve()
        _add_module(part, modules)
        if names:
            lines.append(f"const {{{names}}} = {_variable(part)}\n")
    exported = [function or variable for function, variable in JS_EXPORT.findall(text)]
    body = JS_EXPORT.sub("", JS_IMPORT.sub("", text)).strip()
    if re.search(r"^(import|export)\b", body, re.MULTILINE):
        raise BundleError(
            f'{file.name}: only import "…", import {{…}} from "…" and export before a name can be joined.'
        )
    del modules[file]
    result = f"return {{ {', '.join(exported)} }}\n" if exported else ""
    head = f"const {_variable(file)} = " if exported else ""
    modules[file] = f"{head}(() => {{\n{''.join(lines)}{body}\n{result}}})();\n" if body else ""


def _variable(file: Path) -> str:
    return f"module_{re.sub(r'[^a-z0-9]', '_', file.stem)}"


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise BundleError(f"{file.name} is named in a bundle and cannot be read: {error.strerror}.") from None
