"""Rows as a file that a spreadsheet opens as it was shown: CSV or XLSX; no cell becomes a formula."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from unicodedata import east_asian_width

NUMBER = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d+)?%?")
SHEET_ROWS = 1_048_575  # what one sheet of XLSX holds below its head
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL_SIGNS = 32_767  # what one cell of XLSX holds
_NAME = 31  # signs of a sheet's name
_SEEN_FOR_WIDTH = 200  # rows by which the width of a column is judged

Sections = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""What is to be known of the rows: (heading, its terms and their texts)."""

Sheet = Callable[..., None]
"""What fills a sheet: it is given the workbook and the empty sheet."""


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
    book = {sheets[0]: rows_sheet(heads, rows, numeric)}
    return as_book(book | ({sheets[1]: about_sheet(about)} if about else {}))


def as_book(sheets: Mapping[str, Sheet], **properties: object) -> bytes:
    """A workbook of these sheets by name; `properties` are those of the file, such as its title."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties(properties)
        for name, write in sheets.items():
            write(book, book.add_worksheet(name))
    return file.getvalue()


def rows_sheet(
    heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]
) -> Sheet:
    """A sheet of rows; cells of a numeric column that read as numbers are numbers, all others text."""
    return lambda book, sheet: _write_rows(book, sheet, heads, iter(rows), numeric)


def about_sheet(about: Sections) -> Sheet:
    """A sheet of terms and their texts under headings."""
    return lambda book, sheet: _write_about(book, sheet, about)


def sheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names that Excel takes for sheets of these titles: no sign it forbids, at most 31 long, each only once."""
    used, names = {name.casefold() for name in taken} | {"history"}, []
    for title in titles:
        stem = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", title).strip(" '") or "_"
        name, at = _cut(stem, _NAME), 1
        while name.casefold() in used:
            at += 1
            name = f"{_cut(stem, _NAME - 1 - len(str(at)))} {at}"
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, length: int) -> str:
    """The text's first signs, as Excel counts them."""
    data = text.encode("utf-16-le", "replace")[: 2 * length]
    return data.decode("utf-16-le", "ignore").rstrip(" '")


def write_text(sheet, line: int, column: int, text: str, style=None) -> None:
    """Write a cell as text, whatever it looks like, as much of it as a cell holds."""
    sheet.write_string(line, column, text[:_CELL_SIGNS], style)


def written(sheet, styles: Mapping, line: int, column: int, cell: str) -> None:
    """Write a cell that was shown as a number as that number, and any other as text."""
    if NUMBER.fullmatch(cell):
        number = float(cell.replace(",", "").rstrip("%")) / (100 if "%" in cell else 1)
        form = _FORMATS.get("".join(sign for sign in ",.%" if sign in cell))
        sheet.write_number(line, column, number, styles.get(form))
    elif cell:
        write_text(sheet, line, column, cell)


def number_styles(book) -> dict[str, object]:
    """How numbers of a workbook are shown, by the form they were shown in."""
    return {form: book.add_format({"num_format": form}) for form in _FORMATS.values()}


def _write_rows(book, sheet, heads, rows, numeric) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    styles = number_styles(book)
    first = list(islice(rows, _SEEN_FOR_WIDTH))
    for column, head in enumerate(heads):
        widths = [width(head) + 2, *(width(row[column]) for row in first)]
        sheet.set_column(column, column, max(8, min(40, max(widths) + 2)))
        write_text(sheet, 0, column, head, bold)
    sheet.freeze_panes(1, 0)
    line = 0
    for line, row in enumerate(chain(first, rows), start=1):
        for column, cell in enumerate(row):
            if numeric[column]:
                written(sheet, styles, line, column, cell)
            elif cell:
                write_text(sheet, line, column, cell)
    if heads and line:
        sheet.autofilter(0, 0, line, len(heads) - 1)


# How a number is written that was shown with these signs.
_FORMATS = {"%": "0%", ".%": "0.0%", ",": "#,##0", ",.": "#,##0.0##"}


def width(text: str, seen: int = 60) -> int:
    """How wide a text stands, in Latin letters: a Chinese sign is as wide as two."""
    return sum(1 + (east_asian_width(sign) in "WFA") for sign in text[:seen])


def _write_about(book, sheet, about: Sections) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    term_style = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#59636e"})
    text_style = book.add_format({"valign": "top", "text_wrap": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 88)
    line = 0
    for heading, entries in about:
        write_text(sheet, line, 0, heading, bold)
        sheet.write_blank(line, 1, None, bold)
        for term, text in entries:
            line += 1
            write_text(sheet, line, 0, term, term_style)
            write_text(sheet, line, 1, text, text_style)
        line += 2
