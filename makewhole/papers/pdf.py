"""A paper as PDF: A4, embedded fonts cut down to what is used, the same facts giving the same bytes.

Draws; a character without a glyph is refused before anything is drawn.
"""

import re
from datetime import datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from makewhole.because import Refused
from makewhole.papers import fonts
from makewhole.papers.parts import Block, Head, Items, Paper, Para, Rows, Sign

_MARGIN: Final = 25
_LINE: Final = 5.6
_SIZE: Final = 10.5
_NAMES_WIDE: Final = 56
# Chinese breaks between any two characters, save before closing and after opening marks.
_BREAK: Final = re.compile(r"(?<=[\u3400-\u9fff，。；：、）》」”])(?=[\u3400-\u9fff（《「“A-Za-z0-9])")


def pdf(paper: Paper, at: datetime) -> bytes | Refused:
    """The file; `at` (aware) is written into it as its date, and stands nowhere else."""
    missing = fonts.beyond(paper.text())
    if missing:
        return fonts.refused(missing)
    sheet = FPDF(format="A4")
    sheet.set_creation_date(at)
    sheet.set_title(paper.title)
    sheet.set_lang(paper.language)
    sheet.set_margin(_MARGIN)
    sheet.set_auto_page_break(True, _MARGIN)
    first, second = fonts.order(paper.language)
    sheet.add_font("main", fname=fonts.path(first))
    sheet.add_font("other", fname=fonts.path(second))
    sheet.set_fallback_fonts(["other"])
    sheet.add_page()
    sheet.set_font("main", size=15)
    _words(sheet, paper.title, 7.5)
    sheet.ln(3)
    for block in paper.blocks:
        sheet.set_font("main", size=_SIZE)
        _draw(sheet, block)
        sheet.ln(3)
    return bytes(sheet.output())


def _words(sheet: FPDF, text: str, line: float = _LINE, width: float = 0) -> None:
    sheet.multi_cell(
        width,
        line,
        _BREAK.sub("\u200b", text),
        align="L",
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
        wrapmode=WrapMode.WORD,
    )


def _draw(sheet: FPDF, block: Block) -> None:
    match block:
        case Para(text):
            _words(sheet, text)
        case Head(text):
            sheet.set_font("main", size=12)
            _words(sheet, text, 6.4)
        case Rows(pairs, total):
            for at, (name, value) in enumerate(pairs):
                _row(sheet, name, value, ruled=total and at == len(pairs) - 1)
        case Items(texts):
            for number, text in enumerate(texts, 1):
                sheet.cell(8, _LINE, f"{number}.")
                _aside(sheet, text, _MARGIN + 8)
        case Sign(labels):
            for label in labels:
                sheet.ln(8)
                _row(sheet, label, "", ruled=False)
                sheet.line(_MARGIN + _NAMES_WIDE, sheet.get_y(), sheet.w - _MARGIN, sheet.get_y())


def _row(sheet: FPDF, name: str, value: str, *, ruled: bool) -> None:
    if sheet.will_page_break(_LINE * 2):
        sheet.add_page()
    if ruled:
        sheet.line(_MARGIN, sheet.get_y(), sheet.w - _MARGIN, sheet.get_y())
    top = sheet.get_y()
    _words(sheet, name, width=_NAMES_WIDE - 2)
    below = sheet.get_y()
    sheet.set_y(top)
    _aside(sheet, value, _MARGIN + _NAMES_WIDE)
    sheet.set_y(max(below, sheet.get_y()))


def _aside(sheet: FPDF, text: str, left: float) -> None:
    """Words in a column that begins `left` millimetres from the edge."""
    sheet.set_x(left)
    sheet.set_left_margin(left)
    _words(sheet, text)
    sheet.set_left_margin(_MARGIN)
    sheet.set_x(_MARGIN)
