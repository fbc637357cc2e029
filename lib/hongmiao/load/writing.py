"""Rows into a table: many at a time, new ones inserted, changed ones updated, the same ones left alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
import polars as pl
from sqlite_utils import Database
from tqdm import tqdm

from ..records import Record
from ..tables import ORIGIN
from .report import Source

AT_ONCE = 400  # rows a statement: a tenth quicker than 100; SQLite takes 32,766 values at most
SLICE = 20_000  # rows turned into Python values at a time, so that memory stays flat
REPEATED = 8  # a text that stands in so many rows on average becomes a Python object once


def write(
    db: Database, kind: type[Record], rows: pl.DataFrame, source: Source, source_id: int, bar: tqdm
) -> tuple[int, int]:
    """Upsert rows into their table; how many there are, and how many of them were new or changed.

    rows: a column `line` and the fields; columns that the source does not give keep what is stored.
    A row that is the same is left alone, its origin with it.
    """
    always = {name for name, column in kind.columns().items() if not column.nullable}
    names = [name for name in kind.columns() if name in source.given | always]
    before = db.conn.total_changes
    values = rows.select(
        *(_for_sqlite(rows, name) for name in names),
        pl.lit(source_id).alias("source_id"),
        pl.col("line").alias("source_line"),
    )
    for written in _many(db, kind.table(), values, _conflict(kind, names, source.given)):
        bar.update(written)
    return len(rows), db.conn.total_changes - before


@contextmanager
def counted(db: Database, source: Source) -> Iterator[list[tuple[int, int]]]:
    """Count what becomes of a source's rows by what `write` says within it, which is put into the list."""
    before, written = db.table(source.record_type).count, []
    yield written
    rows, touched = map(sum, zip((0, 0), *written, strict=True))
    source.rows_new = db.table(source.record_type).count - before
    source.rows_changed = touched - source.rows_new
    source.rows_same = source.rows_known + rows - touched


def insert(db: Database, table: str, rows: pl.DataFrame) -> None:
    """Insert the rows of a frame into the columns of its names."""
    for _ in _many(db, table, rows):
        pass


def _many(db: Database, table: str, rows: pl.DataFrame, tail: str = "") -> Iterator[int]:
    """Insert rows by wide statements; after each slice, how many there were in it."""
    fixed = {c.name: c[0] for c in rows.get_columns() if len(c) > 1 and c.eq_missing(c[0]).all()}
    sql = _statement(table, rows.columns, list(fixed), tail)
    varied = [_objects(column) for column in rows.get_columns() if column.name not in fixed]
    cursor, width, once = db.conn.cursor(), len(varied), list(fixed.values())
    for start in range(0, len(rows), SLICE):
        count = min(SLICE, len(rows) - start)
        cells = [None] * (count * width)
        for place, objects in enumerate(varied):
            cells[place::width] = objects(start)
        for first in range(0, count, AT_ONCE):
            some = cells[first * width : (first + AT_ONCE) * width]
            cursor.execute(sql(min(AT_ONCE, count - first)), once + some)
        yield count


def _objects(column: pl.Series) -> Callable[[int], list]:
    """The slice of a column that starts at a row, as Python objects."""
    if column.dtype == pl.String:
        words = column.unique()
        if len(words) * REPEATED < len(column):
            places = column.replace_strict(words, range(len(words)), return_dtype=pl.Int32).to_numpy()  # fmt: skip
            texts = np.array(words.to_list(), dtype=object)
            return lambda start: texts[places[start : start + SLICE]].tolist()
    return lambda start: column.slice(start, SLICE).to_list()


def _statement(table: str, columns: list[str], fixed: list[str], tail: str) -> Callable[[int], str]:
    """The statement for so many rows; what is the same in all of them is bound once, before the rest."""
    head = f'INSERT INTO "{table}" ({", ".join(f"[{name}]" for name in columns)}) VALUES '
    marks = [f"?{fixed.index(name) + 1}" if name in fixed else "?{}" for name in columns]
    row, width = f"({', '.join(marks)})", len(columns) - len(fixed)

    @cache
    def of(count: int) -> str:
        first = len(fixed) + 1
        numbers = (range(first + at * width, first + (at + 1) * width) for at in range(count))
        return head + ", ".join(row.format(*some) for some in numbers) + tail

    return of


def _conflict(kind: type[Record], names: list[str], given: set[str]) -> str:
    """What to do with a row whose key is stored: change it, but only where it says something else."""
    keys = kind.primary_key()
    head = f" ON CONFLICT ({', '.join(f'[{key}]' for key in keys)}) "
    rest = [name for name in names if name in given and name not in keys]
    if not rest:
        return head + "DO NOTHING"
    sets = ", ".join(f"[{name}] = excluded.[{name}]" for name in [*rest, *ORIGIN])
    return f"{head}DO UPDATE SET {sets} WHERE " + " OR ".join(
        f"[{kind.table()}].[{name}] IS NOT excluded.[{name}]" for name in rest
    )


def _for_sqlite(rows: pl.DataFrame, name: str) -> pl.Expr:
    match rows.schema[name]:
        case pl.Date:
            return pl.col(name).dt.to_string("%Y-%m-%d")
        case pl.Boolean:
            return pl.col(name).cast(pl.Int8)
    return pl.col(name)
