"""The store: one SQLite file, its tables read off the record types, its questions asked by name."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from . import asked, places
from .errors import NoStore, NotAStore, StoreBusy, UnknownName, UnreadableFile
from .locale import word
from .queries import QUERIES
from .questions import Questions, questions
from .records import RECORD_TYPES, Record
from .rollups import ROLLUPS

APPLICATION_ID = 0x686D_6961  # "hmia": tells our files from other SQLite files
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
FINDINGS = "finding"  # what a rollup says that it reads where it counts findings
LOG_LINKS = {"load": [], "source": ["load_id"], "finding": ["load_id", "source_id"]}


def open_store(path: Path | str | None = None, *, create: bool = True) -> "Store":
    """The store at `path`, else the one of the data folder; made empty where there is none yet.

    Raises NoStore where `create` is false and there is none, NotAStore where the file is something else.
    """
    store = Store(Path(path) if path else places.store_path())
    if not store.path.exists() and not create:
        raise NoStore(store.path)
    store.prepare()
    return store


class Store:
    """Records in SQLite: `ask` it questions by name, or use `db`, an sqlite-utils Database that only reads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    @cached_property
    def db(self) -> Database:
        """A connection that cannot write."""
        db = _connect(self.path, 5, asked.connection())
        db.execute("PRAGMA query_only = 1")
        return db

    @cached_property
    def ask(self) -> Questions:
        """The questions of the shelf by name, with their parameters: `store.ask.star_summary(period="2018Q2")`."""
        return questions(self.frame, self.schema)

    @property
    def schema(self) -> tuple[str, ...]:
        """The statements that make the store's tables, views and indexes, in order."""
        made = self.db.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid")
        return tuple(sql for (sql,) in made if "sqlite_" not in sql)

    def frame(self, question: str, /, **params: object) -> pd.DataFrame:
        """The answer to a question of the shelf, one row per line of the answer.

        params: the question's parameters; one that is left out means "all". Raises UnknownName.
        """
        if question not in QUERIES:
            raise UnknownName("question", question, list(QUERIES))
        book = QUERIES[question]
        for name in params:
            if name not in book.parameters:
                raise UnknownName("parameter", name, list(book.parameters))
        if unit := params.get("unit"):
            self._known_unit(str(unit))
        values = {n: v.isoformat() if isinstance(v, date) else v for n, v in params.items()}
        return self.sql(book.sql, **dict.fromkeys(book.parameters) | values)

    def _known_unit(self, unit: str) -> None:
        if not self.db.execute("SELECT 1 FROM unit WHERE unit_id = ?", [unit]).fetchone():
            known = [
                f"{row['unit_id']} {row['name']}" for row in self.db.query("SELECT * FROM unit")
            ]
            raise UnknownName("unit", unit, known)

    def sql(self, sql: str, /, **params: object) -> pd.DataFrame:
        """The answer to `sql` of your own as a frame; its `:named` parameters come by keyword, in `params`. It cannot write."""
        cursor = self.db.execute(sql, params)
        return pd.DataFrame(
            cursor.fetchall(), columns=[column for column, *_ in cursor.description]
        )

    def info(self) -> dict[str, object]:
        """The store's path, its last load, and rows per record type."""
        last = next(self.db.query("SELECT * FROM load ORDER BY load_id DESC LIMIT 1"), None)
        rows = {table: self.db.table(table).count for table in RECORD_TYPES}
        files = [
            row["file"] for row in self.db.query("SELECT DISTINCT file FROM source ORDER BY file")
        ]
        counted = dict(
            self.db.execute("SELECT severity, count(*) FROM open_finding GROUP BY severity")
        )
        found = {severity: counted.get(severity, 0) for severity in ("error", "warning")}
        return {
            "store": str(self.path),
            "last_load": last,
            "rows": rows,
            "files": files,
            "findings": found,
        }

    def prepare(self) -> None:
        """Make what tables are missing; a store of this very version is left alone."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)  # records of people are their keeper's to read
        except OSError as reason:
            raise UnreadableFile.because(self.path.parent, "unwritable", detail=reason) from reason
        version = zlib.crc32(repr(_layout()).encode()) & 0x7FFF_FFFF
        try:
            with closing(_connect(self.path, 5)) as db:
                ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
                if not ours and db.table_names():
                    raise NotAStore(self.path, word("unreadable.foreign_database"))
                if ours and db.execute("PRAGMA user_version").fetchone()[0] == version:
                    return
                db.enable_wal()
            with self.writing() as writer:
                _build(writer)
                writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                writer.execute(f"PRAGMA user_version = {version}")
        except sqlite3.DatabaseError as reason:
            raise NotAStore(self.path, str(reason)) from reason

    def clear(self) -> None:
        """Take out every record and what was logged of it."""
        with self.writing() as db:
            for table in [*reversed(RECORD_TYPES), "finding", "source", "load"]:
                db.execute(f'DELETE FROM "{table}"')
            rebuild(db)

    @contextmanager
    def writing(self, wait: float = 60) -> Iterator[Database]:
        """A connection that holds the only write lock: all of the block is stored, or nothing.

        wait: seconds to let another load finish. Raises StoreBusy after that.
        """
        db = _connect(self.path, wait)
        try:
            # In KiB: a load touches every page of its tables.
            db.execute("PRAGMA cache_size = -262144")
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as reason:
            raise StoreBusy(self.path, wait) from reason
        try:
            yield db
            db.commit()
        finally:
            db.rollback()
            db.close()


def rebuild(db: Database, changed: Iterable[str] = (*RECORD_TYPES, FINDINGS)) -> None:
    """Compute anew every rollup that reads one of the tables that changed."""
    for book in ROLLUPS.values():
        if not set(book.header["reads"].split()).isdisjoint(changed):
            _run(db, book.sql)


def _run(db: Database, script: str) -> None:
    # executescript() would commit the open transaction first, so statements go one by one.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def _connect(path: Path, wait: float, kind: type = sqlite3.Connection) -> Database:
    connection = sqlite3.connect(path, timeout=wait, check_same_thread=False, factory=kind)
    connection.executescript(
        "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;"
    )
    return Database(connection)


def columns_of(kind: type[Record]) -> dict[str, type]:
    """SQLite columns of a record table: its fields, then where the row came from."""
    return {name: SQL_TYPES.get(f.kind, str) for name, f in kind.fields().items()} | ORIGIN


def _layout() -> list:
    tables = [
        (name, list(columns_of(kind)), kind.primary_key()) for name, kind in RECORD_TYPES.items()
    ]
    return [tables, LOG, OPEN_FINDING, LOADED_AGAIN, [(name, book.sql) for name, book in ROLLUPS.items()]]  # fmt: skip


def _build(db: Database) -> None:
    for table, columns in LOG.items():
        links = [
            ForeignKey(table, link, link.removesuffix("_id"), link) for link in LOG_LINKS[table]
        ]
        _make(db, table, columns, next(iter(columns)), links, [])
    _run(db, OPEN_FINDING)
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
    """Indexes on what rows are looked up by: references (the key's own first column has one already)."""
    kind = RECORD_TYPES[table]
    for column in kind.references():
        if column != kind.primary_key()[0]:
            db.table(table).create_index(
                [column], index_name=f"{table}_{column}", if_not_exists=True
            )


def drop_indexes(db: Database, table: str) -> None:
    """Take those indexes away; filling an empty table first and indexing after is twice as fast."""
    for index in db.table(table).indexes:
        if index.origin == "c":
            db.execute(f"DROP INDEX [{index.name}]")
