"""Acceptance: typed rows of one load in, the rows fit to be stored and the remarks on the others out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from sqlite_utils import Database

from ..files.cells import WARNINGS
from ..files.table import Table
from ..files.values import values_of
from ..policy import privacy
from ..records import RECORD_TYPES, Record
from .identity import apart, digest_column, disagreements, identify, secret_key
from .references import Known, known_rows, resolve
from .report import Source
from .validity import REMARKS, contradictions, full, invalid, remark

MARKING = WARNINGS | {"name_disagrees"}
WHERE = ["source", "line"]


@dataclass
class Intake:
    """All sheets of one load, read and typed once; `settle` may be asked again after more rows were refused."""

    sources: list[Source]
    typed: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    cells: list[pl.DataFrame] = field(default_factory=list)  # remarks on single cells
    refused: list[pl.DataFrame] = field(
        default_factory=list
    )  # remarks of checks that send rows back
    back: dict[str, pl.DataFrame] = field(
        default_factory=dict
    )  # rows that come back, as far as they were read

    @property
    def sliced(self) -> list[Source]:
        """The sources that are read in slices; enrolments last, whose rollups read the others."""
        mine = [source for source in self.sources if source.slices]
        return sorted(mine, key=lambda source: source.record_type == "enrolment")

    def read(self) -> None:
        """Turn every sheet's cells into values."""
        for source in self.sources:
            if source.table is not None and source.slices is None:
                rows, problems = self.typed_of(source, source.table)
                self.typed.setdefault(source.record_type, []).append(rows)
                self.cells.append(problems)

    def typed_of(self, source: Source, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The values of a sheet's rows, or of some of them, and the remarks on their cells."""
        frame, problems = values_of(table)
        frame = apart(table.kind, frame)
        origin = pl.lit(source.number, dtype=pl.Int32).alias("source")
        source.given = source.given | _given(table.kind, frame)
        problems = problems.select(origin, pl.all()).cast(REMARKS)
        return frame.select(origin, pl.all()), problems

    def settle(self, db: Database) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
        """The rows to store by record type, and every remark: a row with an error is in neither."""
        accepted: dict[str, pl.DataFrame] = {}
        for source in self.sources:
            source.rows_repeated = 0
        remarks = [pl.DataFrame(schema=REMARKS), *self.cells, *self.refused]
        for table, kind in RECORD_TYPES.items():
            if table in self.typed:
                rows = pl.concat(self.typed[table], how="diagonal_relaxed")
                accepted[table], found = self._settle(db, kind, rows, accepted, pl.concat(remarks))
                remarks.append(found)
        return accepted, pl.concat(remarks)

    def _settle(
        self,
        db: Database,
        kind: type[Record],
        rows: pl.DataFrame,
        accepted: dict,
        before: pl.DataFrame,
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows of one record type that are fit to be stored, and the remarks on the others."""

        def known(to: str, rows: pl.DataFrame) -> Known:
            fresh = [rows] if to == kind.table() else [accepted[to]] if to in accepted else []
            units = Known(db, "unit", [accepted["unit"]] if "unit" in accepted else [])
            return Known(db, to, fresh, units if to != "unit" else None)

        rows, remarks = self.resolved(db, kind, rows, known)
        good, self.back[kind.table()], more = self.fit(
            kind, full(kind, rows), pl.concat([before, *remarks])
        )
        return self._without_orphans(db, kind, good, [*remarks, *more])

    def resolved(
        self, db: Database, kind: type[Record], rows: pl.DataFrame, known: Callable[..., Known]
    ) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        """The rows with ids in place of names and identity numbers, and the remarks on those that have none.

        known: what can be referred to, of a record type and the rows so far.
        """
        remarks = []
        if kind is RECORD_TYPES["person"] and "national_id" in rows.columns:
            remarks.append(disagreements(rows))
            rows = identify(rows, secret_key(), known_rows(db, "person", []))
        for column, to in kind.references().items():
            if column in rows.columns or any(
                name.startswith(f"{column}.") for name in rows.columns
            ):
                if f"{column}.national_id" in rows.columns:
                    digest = digest_column(rows[f"{column}.national_id"], secret_key())
                    rows = rows.with_columns(digest.alias(f"{column}.digest"))
                rows, found = resolve(rows, column, known(to, rows))
                remarks += found
        return rows, remarks

    def fit(
        self, kind: type[Record], rows: pl.DataFrame, before: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame, list[pl.DataFrame]]:
        """Of full rows, those of a key all together: the good ones, those that come back, and remarks beside those before."""
        found, twins = invalid(kind, rows.drop("digest", strict=False))
        said = before.select(*WHERE, pl.col("column").str.replace(r"\..*$", ""))
        remarks = [_unless_said(found, said)]
        differ, repeats = contradictions(
            kind,
            twins,
            {s.number: s.given for s in self.sources},
            {s.number: s.sheet.name or Path(s.sheet.file).name for s in self.sources},
        )
        remarks.append(differ)
        back = errors(pl.concat([before, *remarks]))
        repeats = repeats.join(back, on=WHERE, how="anti")
        for number, count in repeats.group_by("source").len().iter_rows():
            self.sources[number].rows_repeated += count
        out = pl.concat([back, repeats])
        good = rows.join(out, on=WHERE, how="anti") if len(out) else rows
        return good, rows.join(back, on=WHERE, how="semi"), remarks

    def _without_orphans(
        self, db: Database, kind: type[Record], good: pl.DataFrame, remarks: list
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows that refer to a row of their own type which came back come back too."""
        for column, to in kind.references().items():
            while to == kind.table():
                stored = known_rows(db, to, [good])["id"]
                orphans = good.filter(
                    pl.col(column).is_not_null() & ~pl.col(column).is_in(stored.implode())
                )
                if not len(orphans):
                    break
                good = good.join(orphans.select(WHERE), on=WHERE, how="anti")
                remarks.append(remark(orphans, column, "missing_reference", pl.col(column)))
        return good, pl.concat(remarks)


def _given(kind: type[Record], frame: pl.DataFrame) -> set[str]:
    """The stored columns that a sheet has something to say of; of others, what is stored stays."""
    given = {name.partition(".")[0] for name in frame.columns if name != "line"}
    given |= {
        field.overflow for name, field in kind.fields().items() if field.overflow and name in given
    }
    if "national_id" in given:
        given |= {"identity_digest"}
    return given if privacy().store_national_id else given - {"national_id"}


def errors(remarks: pl.DataFrame) -> pl.DataFrame:
    """The (source, line) of every row that comes back."""
    return remarks.filter(~pl.col("code").is_in(list(MARKING))).select(WHERE).unique()


def _unless_said(found: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Without "must not be empty" where the cell was read and found wrong already."""
    empty = pl.col("code") == "nullability"
    return pl.concat(
        [found.filter(~empty), found.filter(empty).join(said, on=[*WHERE, "column"], how="anti")]
    )
