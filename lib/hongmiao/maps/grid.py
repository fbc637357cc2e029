"""A foreign sheet under its own headings, wherever those stand on it."""

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from ..files import Sheet, read
from ..files.cells import squeezed
from ..files.headings import HEADER_WITHIN
from ..files.sheet import frame_of
from ..files.table import FOOTER, IDLE, RETURNED, SUMMARY, Table
from ..records import RECORD_TYPES
from .shape import LINE, Origin


@dataclass
class Grid:
    """Its rows as text, one column for each heading, and what was no data."""

    sheet: Sheet
    rows: pl.DataFrame  # `line`, then the columns
    heading_line: int
    skipped: dict[str, int]
    places: dict[str, str]  # column of the sheet's cells -> heading

    @property
    def columns(self) -> list[str]:
        """The headings of the sheet."""
        return [name for name in self.rows.columns if name != LINE]

    def unused(self, used: set[str]) -> list[str]:
        """Columns that hold something and that nobody reads; a running number and our own remarks are nothing."""
        held = (
            name
            for name in self.columns
            if name not in used and self.rows[name].is_not_null().any()
        )
        return [
            name for name in held if squeezed(name) not in IDLE and not name.startswith(RETURNED)
        ]

    def table(
        self, record_type: str, rows: pl.DataFrame, headings: dict[str, str], refused: int
    ) -> Table:
        """A table of ours made of rows of this sheet."""
        return Table(
            RECORD_TYPES[record_type],
            self.sheet,
            rows,
            headings,
            self.skipped,
            columns=self.places,
            refused=refused,
        )


class Folder:
    """The files given, each read once and only if the map asks for it."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        self._sheets: dict[Path, list[Sheet]] = {}

    def sheets(self, origin: Origin) -> list[Sheet]:
        """The sheets that an origin means."""
        found = []
        for path in self.paths:
            if fnmatch(path.name.lower(), origin.file.lower()):
                if path not in self._sheets:
                    self._sheets[path] = read(path)
                found += [
                    s
                    for s in self._sheets[path]
                    if not s.name or fnmatch(s.name.lower(), origin.sheet.lower())
                ]
        return found

    def rest(self, seen: set[tuple[str, str]]) -> list[Sheet]:
        """Sheets other than those seen; a file that was never asked for is one without cells.

        Raises UnreadableFile where a path leads to no file.
        """
        for path in self.paths:
            if not path.exists():
                read(path)
        sheets = [
            s
            for path in self.paths
            for s in self._sheets.get(path) or [Sheet(str(path), "", frame_of([], []))]
        ]
        return [sheet for sheet in sheets if (sheet.file, sheet.name) not in seen]


def grid_of(sheet: Sheet, wanted: set[str]) -> Grid:
    """The sheet under the row that holds most of the headings wanted."""
    cells = [name for name in sheet.cells.columns if name != LINE]
    top = [
        [(cell or "").strip() for cell in row]
        for row in sheet.cells.head(HEADER_WITHIN).select(cells).iter_rows()
    ]
    if not top:
        return Grid(sheet, pl.DataFrame(schema={LINE: pl.Int64}), 1, {}, {})
    at = max(range(len(top)), key=lambda i: len(wanted & set(top[i])))
    places: dict[str, str] = {}  # heading -> the first column of cells under it
    for cell, heading in zip(cells, top[at], strict=True):
        if heading and heading != LINE:
            places.setdefault(heading, cell)
    body, skipped = _data(sheet.cells[at + 1 :], cells)
    stripped = {heading: _stripped(cell) for heading, cell in places.items()}
    return Grid(
        sheet,
        body.select(LINE, **stripped),
        sheet.cells[LINE][at],
        skipped,
        {cell: heading for heading, cell in places.items()},
    )


def _data(body: pl.DataFrame, cells: list[str]) -> tuple[pl.DataFrame, dict[str, int]]:
    """Rows that are data; blank rows, sums and footers are counted."""
    lead = pl.coalesce(*map(_stripped, cells))
    sort = (
        pl.when(lead.is_null()).then(pl.lit("blank"))
        .when(lead.str.contains(f"(?i){SUMMARY}")).then(pl.lit("summary"))
        .when(lead.str.contains(FOOTER)).then(pl.lit("footer"))
    )  # fmt: skip
    body = body.with_columns(sort.alias("sort"))
    skipped = dict(body["sort"].drop_nulls().value_counts().sort("sort").iter_rows())
    return body.filter(pl.col("sort").is_null()).drop("sort"), skipped


def _stripped(cell: str) -> pl.Expr:
    return pl.col(cell).str.strip_chars().replace("", None)
