"""What is asked of a store, written down: each question with a digest of its answer, so that a change of it is seen later.

A process whose HONGMIAO_ASKED names a file writes down, line by line, everything it reads through `Store.db`, however
it asks. A report runs so, and is made again when one of these answers is no longer the same.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from .queries import QUERIES

FILE = "HONGMIAO_ASKED"
WHOLE = "SELECT load_id, finished FROM load ORDER BY load_id DESC LIMIT 1"
"""What counts for somebody who reads the file past us: any load."""
# It changes with every load and says nothing of the records.
_NOT_OF_RECORDS = QUERIES["data_state"].sql
_NAMES = {book.sql: name for name, book in QUERIES.items()}


class Asked(NamedTuple):
    """A question's name or its SQL, the parameters, and the digest of the answer."""

    question: str
    params: dict | list
    answer: str


def connection() -> type[sqlite3.Connection]:
    """The kind of connection that this process reads with."""
    return _Noting if os.environ.get(FILE) else sqlite3.Connection


def read(path: Path) -> list[Asked]:
    """What was written down, each question once; where nothing was, the whole store counts as asked."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    found = [Asked(*json.loads(line)) for line in dict.fromkeys(lines)]
    return found or [Asked(WHOLE, [], "")]


def ask_again(db: sqlite3.Connection, question: str, params: dict | list) -> str:
    """The digest of today's answer; empty where there is none any more."""
    sql = QUERIES[question].sql if question in QUERIES else question
    try:
        return _digest(db.execute(sql, params).fetchall())
    except sqlite3.Error:
        return ""


def _digest(rows: list[tuple]) -> str:
    return hashlib.blake2b(repr(rows).encode(errors="surrogatepass"), digest_size=12).hexdigest()


class _NotingCursor(sqlite3.Cursor):
    """Takes the whole answer at once, so that its digest is that of what was given out."""

    _rows: Iterable[tuple] = iter(())

    def execute(self, sql: str, params=(), /) -> "_NotingCursor":
        super().execute(sql, params)
        rows = super().fetchall() if self.description else []
        self._rows = iter(rows)
        if self.description and sql != _NOT_OF_RECORDS and not sql.startswith("PRAGMA"):
            _write_down(self.connection.file, sql, params, rows)
        return self

    def __iter__(self) -> "_NotingCursor":
        return self

    def __next__(self) -> tuple:
        return next(self._rows)

    def fetchone(self) -> tuple | None:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[tuple]:
        return list(islice(self._rows, self.arraysize if size is None else size))

    def fetchall(self) -> list[tuple]:
        return list(self._rows)


class _Noting(sqlite3.Connection):
    def __init__(self, *args, **settings) -> None:
        super().__init__(*args, **settings)
        self.file = os.environ[FILE]

    def cursor(self, factory=_NotingCursor) -> sqlite3.Cursor:
        return super().cursor(factory)

    def execute(self, sql: str, params=(), /) -> sqlite3.Cursor:
        return self.cursor().execute(sql, params)


def _write_down(path: str, sql: str, params, rows: list[tuple]) -> None:
    given = dict(params) if hasattr(params, "keys") else list(params)
    line = json.dumps([_NAMES.get(sql, sql), given, _digest(rows)], ensure_ascii=False, default=str)
    with open(path, "a", encoding="utf-8") as file:
        file.write(line + "\n")
