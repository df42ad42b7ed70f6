"""A paper as .docx, for whoever wants to change it before it is signed.

Draws; the fonts are named, not embedded, and a program without them takes its own.
"""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from makewhole.papers import fonts
from makewhole.papers.parts import Block, Head, Items, Paper, Para, Rows, Sign


def docx(paper: Paper, at: datetime) -> bytes:
    """The file; `at` (aware) is written into it as its date."""
    sheet = Document()
    _furnish(sheet, paper, at)
    title = sheet.add_paragraph()
    title.add_run(paper.title).font.size = Pt(15)
    for block in paper.blocks:
        _draw(sheet, block)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def _furnish(sheet: Any, paper: Paper, at: datetime) -> None:
    core = sheet.core_properties
    core.title, core.language, core.author, core.comments = paper.title, paper.language, "", ""
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)
    page = sheet.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
    style = sheet.styles["Normal"]
    style.font.name, style.font.size = fonts.NAMES[fonts.LATIN], Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), fonts.NAMES[fonts.CHINESE])


def _draw(sheet: Any, block: Block) -> None:
    match block:
        case Para(text):
            sheet.add_paragraph(text)
        case Head(text):
            sheet.add_paragraph().add_run(text).font.size = Pt(12)
        case Rows(pairs):
            table = sheet.add_table(rows=0, cols=2)
            for name, value in pairs:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = name, value
            sheet.add_paragraph()
        case Items(texts):
            for number, text in enumerate(texts, 1):
                sheet.add_paragraph(f"{number}. {text}")
        case Sign(labels):
            for label in labels:
                sheet.add_paragraph(f"{label}: ______________________________")
