"""XLSX and XLS by a Rust reader: cells as text, merged cells filled, numbers kept honest."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from ..errors import UnreadableFile
from .formula_errors import formula_errors
from .sheet import Sheet, frame_of

# A spreadsheet keeps 15 digits of a number; a longer id has already lost its end.
EXACT = 10**15


def read_workbook(path: Path) -> list[Sheet]:
    """Every worksheet of a workbook that holds anything, hidden ones included."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [
            sheet
            for meta in book.sheets_metadata
            if (sheet := _sheet(path, book, meta)) is not None
        ]
    except python_calamine.PasswordError as reason:
        raise UnreadableFile.because(path, "password") from reason
    except python_calamine.CalamineError as reason:
        raise UnreadableFile.because(path, "workbook", detail=reason) from reason


def _sheet(path: Path, book: python_calamine.CalamineWorkbook, meta) -> Sheet | None:
    if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return None
    sheet = book.get_sheet_by_name(meta.name)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column, text in formula_errors(path, meta.name):
        rows[row][column] = text
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:  # empty merged cells may lie beyond all others
            row[left : right + 1] = rows[top][left : left + 1] * len(row[left : right + 1])
    if not any(any(row) for row in rows):
        return None
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(str(path), meta.name, frame_of(rows, list(range(1, len(rows) + 1))), hidden)


def _text(cell: object) -> str | None:
    match cell:
        case "":
            return None
        case str():
            return cell
        case bool():
            return "是" if cell else "否"
        case int() | float() if cell == int(cell):
            return str(int(cell)) if abs(cell) < EXACT else f"{cell:.14e}"
        case float():
            return repr(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)
