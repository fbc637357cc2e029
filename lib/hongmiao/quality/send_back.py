"""The workbook that goes back to a unit: a list to read, and a sheet per record type to mend and load again as it is."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter

from ..files import read
from ..files.cells import squeezed
from ..files.headings import vocabulary
from ..files.table import tables_of
from ..finding import Finding
from ..load import Source, rows_of, styles_of, write_sheet
from ..locale import language, word
from ..policy.quality import quality_policy
from ..records import RECORD_TYPES
from ..spreadsheet import SHEET_ROWS
from ..store import Store
from ..template_book import drop_down
from .gaps import gaps
from .listed import open_findings
from .stored_rows import Form, stored_rows

Rows = list[tuple[list[str], set[int]]]


@dataclass
class Row:
    """A stored row that goes back: what was found in it, and the fields that it lacks."""

    found: list[Finding] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


@dataclass
class _Book:
    """What goes into the workbook, gathered before it is written."""

    store: Store
    unit: str | None
    lang: str
    findings: list[tuple[str, str, Finding]] = field(default_factory=list)  # record, unit, finding
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)  # record type -> key -> row
    lines: dict[tuple[str, str, str], dict[int, list[Finding]]] = field(default_factory=dict)


def send_back(store: Store, unit: str | None = None, lang: str | None = None) -> bytes:
    """All that is still wrong in a unit's subtree and all that it lacks, as a workbook.

    Rows that went in stand as they are stored, rows that came back as they stand in their file, reason and remedy beside
    each. A file that is no longer there, or was changed since, is named on the first sheet. Raises UnknownName.
    """
    book = _Book(store, unit, lang or language())
    _gather(book)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as out:
        styles, first = styles_of(out), out.add_worksheet(word("send_back.list", book.lang))
        for table, rows in book.rows.items():
            _write_stored(book, out, styles, table, rows)
        gone = _write_returned(book, out, styles)
        _write_list(book, first, styles, gone)
    return file.getvalue()


def _gather(book: _Book) -> None:
    for record, unit, found in open_findings(book.store, book.unit):
        book.findings.append((record, unit, found))
        if record:
            table, _, key = record.partition("|")
            book.rows.setdefault(table, {}).setdefault(key, Row()).found.append(found)
        elif found.line is not None and found.severity == "error" and found.table:
            where = (found.file, found.sheet, found.table)
            book.lines.setdefault(where, {}).setdefault(found.line, []).append(found)
    for table, fields in quality_policy().fields().items():
        for gap in gaps(book.store, table, fields, book.unit, limit=SHEET_ROWS).itertuples():
            key = gap.record.partition("|")[2]
            book.rows.setdefault(table, {}).setdefault(key, Row()).lacks.append(gap.field)


# Rows that went in.


def _write_stored(book: _Book, out, styles: dict, table: str, rows: dict[str, Row]) -> None:
    kind, words = RECORD_TYPES[table], vocabulary(table)

    def about(found: Finding) -> str:
        role = words.get(squeezed(found.column))
        return role.column if role else ""

    asked = frozenset(about(found) for row in rows.values() for found in row.found)
    form = Form(kind, book.lang, asked)
    heads = [word(f"returned.{name}", book.lang) for name in ("line", "reason", "remedy")]
    places = {name: place for place, (name, _) in enumerate(form.columns, start=len(heads))}
    cells: Rows = []
    for key, texts in stored_rows(book.store, form, list(rows)):
        row = rows[key]
        wrong = {places[name] for name in (*map(about, row.found), *row.lacks) if name in places}
        cells.append(([*_aside(row, kind, book.lang), *texts], wrong))
    if not cells:
        return
    sheet = out.add_worksheet(_free(out, kind.called(book.lang)))
    columns = [column for _, column in form.columns]
    write_sheet(sheet, heads + [column.heading.rstrip("*") for column in columns], cells, styles)
    for place, column in enumerate(columns, start=len(heads)):
        if column.choices:
            sheet.data_validation(1, place, len(cells), place, drop_down(column, book.lang))


def _aside(row: Row, kind, lang: str) -> list[str]:
    """Where the row came from, what is wrong in it, and what to do."""
    joint, fields = word("send_back.joint", lang), kind.fields()
    lines = dict.fromkeys(f"{Path(f.file).name} {f.line}" for f in row.found)
    lacks = [word("send_back.lacks", lang, column=fields[name].called(lang)) for name in row.lacks]
    reasons = [word("send_back.of_column", lang, column=f.column, reason=f.reason(lang)) for f in row.found]  # fmt: skip
    remedies = dict.fromkeys([f.remedy(lang) for f in row.found] + [word("send_back.fill_in", lang)] * bool(lacks))  # fmt: skip
    return [joint.join(parts) for parts in (lines, [*reasons, *lacks], remedies)]


# Rows that came back.


def _write_returned(book: _Book, out, styles: dict) -> list[str]:
    """Sheets of the rows as they stand in their files, those of the same columns together; the files that are gone."""
    gone, sheets, seen = [], {}, set()
    for (file, name, table), lines in book.lines.items():
        source = _read_again(book.store, file, name, table)
        if source is None:
            gone.append(f"{file}[{name}]" if name else file)
            continue
        heads, rows = rows_of(source, lines, seen, book.lang)
        sheets.setdefault((table, tuple(heads)), []).extend(rows)
    for (table, heads), rows in sheets.items():
        called = word("send_back.returned", book.lang, kind=RECORD_TYPES[table].called(book.lang))
        write_sheet(out.add_worksheet(_free(out, called)), [*heads], rows, styles)
    return gone


def _read_again(store: Store, file: str, name: str, table: str) -> Source | None:
    """The sheet as it was loaded last; None where its file is gone, was changed, or came through a map."""
    asked = "SELECT path, sha256 FROM source WHERE file = ? AND sheet = ? ORDER BY load_id DESC LIMIT 1"  # fmt: skip
    path, digest = store.db.execute(asked, [file, name]).fetchone()
    path = Path(path or file)
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        return None
    for sheet in read(path):
        found = tables_of(sheet)[0] if sheet.name == name else None
        if found and found.kind.table() == table:
            return Source(0, sheet, digest, found)
    return None


def _free(out, name: str) -> str:
    """A name for a sheet that no other sheet has, as long as a workbook takes."""
    taken = {sheet.name for sheet in out.worksheets()}
    tries = (name[:31] if i == 1 else f"{name[:28]}-{i}" for i in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)


# The list.


def _write_list(book: _Book, sheet, styles: dict, gone: list[str]) -> None:
    """A sheet to read: what to do with the workbook, what cannot be written out, and every finding. Loading skips it."""
    lang = book.lang
    unit = _unit_name(book)
    lacks = sum(len(row.lacks) for rows in book.rows.values() for row in rows.values())
    figures = {"findings": f"{len(book.findings):,}", "lacks": f"{lacks:,}"}
    title = word("send_back.title", lang, unit=unit, day=date.today(), **figures)
    notes = [title, word("send_back.how", lang)]
    notes += [word("send_back.gone", lang, file=file) for file in gone]
    for at, text in enumerate(notes):
        sheet.write_string(at, 0, text)
    top = len(notes) + 1
    for column, name in enumerate(("file", "line", "column", "kind", "record", "unit", "severity", "reason", "remedy")):  # fmt: skip
        sheet.write_string(top, column, word(f"send_back.{name}", lang), styles["head"])
    for at, texts in enumerate(_listed(book), start=top + 1):
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, styles["text"])
    for column, width in enumerate((24, 8, 14, 12, 18, 24, 8, 48, 36)):
        sheet.set_column(column, column, width)


def _listed(book: _Book) -> Iterator[list[str]]:
    lang = book.lang
    for record, unit, found in book.findings:
        kind = RECORD_TYPES[found.table].called(lang) if found.table else ""
        file = Path(found.file).name + (f"[{found.sheet}]" if found.sheet else "")
        line = "" if found.line is None else str(found.line)
        severity = word(f"send_back.{found.severity}", lang)
        key = record.partition("|")[2].replace("|", " ")
        yield [file, line, found.column, kind, key, unit, severity, found.reason(lang), found.remedy(lang)]  # fmt: skip


def _unit_name(book: _Book) -> str:
    rows = book.store.db.table("unit").rows_where("unit_id = ?", [book.unit], select="name")
    return next((row["name"] for row in rows), word("board.everything", book.lang))
