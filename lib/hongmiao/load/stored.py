"""Columns of a stored table as a frame, at several times the speed of fetching rows."""

from collections.abc import Mapping

import polars as pl
from sqlite_utils import Database

APART, NULL = "\x1f", "\x1e"  # no id or word of an office file has such a character


def columns_of(db: Database, table: str, columns: Mapping[str, str]) -> pl.DataFrame:
    """The texts of some `columns` ({name in the frame: column}) of a table, or of a join of tables, in its order.

    SQLite joins each column to one text, which is cut again here: no row becomes a Python object.
    """
    joined = ", ".join(
        f"group_concat(coalesce([{c}], '{NULL}'), '{APART}')" for c in columns.values()
    )
    count, *texts = db.execute(f"SELECT count(*), {joined} FROM {table}").fetchone()
    cut = [
        pl.Series(text).str.split(APART).explode().replace(NULL, None)
        for text in zip(texts)
        if count
    ]
    if any(len(column) != count for column in cut):  # one of the texts has the character after all
        rows = db.execute(f"SELECT {', '.join(f'[{c}]' for c in columns.values())} FROM {table}")
        return pl.DataFrame(rows.fetchall(), schema=dict.fromkeys(columns, pl.String), orient="row")
    return pl.DataFrame(
        dict(zip(columns, cut, strict=False)), schema=dict.fromkeys(columns, pl.String)
    )
