"""The tables of a store, read off the record types, and the rollups that follow from them."""

import sqlite3
from collections.abc import Iterable, Iterator

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from .records import RECORD_TYPES, Record
from .rollups import ROLLUPS

SQL_TYPES = {"integer": int, "number": float, "flag": int}
# Where a row came from: columns that every record table has beside its own.
ORIGIN = {"source_id": int, "source_line": int}
LOG = {
    "load": {"load_id": int, "started": str, "finished": str, "strict": int, "rows_in": int, "rows_back": int},
    "source": {
        "source_id": int, "load_id": int, "file": str, "path": str, "sheet": str, "sha256": str, "record_type": str,
        "rows_read": int, "rows_new": int, "rows_changed": int, "rows_same": int, "rows_back": int, "rows_repeated": int,
        "skipped": str,
    },
    "finding": {
        "finding_id": int, "load_id": int, "source_id": int, "record_type": str, "line": int, "column": str,
        "value": str, "code": str, "severity": str, "detail": str, "row_key": str, "back_key": str, "unit_id": str,
        "ended": int,
    },
}  # fmt: skip
# What no later load has `ended`; the partial index finds it among the findings of all loads.
OPEN_FINDING = """DROP VIEW IF EXISTS open_finding;
CREATE VIEW open_finding AS
SELECT finding.*, file, sheet FROM finding JOIN source USING (source_id, load_id) WHERE ended IS NULL;
CREATE INDEX IF NOT EXISTS finding_open ON finding (record_type, code) WHERE ended IS NULL;
"""
# A sheet that was loaded again says by its last load what is still wrong with it.
LOADED_AGAIN = """WITH loaded AS (SELECT DISTINCT file, sheet, load_id FROM source), span AS (
  SELECT *, lead(load_id) OVER (PARTITION BY file, sheet ORDER BY load_id) AS next FROM loaded)
UPDATE finding SET ended = span.next FROM span JOIN source USING (file, sheet, load_id)
 WHERE source.source_id = finding.source_id AND ended IS NULL AND span.next IS NOT NULL"""
# The lines of a large file that went in without a remark, by their digests; see load/unchanged.py.
KNOWN_LINE = """CREATE TABLE IF NOT EXISTS known_line (
  record_type TEXT PRIMARY KEY, form TEXT NOT NULL, columns TEXT NOT NULL, load_id INTEGER NOT NULL, lines BLOB NOT NULL, keys BLOB NOT NULL
) STRICT;
"""
# Days in whose order a list is shown that nobody sorts: its first page reads no more rows than it shows.
ORDERS = {"points_entry": "activity_date", "activity": "due_date"}
FINDINGS = "finding"  # what a rollup says that it reads where it counts findings
LOG_LINKS = {"load": [], "source": ["load_id"], "finding": ["load_id", "source_id"]}


def rebuild(db: Database, changed: Iterable[str] = (*RECORD_TYPES, FINDINGS)) -> None:
    """Compute anew every rollup that reads one of the tables that changed."""
    for name in due(changed):
        run(db, ROLLUPS[name].sql)


def due(changed: Iterable[str]) -> list[str]:
    """The names of the rollups that read one of the tables that changed, each after those that it reads itself."""
    changed = set(changed)
    return [n for n, book in ROLLUPS.items() if not changed.isdisjoint(book.header["reads"].split())]  # fmt: skip


def run(db: Database, script: str) -> None:
    """Execute a script within the open transaction; executescript() would commit it first."""
    for statement in statements(script):
        db.execute(statement)


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def columns_of(kind: type[Record]) -> dict[str, type]:
    """SQLite columns of a record table: its fields, then where the row came from."""
    return {name: SQL_TYPES.get(f.kind, str) for name, f in kind.fields().items()} | ORIGIN


def layout() -> list:
    """All that a store of this version is made of: another version's is made anew."""
    tables = [
        (name, list(columns_of(kind)), kind.primary_key()) for name, kind in RECORD_TYPES.items()
    ]
    return [tables, ORDERS, LOG, OPEN_FINDING, LOADED_AGAIN, KNOWN_LINE, [(name, book.sql) for name, book in ROLLUPS.items()]]  # fmt: skip


def build(db: Database) -> None:
    """Make what tables, views and indexes are missing, and every rollup."""
    for table, columns in LOG.items():
        links = [
            ForeignKey(table, link, link.removesuffix("_id"), link) for link in LOG_LINKS[table]
        ]
        _make(db, table, columns, next(iter(columns)), links, [])
    run(db, OPEN_FINDING)
    run(db, KNOWN_LINE)
    db.execute(LOADED_AGAIN)  # a store of an earlier version kept no `ended`
    for table, kind in RECORD_TYPES.items():
        links = [
            ForeignKey(table, c, to, RECORD_TYPES[to].primary_key()[0])
            for c, to in kind.references().items()
        ]
        links.append(ForeignKey(table, "source_id", "source", "source_id"))
        required = [name for name, column in kind.columns().items() if not column.nullable]
        _make(db, table, columns_of(kind), kind.primary_key(), links, required)
        make_indexes(db, table)
    rebuild(db)


def _make(db: Database, table: str, columns: dict, key, links: list, required: list[str]) -> None:
    if table not in db.table_names():
        key = key[0] if isinstance(key, list) and len(key) == 1 else key
        pk = key if isinstance(key, str) else tuple(key)
        sql = db.create_table_sql(
            table, columns, pk=pk, foreign_keys=links, not_null=required, strict=True
        )
        # A text key kept in the table itself is stored once, and one look-up finds the row.
        db.execute(sql.rstrip(";\n ") + (", WITHOUT ROWID" if table in RECORD_TYPES else ""))
        return
    # A store made by an earlier version gains columns; it never loses one.
    for name in columns.keys() - db.table(table).columns_dict.keys():
        db.table(table).add_column(name, columns[name])


def make_indexes(db: Database, table: str) -> None:
    """Indexes on what rows are looked up by, references and ORDERS; the key's own first column has one already."""
    kind = RECORD_TYPES[table]
    before = db.execute("PRAGMA cache_size").fetchone()[0]
    # In KiB: SQLite sorts runs as long as its cache. Those that the processor's own cache holds take a third of the time.
    db.execute("PRAGMA cache_size = -2048")
    for column in (*kind.references(), *ORDERS.get(table, "").split()):
        if column != kind.primary_key()[0]:
            db.table(table).create_index(
                [column], index_name=f"{table}_{column}", if_not_exists=True
            )
    db.execute(f"PRAGMA cache_size = {before}")


def drop_indexes(db: Database, table: str) -> None:
    """Take those indexes away; filling an empty table first and indexing after is twice as fast."""
    for index in db.table(table).indexes:
        if index.origin == "c":
            db.execute(f"DROP INDEX [{index.name}]")
