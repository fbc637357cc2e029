"""What a load leaves behind: its remarks in the words of the files, its figures and findings in the store."""

import json
from datetime import datetime

import polars as pl
from sqlite_utils import Database

from ..finding import Finding
from .mending import row_keys, settle, units_of
from .report import FINDINGS, Source


def report_frame(
    sources: list[Source], remarks: pl.DataFrame, sheet_findings: list[tuple[int, Finding]]
) -> pl.DataFrame:
    """All remarks with the heading that stands in the file in place of our column name."""
    names = [
        (source.number, column, heading)
        for source in sources if source.table
        for column, heading in source.table.headings.items()
    ]  # fmt: skip
    headings = pl.DataFrame(
        names, schema={"source": pl.Int32, "column": pl.String, "heading": pl.String}, orient="row"
    )
    remarks = remarks.join(headings, on=["source", "column"], how="left", maintain_order="left")
    remarks = _named_by_part(remarks, headings, sources).select(*FINDINGS)
    rows = [(n, f.line, f.column, f.value, f.code, f.detail, f.severity) for n, f in sheet_findings]
    return pl.concat([pl.DataFrame(rows, schema=FINDINGS, orient="row"), remarks])


def _named_by_part(
    remarks: pl.DataFrame, headings: pl.DataFrame, sources: list[Source]
) -> pl.DataFrame:
    """A reference may stand in the file only as a name; a column may not stand there at all."""
    part = (
        headings.filter(pl.col("column").str.contains(".", literal=True))
        .select("source", pl.col("column").str.replace(r"\..*$", ""), other="heading")
        .unique(["source", "column"], keep="first")
    )
    remarks = remarks.join(part, on=["source", "column"], how="left", maintain_order="left")
    own = {
        f"{s.number}.{name}": f.zh
        for s in sources
        if s.table
        for name, f in s.table.kind.fields().items()
    }
    fallback = pl.format("{}.{}", "source", "column").replace_strict(
        own, default=pl.col("column"), return_dtype=pl.String
    )
    return remarks.with_columns(pl.coalesce("heading", "other", fallback).alias("column"))


def log(
    db: Database,
    load_id: int,
    sources: list[Source],
    remarks: pl.DataFrame,
    accepted: dict[str, pl.DataFrame],
    returned: dict[str, pl.DataFrame],
) -> None:
    """Write the load's figures and findings beside the rows, and end the earlier findings that it settles.

    accepted, returned: the rows of each record type that went in and that come back.
    """
    back = remarks.filter((pl.col("severity") == "error") & pl.col("line").is_not_null()).unique(
        ["source", "line"]
    )
    counts = dict(back.group_by("source").len().iter_rows())
    first = (
        db.execute("SELECT min(source_id) FROM source WHERE load_id = ?", [load_id]).fetchone()[0]
        or 0
    )
    for source in sources:
        source.rows_back = counts.get(source.number, 0) if source.table else 0
        row = {k: v for k, v in source.as_dict().items() if k.startswith("rows_")}
        row["skipped"] = json.dumps(source.table.skipped if source.table else {})
        db.table("source").update(first + source.number, row)
    rows = (
        {
            "load_id": load_id,
            "source_id": first + row["source"],
            "record_type": sources[row.pop("source")].record_type,
            **row,
        }
        for row in _with_keys(db, remarks, accepted, returned).iter_rows(named=True)
    )
    db.table("finding").insert_all(rows, pk="finding_id")
    settle(db, load_id, sources, accepted, returned)
    figures = {
        "rows_in": sum(s.rows_new + s.rows_changed + s.rows_same for s in sources),
        "rows_back": sum(s.rows_back for s in sources),
    }
    db.table("load").update(load_id, figures | {"finished": now()})


def _with_keys(
    db: Database,
    remarks: pl.DataFrame,
    accepted: dict[str, pl.DataFrame],
    returned: dict[str, pl.DataFrame],
) -> pl.DataFrame:
    """The remarks with how their rows are found: `row_key` of one that went in marked, `back_key` of one that came
    back, each the values of its key joined by |; and the unit that it belongs to, where that could be read."""
    where, found = ["source", "line"], []
    for name, tables in (("row_key", accepted), ("back_key", returned)):
        known = [pl.DataFrame(schema=_WHOSE)]
        for table, rows in tables.items() if len(remarks) else ():
            rows = rows.join(remarks.select(where).drop_nulls().unique(), on=where, how="semi")
            if len(rows):
                keys = row_keys(table, rows).alias("key")
                known.append(rows.select(*where, keys, unit_id=units_of(db, table, rows)))
        found.append(pl.concat(known).rename({"key": name, "unit_id": f"{name}_unit"}))
    for known in found:
        remarks = remarks.join(known, on=where, how="left", maintain_order="left")
    unit = pl.coalesce("row_key_unit", "back_key_unit").alias("unit_id")
    return remarks.with_columns(unit).drop("row_key_unit", "back_key_unit")


_WHOSE = {"source": pl.Int32, "line": pl.Int64, "key": pl.String, "unit_id": pl.String}


def now() -> str:
    """The time of day to the second, as ISO text."""
    return datetime.now().isoformat(timespec="seconds")
