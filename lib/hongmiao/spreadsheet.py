"""Rows as a file that a spreadsheet opens as it was shown: CSV or XLSX; no cell becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from unicodedata import east_asian_width

NUMBER = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d+)?%?")
SHEET_ROWS = 1_048_575  # what one sheet of XLSX holds below its head
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL_SIGNS = 32_767  # what one cell of XLSX holds
_SEEN_FOR_WIDTH = 200  # rows by which the width of a column is judged

Sections = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""What is to be known of the rows: (heading, its terms and their texts)."""


def harmless(cell: str) -> str:
    """The cell as a spreadsheet may read it: what would start a formula gets an apostrophe, a number does not."""
    if cell.startswith(_LEADS_A_FORMULA) and not NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def file_name(title: str, ending: str) -> str:
    """A file name that Windows, macOS and Linux all take: no sign they forbid, at most 180 bytes before the ending."""
    name = re.sub(r'[/\\:*?"<>|\x00-\x1f\x7f]', "_", title).strip(" .")
    name = name.encode("utf-8", "replace")[:180].decode("utf-8", "ignore").rstrip(" .") or "_"
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name):
        name = "_" + name
    return f"{name}.{ending}"


def as_csv(
    heads: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig"
) -> bytes:
    """CSV in UTF-8 with a BOM, by which Excel knows the encoding, or in GB18030 for what knows no other."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def as_xlsx(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    numeric: Sequence[bool],
    *,
    sheets: tuple[str, str] = ("Sheet1", "Sheet2"),
    about: Sections = (),
) -> bytes:
    """A workbook: the rows, and on a second sheet what is to be known `about` them.

    Cells of a numeric column that read as numbers are numbers, all others text. `sheets` are the names of the two sheets.
    """
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        _write_rows(book, book.add_worksheet(sheets[0]), heads, iter(rows), numeric)
        if about:
            _write_about(book, book.add_worksheet(sheets[1]), about)
    return file.getvalue()


def _write_rows(book, sheet, heads, rows, numeric) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    styles = {form: book.add_format({"num_format": form}) for form in _FORMATS.values()}
    first = list(islice(rows, _SEEN_FOR_WIDTH))
    for column, head in enumerate(heads):
        widths = [_width(head) + 2, *(_width(row[column]) for row in first)]
        sheet.set_column(column, column, max(8, min(40, max(widths) + 2)))
        sheet.write_string(0, column, head[:_CELL_SIGNS], bold)
    sheet.freeze_panes(1, 0)
    line = 0
    for line, row in enumerate(chain(first, rows), start=1):
        for column, cell in enumerate(row):
            if numeric[column] and NUMBER.fullmatch(cell):
                number = float(cell.replace(",", "").rstrip("%")) / (100 if "%" in cell else 1)
                form = _FORMATS.get("".join(sign for sign in ",.%" if sign in cell))
                sheet.write_number(line, column, number, styles.get(form))
            elif cell:
                sheet.write_string(line, column, cell[:_CELL_SIGNS])
    if heads and line:
        sheet.autofilter(0, 0, line, len(heads) - 1)


# How a number is written that was shown with these signs.
_FORMATS = {"%": "0%", ".%": "0.0%", ",": "#,##0", ",.": "#,##0.0##"}


def _width(text: str) -> int:
    """How wide a text stands, in Latin letters: a Chinese sign is as wide as two."""
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text[:60])


def _write_about(book, sheet, about: Sections) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    term_style = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#59636e"})
    text_style = book.add_format({"valign": "top", "text_wrap": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 88)
    line = 0
    for heading, entries in about:
        sheet.write_string(line, 0, heading[:_CELL_SIGNS], bold)
        sheet.write_blank(line, 1, None, bold)
        for term, text in entries:
            line += 1
            sheet.write_string(line, 0, term[:_CELL_SIGNS], term_style)
            sheet.write_string(line, 1, text[:_CELL_SIGNS], text_style)
        line += 2
