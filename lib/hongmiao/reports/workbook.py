"""A document as a workbook: a sheet for each table, before them what matters, behind them what the terms mean."""

from datetime import datetime
from typing import TYPE_CHECKING

from ..locale import word
from ..spreadsheet import (
    Sheet,
    about_sheet,
    as_book,
    number_styles,
    rows_sheet,
    sheet_names,
    width,
    write_text,
    written,
)

if TYPE_CHECKING:
    from .document import Document

MADE = datetime(1980, 1, 1)
"""What every file says of its making, so that the same document has the same bytes."""
_WIDTHS = (26, 16, 10, 34, 70)


def as_xlsx(document: "Document") -> bytes:
    """The workbook: all rows that the document holds; numbers are numbers, and no text is a formula."""

    def say(key: str, **values: object) -> str:
        return word(f"document.{key}", document.lang, **values)

    tables = [part for _, part in document.parts("rows")]
    terms = [(part["title"] or chapter["title"], part["terms"]) for chapter, part in document.parts("terms")]  # fmt: skip
    first, last = sheet_names([say("summary"), say("terms")])
    names = sheet_names([part["title"] or say("table") for part in tables], (first, last))
    book = {first: _summary(document, [*zip(names, tables, strict=True)], say)}
    for name, part in zip(names, tables, strict=True):
        heads = [column["label"] for column in part["columns"]]
        numeric = [column["align"] == "right" for column in part["columns"]]
        book[name] = rows_sheet(heads, part["rows"], numeric)
    if terms:
        book[last] = about_sheet(terms)
    return as_book(book, title=document.title, created=MADE)


def _summary(document: "Document", tables: list, say) -> Sheet:
    """Title, key numbers, findings, and which table stands on which sheet."""
    heads = [say(name) for name in ("value", "unit", "note", "about")]

    def write(book, sheet) -> None:
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        large = book.add_format({"bold": True, "font_size": 16})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        styles = number_styles(book)
        for column, wide in enumerate(_WIDTHS):
            sheet.set_column(column, column, wide)
        write_text(sheet, 0, 0, document.title, large)
        write_text(sheet, 1, 0, document.cover["subtitle"])
        line = 3
        for chapter in document.chapters:
            cover = chapter is document.cover
            for part in chapter["parts"]:
                if part["kind"] == "numbers":
                    head = say("key_numbers") if cover else chapter["title"]
                    line = _numbers(sheet, line, [head, *heads], part, (bold, wrap, styles))
                elif part["kind"] == "findings":
                    head = say("findings") if cover else chapter["title"]
                    line = _findings(sheet, line, head, part, (bold, wrap))
        if tables:
            _tables(sheet, line, tables, say, bold)

    return write


def _numbers(sheet, line: int, heads, part, looks) -> int:
    bold, wrap, styles = looks
    for column, head in enumerate(heads):
        write_text(sheet, line, column, head, bold)
    for tile in part["tiles"]:
        line += 1
        write_text(sheet, line, 0, tile["label"], wrap)
        written(sheet, styles, line, 1, tile["value"])
        for column, name in enumerate(("unit", "note", "about"), 2):
            write_text(sheet, line, column, tile[name], wrap)
    return line + 2


def _findings(sheet, line: int, head: str, part, looks) -> int:
    bold, wrap = looks
    write_text(sheet, line, 0, head, bold)
    for one in part["sentences"]:
        line += 1
        sheet.set_row(line, 15 * (1 + width(one["text"], 400) // (sum(_WIDTHS) - 8)))
        sheet.merge_range(line, 0, line, len(_WIDTHS) - 1, "", wrap)
        write_text(sheet, line, 0, one["text"], wrap)
    return line + 2


def _tables(sheet, line: int, tables, say, bold) -> None:
    write_text(sheet, line, 0, say("tables"), bold)
    for name, part in tables:
        line += 1
        rows, total = f"{len(part['rows']):,}", f"{part['total']:,}"
        told = say("rows", rows=rows) if rows == total else say("rows_cut", rows=rows, total=total)
        texts = (name, told, "", part["title"], part["subtitle"])
        for column, text in enumerate(texts):
            write_text(sheet, line, column, text)
