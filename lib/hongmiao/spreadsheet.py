"""Rows as a file that a spreadsheet opens as it was shown: CSV with a BOM, or XLSX; no cell becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

NUMBER = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d+)?")
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """The cell as a spreadsheet may read it: what would start a formula gets an apostrophe, a number does not."""
    if cell.startswith(_LEADS_A_FORMULA) and not NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a BOM, by which Excel knows the encoding."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]) -> bytes:
    """A workbook of one sheet; cells of a numeric column that read as numbers are numbers, all others text."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, max(10, min(40, 2 * len(head) + 4)))
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if numeric[column] and NUMBER.fullmatch(cell):
                sheet.write_number(line, column, float(cell.replace(",", "")))
            elif cell:
                sheet.write_string(line, column, cell)
    book.close()
    return file.getvalue()
