"""What a load did: rows in and back for each sheet, and every finding."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ..files.sheet import Sheet
from ..files.table import Table
from ..finding import Finding
from .unchanged import Lines

if TYPE_CHECKING:
    from .slices import Slices


@dataclass
class Source:
    """One sheet as one record type, and what became of its rows."""

    number: int
    sheet: Sheet
    sha256: str
    table: Table | None = None
    lines: Lines | None = None  # of a large CSV
    slices: "Slices | None" = None  # of a CSV so large that it is not held whole
    given: set[str] = field(default_factory=set)  # columns that the sheet has
    rows_new: int = 0
    rows_changed: int = 0
    rows_same: int = 0
    rows_back: int = 0
    rows_repeated: int = 0  # say exactly what another row says, which counts for both

    @property
    def record_type(self) -> str | None:
        """The record type recognised, if any."""
        return self.table.kind.table() if self.table else None

    @property
    def rows_read(self) -> int:
        """Data rows on the sheet."""
        return self.table.rows.height + self.table.refused + self.rows_known if self.table else 0

    @property
    def rows_known(self) -> int:
        """Rows whose lines are known to be stored as they stand, and were not read."""
        return len(self.lines.known) if self.lines else 0

    def as_dict(self) -> dict[str, object]:
        """The figures, for `--json` and the log."""
        names = (
            "record_type",
            "rows_read",
            "rows_new",
            "rows_changed",
            "rows_same",
            "rows_back",
            "rows_repeated",
        )
        skipped = self.table.skipped if self.table else {}
        return (
            {"file": self.sheet.file, "sheet": self.sheet.name}
            | {n: getattr(self, n) for n in names}
            | {"skipped": skipped}
        )


@dataclass
class Report:
    """The outcome of a load or a dry run: `sources` sheet by sheet, `remarks` row by row, and whether it was `stored`."""

    sources: list[Source]
    remarks: pl.DataFrame  # FINDINGS
    stored: bool  # False for a dry run, or a strict load with errors

    def findings(self) -> Iterator[Finding]:
        """Every finding, errors first, in the order of the files."""
        order = self.remarks.sort(
            pl.col("severity") != "error", "source", "line", maintain_order=True
        )
        for row in order.iter_rows(named=True):
            yield self.finding(**row)

    def finding(self, source: int, **remark: object) -> Finding:
        """A row of `remarks` as a Finding: `source` is the number of its sheet, `remark` its other columns."""
        at = self.sources[source]
        return Finding(at.sheet.file, at.sheet.name, table=at.record_type or "", **remark)

    def count(self, severity: str) -> int:
        """How many findings there are of a `severity`: error or warning."""
        return self.remarks.filter(pl.col("severity") == severity).height

    def total(self, figure: str) -> int:
        """A `figure` of the sources (rows_read, rows_new, rows_changed, rows_same, rows_back, rows_repeated) summed."""
        return sum(getattr(source, figure) for source in self.sources)


FINDINGS = {
    "source": pl.Int32, "line": pl.Int64, "column": pl.String, "value": pl.String, "code": pl.String,
    "detail": pl.String, "severity": pl.String,
}  # fmt: skip
