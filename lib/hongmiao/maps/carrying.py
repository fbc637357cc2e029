"""One foreign sheet on its way into one record type."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from ..errors import MapMismatch
from ..files.table import Table
from ..finding import Finding
from ..locale import word
from ..records import RECORD_TYPES
from .grid import Grid
from .rules import problems, said, value
from .shape import LINE, Feed, Join, Shape


class Carrying(NamedTuple):
    """The sheet, what the map says of it, and the columns that other files lend."""

    shape: Shape
    feed: Feed
    grid: Grid
    lent: dict[str, pl.DataFrame]  # source -> rows of all its sheets
    melted: str | None = None  # the one column of feed.melt that this carries

    def table(self) -> tuple[Table, list[Finding]]:
        """The rows by field, still text, and findings on those that come back or differ."""
        feed, tables = self.feed, self.shape.values
        rows, findings = self._rows()
        for rule in feed.fields.values():
            for problem in problems(rule, tables):
                wrong = rows.filter(problem.wrong).select(
                    LINE, cell=pl.col(problem.column) if problem.column else pl.lit("")
                )
                findings += [
                    self._finding(*row, problem.column, problem.code, "error", problem.detail)
                    for row in wrong.iter_rows()
                ]
        bad = refused(findings)
        rows = rows.filter(~pl.col(LINE).is_in(list(bad))).sort(LINE, maintain_order=True)
        if feed.order_by:
            rows = rows.sort(*_order(feed.order_by), maintain_order=True)
        fields = rows.select(
            LINE, *(value(rule, tables).alias(name) for name, rule in feed.fields.items())
        )
        fields, differing = self._one_per_key(fields)
        # A row that comes back needs no warning that something of it is missing.
        findings = [
            f for f in dict.fromkeys(findings) if f.severity == "error" or f.line not in bad
        ]
        headings = {name: self._heading(name) for name in feed.fields}
        return self.grid.table(feed.type, fields, headings, len(bad)), findings + differing

    def check_columns(self, path: Path) -> None:
        """Raises MapMismatch where neither the sheet nor what is joined to it has a column that is read."""
        own, here = self.grid.columns, self.grid.sheet.where
        lent = [
            c
            for name, frame in self.lent.items()
            for column in frame.columns
            for c in (column, f"{name}.{column}")
        ]
        files = {name: self.shape.source[name].file for name in self.lent}
        needed = [(" + ".join([here, *files.values()]), self.feed.columns, [*own, *lent])]
        for join in self.feed.join:
            needed += [
                (here, join.on, own),
                (files[join.source], join.on, self.lent[join.source].columns),
            ]
        for where, columns, given in reversed(needed):
            if lacking := "、".join(name for name in columns if name not in given):
                raise MapMismatch(
                    path, word("map.no_column", file=where, column=lacking, given="、".join(given))
                )

    def _rows(self) -> tuple[pl.DataFrame, list[Finding]]:
        """The columns that are read, joined, melted and chosen."""
        feed, findings = self.feed, []
        rows = self.grid.rows.select(
            LINE, *(name for name in feed.columns if name in self.grid.columns)
        )
        for join in feed.join:
            rows, found = self._joined(rows, join)
            findings += found
        if melt := feed.melt:
            rows = rows.with_columns(
                pl.lit(melt.columns[self.melted]).alias(melt.name),
                pl.col(self.melted).alias(melt.value),
            )
            rows = rows if melt.keep_empty else rows.filter(said(melt.value).is_not_null())
        for column, words in feed.when.items():
            rows = rows.filter(said(column).fill_null("").is_in(words))
        for column, words in feed.unless.items():
            rows = rows.filter(~said(column).fill_null("").is_in(words))
        if feed.one_per_key == "equal" and rows.width > 1:
            rows = rows.unique(
                [name for name in rows.columns if name != LINE], keep="first", maintain_order=True
            )
        lines = set(rows[LINE])
        return rows, [finding for finding in findings if finding.line in lines]

    def _joined(self, rows: pl.DataFrame, join: Join) -> tuple[pl.DataFrame, list[Finding]]:
        """The rows with the other file's columns; one whose name is taken is called source.column."""
        other = self.lent[join.source]
        taken = {
            name: f"{join.source}.{name}"
            for name in other.columns
            if name not in join.on and name in self.grid.columns
        }
        other = other.rename(taken)
        other = other.select(
            *join.on,
            *(name for name in other.columns if name in self.feed.columns and name not in join.on),
        ).unique(maintain_order=True)
        # Which of several partners is meant cannot be known, and a row must stay one row.
        several = other.filter(pl.struct(join.on).is_duplicated())
        once = other.unique(join.on, keep="first", maintain_order=True)
        file, key = (
            self.shape.source[join.source].file,
            pl.concat_str(pl.col(join.on).fill_null(""), separator=" "),
        )
        findings = []
        for part, code, severity in (
            (rows.join(once, on=join.on, how="anti"), "no_partner", "warning"),
            (rows.join(several, on=join.on, how="semi"), "several_partners", "error"),
        ):
            found = part.select(LINE, key.alias("key")).iter_rows()
            findings += [
                self._finding(*row, "、".join(join.on), code, severity, file) for row in found
            ]
        return rows.join(once, on=join.on, how="left", maintain_order="left"), findings

    def _one_per_key(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
        """One row for each key where the map says so; rows that differ are told of, and one of them is taken."""
        keep, fields = self.feed.one_per_key, list(self.feed.fields)
        keys = [key for key in RECORD_TYPES[self.feed.type].primary_key() if key in fields]
        if keep is None:
            return rows, []
        rows = rows.unique(fields, keep="last" if keep == "last" else "first", maintain_order=True)
        if keep == "equal":
            return rows, []
        known = pl.all_horizontal(pl.col(key).is_not_null() for key in keys)
        twins = rows.filter(known & pl.struct(keys).is_duplicated())
        findings = [
            self._differing(group.rows(named=True), keep)
            for _, group in twins.group_by(keys, maintain_order=True)
        ]
        return pl.concat(
            [rows.filter(known).unique(keys, keep=keep, maintain_order=True), rows.filter(~known)]
        ), findings

    def _differing(self, group: list[dict], keep: str) -> Finding:
        taken, *others = group if keep == "first" else reversed(group)
        odd = [
            (name, row) for row in others for name in self.feed.fields if row[name] != taken[name]
        ]
        detail = "；".join(
            word("map.other", line=row[LINE], column=self._heading(name), value=row[name] or "")
            for name, row in odd
        )
        name = odd[0][0]
        return self._finding(
            taken[LINE], taken[name], self._heading(name), "differing_rows", "warning", detail
        )

    def _heading(self, name: str) -> str:
        """The column of the file that a field comes from; of what is made, the field's own heading."""
        rule = self.feed.fields[name]
        columns = (
            [rule.column] if rule.column else [column for column in rule.columns if column != LINE]
        )
        return (
            "、".join(map(self._unmelted, columns))
            or RECORD_TYPES[self.feed.type].fields()[name.partition(".")[0]].zh
        )

    def _unmelted(self, column: str) -> str:
        return (
            self.melted
            if self.feed.melt and column in (self.feed.melt.name, self.feed.melt.value)
            else column
        )

    def _finding(
        self, line: int, cell: object, column: str, code: str, severity: str, detail: str = ""
    ) -> Finding:
        sheet = self.grid.sheet
        return Finding(
            sheet.file,
            sheet.name,
            line,
            self._unmelted(column),
            str(cell or ""),
            code,
            severity,
            detail,
            self.feed.type,
        )


def refused(findings: list[Finding]) -> set[int]:
    """The lines that come back."""
    return {finding.line for finding in findings if finding.severity == "error"}


def _order(columns: list[str]) -> list[pl.Expr]:
    """Numbers by size, other words as they are spelt."""
    return [
        key
        for name in columns
        for key in (pl.col(name).cast(pl.Float64, strict=False), pl.col(name))
    ]
