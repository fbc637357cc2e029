"""Whole columns of cells to values: the plain ones by polars at once, the odd ones each once by hand."""

import polars as pl

from ..records import Field
from ..records.person import Person
from .cells import MISSING, parse
from .sheet import LINE
from .table import Table

DTYPES = {"date": pl.Date, "integer": pl.Int64, "number": pl.Float64, "flag": pl.Boolean}
PROBLEMS = {
    LINE: pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "code": pl.String,
    "detail": pl.String,
}

_TEXT = Field("text", "", "")
# Words that reading by hand would leave as they are; a blank within a name may have to go.
_CHARACTERS = r"[!$-&(-~㐀-鿿、。，：；（）《》“”]"
_PLAIN = {"name": rf"^{_CHARACTERS}+$", "text": rf"^{_CHARACTERS}+( {_CHARACTERS}+)*$"}


def values_of(table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows typed, one column for each field or role; and every cell that was not plain, as PROBLEMS."""
    fields = table.kind.fields()
    columns, problems = [table.rows[LINE]], []
    for name in table.rows.columns[1:]:
        base, _, part = name.partition(".")
        field = {"": fields[base], "national_id": Person.fields()["national_id"]}.get(part, _TEXT)
        values, odd = _column(table.rows[name], field, table.headings[name])
        columns.append(values)
        problems.append(
            odd.join(table.rows.select(LINE, value=name), on="value").select(
                LINE, pl.lit(name).alias("column"), _told(field), "code", "detail"
            )
        )
    frame = pl.DataFrame(columns)
    for name, field in fields.items():
        if field.overflow and name in frame.columns:
            frame, problems = _overflowed(
                frame, problems, name, fields[field.overflow], field.overflow
            )
    if table.beyond is not None:
        problems.append(
            table.beyond.select(
                LINE,
                pl.lit("").alias("column"),
                "value",
                pl.lit("more_cells").alias("code"),
                pl.lit("").alias("detail"),
            )
        )
    return frame, pl.concat(problems).cast(PROBLEMS) if problems else pl.DataFrame(schema=PROBLEMS)


def _told(field: Field) -> pl.Expr:
    """What a finding shows of a cell: findings are kept, identity numbers are not."""
    value = pl.col("value")
    return (
        pl.format("…{}", value.str.tail(4)).alias("value") if field.kind == "national_id" else value
    )


def _column(cells: pl.Series, field: Field, heading: str) -> tuple[pl.Series, pl.DataFrame]:
    dtype = DTYPES.get(field.kind, pl.String)
    plain = _plain(cells, field)
    odd = cells.filter(plain.is_null() & cells.is_not_null()).unique(maintain_order=True)
    parsed = [parse(text, field, heading) for text in odd]
    if len(odd):
        table = pl.DataFrame(
            {
                "text": odd,
                "value": pl.Series([cell.value for cell in parsed], dtype=dtype, strict=False),
            }
        )
        by_hand = cells.to_frame("text").join(table, on="text", how="left", maintain_order="left")[
            "value"
        ]
        plain = plain.zip_with(plain.is_not_null(), by_hand)
    remarks = [
        (text, cell.code, cell.detail) for text, cell in zip(odd, parsed, strict=True) if cell.code
    ]
    schema = {"value": pl.String, "code": pl.String, "detail": pl.String}
    return plain.alias(cells.name), pl.DataFrame(remarks, schema=schema, orient="row")


def _plain(cells: pl.Series, field: Field) -> pl.Series:
    """Cells that need no reading; null where one must be looked at (or is empty)."""
    cell, dtype = pl.col("c"), DTYPES.get(field.kind, pl.String)
    match field.kind:
        case "date":
            value = (
                pl.when(cell.str.contains(r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"))
                .then(cell)
                .str.to_date("%Y-%m-%d", strict=False)
            )
        case "integer":
            value = (
                pl.when(cell.str.contains(r"^-?[0-9]{1,15}$"))
                .then(cell)
                .cast(pl.Int64, strict=False)
            )
        case "number":
            value = (
                pl.when(cell.str.contains(r"^-?[0-9]{1,15}(\.[0-9]+)?$"))
                .then(cell)
                .cast(pl.Float64, strict=False)
            )
        case "id":
            value = pl.when(
                cell.str.contains(r"^[A-Za-z][A-Za-z0-9_-]*$|^[0-9]{1,12}$") & ~cell.is_in(MISSING)
            ).then(cell)
        case "text" | "name":
            value = pl.when(cell.str.contains(_PLAIN[field.kind]) & ~cell.is_in(MISSING)).then(cell)
        case _:
            return pl.repeat(None, len(cells), dtype=dtype, eager=True).alias(cells.name)
    return cells.to_frame("c").select(value.cast(dtype).alias(cells.name)).to_series()


def _overflowed(frame, problems, name, label: Field, label_name):
    """Words of another column written into this one (未评 under 星级) go where they belong."""
    mine = [p for p in problems if len(p) and p["column"][0] == name]
    if not mine:
        return frame, problems
    odd = mine[0]
    words = {
        text: cell.value
        for text in odd["value"].unique()
        if (cell := parse(text, label)).value and not cell.code
    }
    moved = odd.filter(pl.col("value").is_in(list(words)))
    rest = [p for p in problems if p is not odd] + [odd.filter(~pl.col("value").is_in(list(words)))]
    given = moved.select(LINE, pl.col("value").replace(words).alias("moved"))
    frame = frame.join(given, on=LINE, how="left", maintain_order="left")
    own = [label_name] if label_name in frame.columns else []
    frame = frame.with_columns(pl.coalesce(*own, "moved").alias(label_name)).drop("moved")
    return frame, rest
