"""Rows into a table: many at a time, new ones inserted, changed ones updated, the same ones left alone."""

from functools import cache

import polars as pl
from sqlite_utils import Database
from tqdm import tqdm

from ..records import Record
from ..store import ORIGIN

AT_ONCE = 100  # rows a statement: more gains nothing, fewer costs time
SLICE = 20_000  # rows turned into Python values at a time, so that memory stays flat


def write(
    db: Database, kind: type[Record], rows: pl.DataFrame, given: set[str], source_id: int, bar: tqdm
) -> tuple[int, int]:
    """Upsert rows into their table; how many were new and how many were changed.

    given: the columns that the sheet has; others keep what is stored. rows: a column `line` and the fields.
    A row that is the same is left alone, its origin with it.
    """
    always = {name for name, column in kind.columns().items() if not column.nullable}
    names = [name for name in kind.columns() if name in given | always]
    sql = _upsert(kind, names, given)
    before, changes = db.table(kind.table()).count, db.conn.total_changes
    values = rows.select(
        *(_for_sqlite(rows, name) for name in names),
        pl.lit(source_id),
        pl.col("line").alias("source_line"),
    )
    cursor, width = db.conn.cursor(), values.width
    for start in range(0, len(values), SLICE):
        part = values.slice(start, SLICE)
        cells = [None] * (len(part) * width)
        for place, column in enumerate(part.get_columns()):
            cells[place::width] = column.to_list()
        for first in range(0, len(cells), AT_ONCE * width):
            some = cells[first : first + AT_ONCE * width]
            cursor.execute(sql(len(some) // width), some)
        bar.update(len(part))
    new = db.table(kind.table()).count - before
    return new, db.conn.total_changes - changes - new


def _for_sqlite(rows: pl.DataFrame, name: str) -> pl.Expr:
    match rows.schema[name]:
        case pl.Date:
            return pl.col(name).dt.to_string("%Y-%m-%d")
        case pl.Boolean:
            return pl.col(name).cast(pl.Int8)
    return pl.col(name)


def _upsert(kind: type[Record], names: list[str], given: set[str]):
    keys, columns = kind.primary_key(), [*names, *ORIGIN]
    rest = [name for name in names if name in given and name not in keys]
    listed = ", ".join(f"[{name}]" for name in columns)
    row = f"({', '.join('?' * len(columns))})"
    if rest:
        sets = ", ".join(f"[{name}] = excluded.[{name}]" for name in [*rest, *ORIGIN])
        tail = f"DO UPDATE SET {sets} WHERE " + " OR ".join(
            f"[{kind.table()}].[{name}] IS NOT excluded.[{name}]" for name in rest
        )
    else:
        tail = "DO NOTHING"
    head = f"INSERT INTO [{kind.table()}] ({listed}) VALUES "
    conflict = f" ON CONFLICT ({', '.join(f'[{key}]' for key in keys)}) {tail}"
    return cache(lambda count: head + ", ".join([row] * count) + conflict)
