"""XLSX and XLS by a Rust reader: cells as text, merged cells filled, numbers kept honest."""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import python_calamine

from ..errors import UnreadableFile
from .formula_errors import formula_errors
from .sheet import LINE, Sheet

# A spreadsheet keeps 15 digits of a number; a longer id has already lost its end.
EXACT = 10**15


def read_workbook(path: Path) -> list[Sheet]:
    """Every worksheet of a workbook that holds anything, hidden ones included."""
    try:
        with _no_collection():
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            sheets = [_sheet(path, book, meta) for meta in book.sheets_metadata]
        return [sheet for sheet in sheets if sheet is not None]
    except python_calamine.PasswordError as reason:
        raise UnreadableFile.because(path, "password") from reason
    except python_calamine.CalamineError as reason:
        raise UnreadableFile.because(path, "workbook", detail=reason) from reason


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of cells hold no rings of objects; to look for some among them takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _sheet(path: Path, book: python_calamine.CalamineWorkbook, meta) -> Sheet | None:
    if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return None
    with ThreadPoolExecutor(1) as beside:
        failed = beside.submit(lambda: [*formula_errors(path, meta.name)])
        sheet = book.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False)
        for row, column, text in failed.result():
            rows[row][column] = text
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:  # empty merged cells may lie beyond all others
            row[left : right + 1] = rows[top][left : left + 1] * len(row[left : right + 1])
    lines = pl.int_range(1, len(rows) + 1, dtype=pl.Int64, eager=True)
    columns = [_texts(f"c{place}", cells) for place, cells in enumerate(zip(*rows, strict=True))]
    if all(column.null_count() == len(column) for column in columns):
        return None
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(str(path), meta.name, pl.DataFrame([lines.alias(LINE), *columns]), hidden)


class _Known(dict):
    """Cells seen before with their texts."""

    def __missing__(self, cell: object) -> str | None:
        self[cell] = text = _text(cell)
        return text


def _texts(name: str, cells: Sequence) -> pl.Series:
    """A column of cells as text: what stands in many of them is put into words once."""
    kinds = set(map(type, cells))
    if bool in kinds:  # True is 1 to a dict
        cells = map(_text, cells)
    elif kinds != {str}:
        cells = map(_Known().__getitem__, cells)
    return pl.Series(name, list(cells), dtype=pl.String).replace("", None)


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
