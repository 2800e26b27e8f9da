"""Files people send: PDFs set by typst, DOCX written by python-docx, and what is sent by mistake."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

RESUMES = Path(__file__).parent / "resume" / "examples"
DONE = "Cut falls on a 32-bed medical-surgical unit by 18 percent in one year by starting hourly rounds"
ALSO = "Introduced a bedside medication check that two other units later took over"
DUTY = "Responsible for charting in Epic"
PARTS = ["Jane Doe, RN", "jane.doe@example.com", "Experience", "Mercy General Hospital, 2019 – Present"]


def resume(name: str) -> str:
    return (RESUMES / f"{name}.txt").read_text(encoding="utf-8")


def pdf(source: str = "") -> bytes:
    """A page as typst sets it; the nurse's resume where nothing is given."""
    lines = [part.replace("@", "\\@") for part in PARTS] + [f"- {line}" for line in (DONE, ALSO, DUTY)]
    page = typst.compile((source or "\n\n".join(lines)).encode())
    assert isinstance(page, bytes)
    return page


def two_column_pdf() -> bytes:
    left, right = "Skills\n\nEpic\n\nTelemetry", f"Experience\n- {DONE}\n- {ALSO}"
    return pdf(f"#grid(columns: (1fr, 2fr), gutter: 1cm, [{left}], [{right}])")


def many_pages(count: int) -> bytes:
    return pdf("#pagebreak()".join(f"page {number} of a long book " for number in range(count)))


def scanned_pdf() -> bytes:
    return pdf("#rect(width: 10cm, height: 10cm, fill: gray)")


def locked_pdf(algorithm: str = "RC4-128", password: str = "secret") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def docx_file() -> bytes:
    """Paragraphs, a list by its style, a table, and a text box that stands twice, as Word writes it."""
    document = docx.Document()
    for part in PARTS:
        document.add_paragraph(part)
    document.add_paragraph(DONE, style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = f"• {ALSO}"
    document.element.body.append(parse_xml(TEXT_BOX))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


TEXT_BOX = f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><mc:AlternateContent>
<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>• Trained 14 nurses</w:t><w:tab/><w:t>on the unit</w:t></w:r></w:p></w:txbxContent></mc:Choice>
<mc:Fallback><w:txbxContent><w:p><w:r><w:t>• Trained 14 nurses on the unit</w:t></w:r></w:p></w:txbxContent></mc:Fallback>
</mc:AlternateContent></w:r></w:p>"""


def zip_bomb() -> bytes:
    """A small DOCX that unpacks to 60 MB."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 60_000_000})


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def entity_bomb() -> bytes:
    """A real DOCX whose text is an entity of entities."""
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + depth, b"&%c;" % (97 + depth) * 10) for depth in range(9))
        + b"]>"
    )
    with ZipFile(BytesIO(docx_file())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].split(b"?>", 1)[1].replace(b"Jane Doe", b"&j;")
    return packed({**parts, "word/document.xml": bomb + body})
