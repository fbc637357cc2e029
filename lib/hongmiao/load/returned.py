"""Rows that came back: a workbook and CSV copies of them with reason and remedy, ready to be mended and loaded again."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import polars as pl
import xlsxwriter

from ..errors import UnreadableFile
from ..files.headings import Role, vocabulary
from ..files.sheet import LINE
from ..finding import Finding
from ..locale import word
from ..records import RECORD_TYPES
from ..spreadsheet import as_csv
from .report import Report, Source

ASIDE = ("line", "reason", "remedy")  # our own columns, to the left of the sheet's


def write_returned(report: Report, folder: Path) -> list[Path]:
    """Write the rows with errors of each file; the paths written, none where no row came back."""
    errors: dict[int, dict[int, list[Finding]]] = {}
    rows = report.remarks.filter((pl.col("severity") == "error") & pl.col("line").is_not_null())
    for row in rows.iter_rows(named=True):
        lines = errors.setdefault(row["source"], {})
        lines.setdefault(row["line"], []).append(report.finding(**row))
    sources = [s for s in report.sources if s.number in errors and s.table is not None]
    written, names = [], set()
    for file, group in groupby(
        sorted(sources, key=lambda s: (s.sheet.file, s.number)), key=lambda s: s.sheet.file
    ):
        stem = _free(Path(file).stem, names)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            written += list(_write_file(list(group), errors, folder, stem))
        except OSError as reason:
            raise UnreadableFile.because(folder, "unwritable", detail=reason.strerror) from reason
    return written


def _free(stem: str, names: set[str]) -> str:
    """A file name that no other file of this load took (一月/人员.csv and 二月/人员.csv)."""
    name = next(
        n for i in range(1, len(names) + 2) if (n := stem if i == 1 else f"{stem}-{i}") not in names
    )
    names.add(name)
    return name


def _write_file(sources: list[Source], errors: dict, folder: Path, stem: str) -> Iterator[Path]:
    mark = word("returned.mark")
    path = folder / f"{stem}-{mark}.xlsx"
    book = xlsxwriter.Workbook(str(path))
    styles = styles_of(book)
    seen: set[tuple[str, int]] = set()
    for source in sources:
        heads, rows = rows_of(source, errors[source.number], seen)
        if not rows:
            continue
        name = _sheet_name(source, [sheet.name for sheet in book.worksheets()])
        write_sheet(book.add_worksheet(name), heads, rows, styles)
        copy = folder / f"{stem}{f'-{name}' if len(sources) > 1 else ''}-{mark}.csv"
        copy.write_bytes(as_csv(heads, [cells for cells, _ in rows]))
        yield copy
    book.close()
    yield path


def styles_of(book: xlsxwriter.Workbook) -> dict:
    """How the cells of a returned sheet look: its head, its texts, those that are wrong, and our own beside them."""
    wrong = {"bg_color": "#fbeaea", "font_color": "#b3202a"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "wrong": book.add_format({"num_format": "@", "valign": "top"} | wrong),
        "aside": book.add_format({"font_color": "#59636e", "text_wrap": True, "valign": "top"}),
    }


def _sheet_name(source: Source, taken: list[str]) -> str:
    name = source.sheet.name or RECORD_TYPES[source.record_type].zh
    return next(
        n for i in range(1, 99) if (n := name if i == 1 else f"{name[:28]}-{i}") not in taken
    )


def rows_of(
    source: Source, errors: dict[int, list[Finding]], seen: set, lang: str | None = None
) -> tuple[list[str], list[tuple[list[str], set[int]]]]:
    """Headings, and for each row its cells and the places of those that are wrong."""
    heads = _headings(source)
    cells = source.sheet.cells.filter(pl.col(LINE).is_in(list(errors))).select(LINE, *heads)
    places = {heading: place for place, heading in enumerate(heads.values(), start=len(ASIDE))}
    rows = []
    for line, *texts in cells.iter_rows():
        # One sheet may feed several record types; its row comes back once, with all that was said.
        if (source.sheet.where, line) in seen:
            continue
        seen.add((source.sheet.where, line))
        said = errors[line]
        reasons = "；".join(
            f"{f.column}：{f.reason(lang)}" if f.column else f.reason(lang) for f in said
        )
        remedies = "；".join(dict.fromkeys(f.remedy(lang) for f in said))
        wrong = {places[f.column] for f in said if f.column in places}
        rows.append(([str(line), reasons, remedies, *(text or "" for text in texts)], wrong))
    return [word(f"returned.{name}", lang) for name in ASIDE] + list(heads.values()), rows


def _headings(source: Source) -> dict[str, str]:
    """{cell column: heading} under which the row is recognised again."""
    table, known = source.table, vocabulary(source.record_type)
    heads = dict(table.columns)
    for column, cell in table.places.items():
        base, _, part = column.partition(".")
        role = Role(base, part or "value")
        shown = heads[cell]
        # A heading that was only clear under a merged one above it is given the field's own name.
        if not table.foreign and known.get(shown.lower()) != role:
            field = table.kind.fields()[base]
            own = {
                "value": field.zh,
                "name": next(iter(field.names), ""),
                "scope": next(iter(field.scopes), ""),
            }
            heads[cell] = shown if part == "national_id" else own[role.part]
    return heads


def write_sheet(sheet, heads: list[str], rows: list, styles: dict) -> None:
    """Write the headings and the rows, each its cells and the places of those that are wrong."""
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles["head"])
    for line, (cells, wrong) in enumerate(rows, start=1):
        for column, text in enumerate(cells):
            style = "aside" if column < len(ASIDE) else "wrong" if column in wrong else "text"
            sheet.write_string(line, column, text, styles[style])
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 2, 36)
    sheet.set_column(3, max(3, len(heads) - 1), 16)
    sheet.freeze_panes(1, len(ASIDE))
