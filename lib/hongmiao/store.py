"""The store: one SQLite file, its questions asked by name."""

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep

import pandas as pd
from sqlite_utils import Database

from . import asked, places
from .errors import NoStore, NotAStore, StoreBusy, UnknownName, UnreadableFile
from .locale import word
from .queries import QUERIES
from .questions import Questions, questions
from .records import RECORD_TYPES
from .tables import build, layout, rebuild

APPLICATION_ID = 0x686D_6961  # "hmia": tells our files from other SQLite files
ASIDE = "-aside"  # what a load puts beside the store for as long as it lasts; the name follows the store's
KEPT = "kept"  # a folder of answers that follow from the store as it is: see kept.py; a change takes them away


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
            self.require_unit(str(unit))
        values = {n: v.isoformat() if isinstance(v, date) else v for n, v in params.items()}
        return self.sql(book.sql, **dict.fromkeys(book.parameters) | values)

    def require_unit(self, unit: str) -> None:
        """Raise UnknownName unless there is a unit of this id, and name those that may be meant."""
        if not self.db.execute("SELECT 1 FROM unit WHERE unit_id = ?", [unit]).fetchone():
            names = [name for (name,) in self.db.execute("SELECT unit_id || ' ' || name FROM unit")]
            raise UnknownName("unit", unit, sorted(names, key=lambda name: unit not in name))

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
            # Records of people are their keeper's to read. Whoever only opens the file leaves its time as it is: see kept.py.
            if not self.path.is_dir():
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as reason:
            raise UnreadableFile.because(self.path.parent, "unwritable", detail=reason) from reason
        version = zlib.crc32(repr(layout()).encode()) & 0x7FFF_FFFF
        try:
            with closing(_connect(self.path, 5)) as db:
                ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
                if not ours and db.table_names():
                    raise NotAStore(self.path, word("unreadable.foreign_database"))
                if (
                    ours and self._aside.exists()
                ):  # of a load that goes on, or of one that was ended
                    with suppress(StoreBusy), self.writing(0):
                        pass
                if ours and db.execute("PRAGMA user_version").fetchone()[0] == version:
                    return
                _enable_wal(db)
            with self.writing() as writer:
                build(writer)
                writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                writer.execute(f"PRAGMA user_version = {version}")
        except sqlite3.DatabaseError as reason:
            raise NotAStore(self.path, str(reason)) from reason

    @property
    def _aside(self) -> Path:
        return self.path.with_name(self.path.name + ASIDE)

    @contextmanager
    def aside(self) -> Iterator[Path]:
        """A folder for what a load cannot hold at once: its keeper's alone, and gone when the load is done. Only within `writing`."""
        self._aside.mkdir(mode=0o700)
        try:
            yield self._aside
        finally:
            shutil.rmtree(self._aside, ignore_errors=True)

    def clear(self) -> None:
        """Take out every record and what was logged of it."""
        with self.writing() as db:
            for table in [*reversed(RECORD_TYPES), "finding", "source", "load", "known_line"]:
                db.execute(f'DELETE FROM "{table}"')
            rebuild(db)

    @contextmanager
    def writing(self, wait: float = 60) -> Iterator[Database]:
        """A connection that holds the only write lock: all of the block is stored, or nothing.

        wait: seconds to let another load finish. Raises StoreBusy after that.
        """
        db = _connect(self.path, wait)
        try:
            # In KiB: a load touches every page of its tables. What it sorts for an index goes to files unlinked at once.
            db.execute("PRAGMA cache_size = -262144")
            db.execute("PRAGMA temp_store = FILE")
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as reason:
            raise StoreBusy(self.path, wait) from reason
        try:
            shutil.rmtree(self._aside, ignore_errors=True)  # whose load was ended before its time
            yield db
            db.commit()
            shutil.rmtree(self.path.parent / KEPT, ignore_errors=True)
        finally:
            db.rollback()
            db.close()


def _enable_wal(db: Database) -> None:
    until = monotonic() + 5
    while True:
        try:
            return db.enable_wal()
        except (
            sqlite3.OperationalError
        ):  # another process opens the new store: for this SQLite does not wait
            if monotonic() > until:
                raise
            sleep(0.05)


def _connect(path: Path, wait: float, kind: type = sqlite3.Connection) -> Database:
    connection = sqlite3.connect(path, timeout=wait, check_same_thread=False, factory=kind)
    connection.executescript(
        "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;"
    )
    return Database(connection)
