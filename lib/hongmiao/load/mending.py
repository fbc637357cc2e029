"""Mending: whose the rows with findings are, and which earlier findings a load has settled."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl
from sqlite_utils import Database

from ..checks import CHECKS
from ..files.cells import squeezed
from ..files.headings import vocabulary
from ..records import RECORD_TYPES
from ..tables import LOADED_AGAIN

if TYPE_CHECKING:
    from .report import Source

AT_ONCE = 900  # parameters of a statement


def row_keys(table: str, rows: pl.DataFrame) -> pl.Series:
    """The key of each row as text, its values joined by |; none where a part of it could not be read."""
    parts = [pl.col(key).cast(pl.String) for key in RECORD_TYPES[table].primary_key()]
    return rows.select(pl.concat_str(parts, separator="|").alias("key"))["key"]


def units_of(db: Database, table: str, rows: pl.DataFrame) -> pl.Series:
    """The unit that each row belongs to: the unit of its person, else the one that it names itself."""
    references = RECORD_TYPES[table].references()
    own = ["unit_id"] if table == "unit" else [name for name, to in references.items() if to == "unit"]  # fmt: skip
    found = [rows[own[0]]] if own else [pl.Series([None] * len(rows), dtype=pl.String)]
    for column in (name for name, to in references.items() if to == "person"):
        people = rows[column].drop_nulls().unique().to_list()
        homes = dict(_asked(db, "SELECT person_id, unit_id FROM person WHERE person_id IN ({})", people))  # fmt: skip
        found.insert(0, rows[column].replace_strict(homes, default=None, return_dtype=pl.String))
    return pl.select(pl.coalesce(*found).alias("unit_id"))["unit_id"]


def settle(
    db: Database,
    load_id: int,
    sources: "list[Source]",
    accepted: dict[str, pl.DataFrame],
    returned: dict[str, pl.DataFrame],
) -> None:
    """End the earlier findings that no longer stand after this load.

    Those of a sheet that was loaded again; those on a row that came again in any sheet with the column they are about;
    those of cross-record checks that no longer find their row.
    """
    db.execute(LOADED_AGAIN)
    ended = [*_come_again(db, load_id, sources, accepted, returned), *_not_found(db, load_id)]
    for ids in _batches(ended):
        marks = ", ".join("?" * len(ids))
        db.execute(f"UPDATE finding SET ended = {load_id} WHERE finding_id IN ({marks})", ids)


def earlier(db: Database, load_id: int, table: str) -> pl.DataFrame:
    """Open findings of earlier loads on rows of a record type, by the key of the row."""
    rows = db.execute(
        """SELECT finding_id, coalesce(row_key, back_key) AS key, "column", code FROM finding
            WHERE ended IS NULL AND load_id < ? AND record_type = ? AND key IS NOT NULL""",
        [load_id, table],
    ).fetchall()
    names = {"finding_id": pl.Int64, "key": pl.String, "column": pl.String, "code": pl.String}
    return pl.DataFrame(rows, schema=names, orient="row")


def _come_again(db, load_id, sources, accepted, returned) -> Iterator[int]:
    """Findings on rows that this load has, too: what it says of them counts."""
    for table in accepted:
        before = earlier(db, load_id, table)
        if not len(before):
            continue
        words = vocabulary(table)
        for rows in (accepted[table], returned[table]):
            here = pl.DataFrame({"key": row_keys(table, rows), "source": rows["source"]})
            for found in before.join(here, on="key").iter_rows(named=True):
                role = words.get(squeezed(found["column"]))
                given = sources[found["source"]].given
                if found["code"] in CHECKS or role is None or role.field in given:
                    yield found["finding_id"]


def _not_found(db: Database, load_id: int) -> Iterator[int]:
    """Findings of checks whose row the check does not find any more, whichever row was mended."""
    asked = "SELECT DISTINCT code FROM finding WHERE ended IS NULL AND load_id < ? AND row_key IS NOT NULL"  # fmt: skip
    for (code,) in db.execute(asked, [load_id]).fetchall():
        if check := CHECKS.get(code):
            width = len(RECORD_TYPES[check.header["table"]].primary_key())
            still = {"|".join(map(str, hit[:width])) for hit in db.execute(check.sql)}
            rows = db.execute(
                "SELECT finding_id, row_key FROM finding WHERE ended IS NULL AND load_id < ? AND code = ? AND row_key IS NOT NULL",
                [load_id, code],
            )
            yield from [number for number, key in rows.fetchall() if key not in still]


def _batches(values: Sequence) -> Iterator[Sequence]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _asked(db: Database, sql: str, values: Sequence[str]) -> Iterator[tuple]:
    for some in _batches(values):
        yield from db.execute(sql.format(", ".join("?" * len(some))), some)
