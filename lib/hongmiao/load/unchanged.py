"""A large CSV that was loaded before: its lines that went in without a remark need not be read again.

Beside the rows the store keeps a digest of each such line and of its row's key. They hold until any other file writes to the
record type. Where a known row might be touched by anything else in a load (another line has its key, a check finds it),
`Doubt` is raised, and every line is read.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl
from sqlite_utils import Database

from ..files.csv_file import sheet_of
from ..files.sheet import LINE, Sheet
from ..files.table import Table
from ..records import RECORD_TYPES
from ..shelf import SqlFile
from ..store import Store
from .mending import row_keys

LARGE = 5_000_000  # bytes from which it is worth it
KNOWN = {"line": pl.UInt64, "key": pl.UInt64}


class Doubt(Exception):
    """A known line may not be what it was."""


@dataclass
class Lines:
    """The lines of a large CSV by their digests, and those of them that are known."""

    form: str  # digest of the first line, and of the code that decides what a line means
    digests: pl.Series
    columns: str = ""  # what the known lines were read as
    load_id: int | None = None  # the load that left them
    known: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN))

    def doubt(self, keys: Iterable[str] | pl.Series) -> None:
        """Raise Doubt where one of these keys is that of a known line."""
        digests = pl.Series(keys, dtype=pl.String).hash()
        if self.known["key"].is_in(digests.implode()).any():
            raise Doubt

    def still(self, db: Database) -> None:
        """Raise Doubt where another load came between."""
        if len(self.known) and (self.load_id,) not in db.execute("SELECT load_id FROM known_line WHERE form = ?", [self.form]).fetchall():  # fmt: skip
            raise Doubt

    def stand(self, db: Database, check: SqlFile) -> bool:
        """Whether no row has changed that a check reads beside those of its own table, since the known lines were read."""
        beside = [
            name
            for name in RECORD_TYPES
            if re.search(rf"\b{name}\b", check.sql) and name != check.header["table"]
        ]
        marks = ", ".join("?" * len(beside))
        changed = f"SELECT 1 FROM source WHERE load_id > ? AND record_type IN ({marks}) AND rows_new + rows_changed IS NOT 0"
        return db.execute(changed, [self.load_id, *beside]).fetchone() is None


@cache
def _code() -> str:
    """A digest of all that decides what a line means."""
    house = Path(__file__).parents[1]
    files = (
        path
        for room in ("records", "files", "load", "checks")
        for path in sorted((house / room).rglob("*.*"))
    )
    return sha256(
        b"".join(path.read_bytes() for path in files if path.suffix in (".py", ".sql"))
    ).hexdigest()


def _large(path: Path) -> bool:
    return path.suffix.lower() == ".csv" and path.exists() and path.stat().st_size >= LARGE


def lines_of(path: Path) -> tuple[Lines, pl.Series] | None:
    """The lines of a CSV, digests and texts; None where it is small, or a line is not a row."""
    if not _large(path):
        return None
    texts = texts_of(path.read_bytes())
    return None if texts is None else (Lines(form_of(texts), texts.hash()), texts)


def texts_of(data: bytes) -> pl.Series | None:
    """The lines of these bytes; None where a line is not a row."""
    if b'"' in data or b"\1" in data:
        return None
    try:
        texts = pl.read_csv(data, has_header=False, separator="\1", quote_char=None, infer_schema=False).to_series()  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    return texts if len(texts) == data.count(b"\n") + (not data.endswith(b"\n")) else None


def form_of(texts: pl.Series) -> str:
    """What a line below the first of these texts means."""
    return sha256(f"{_code()} {pl.__version__} {texts[0]}".encode()).hexdigest()


def remembered(store: Store, path: Path) -> bool:
    """Whether a large CSV of such lines was loaded before."""
    if not _large(path):
        return False
    with path.open("rb") as file:
        top = texts_of(file.readline())
    return top is not None and store.db.execute("SELECT 1 FROM known_line WHERE form = ?", [form_of(top)]).fetchone() is not None  # fmt: skip


def unread(store: Store, path: Path, lines: Lines, texts: pl.Series) -> Sheet | None:
    """The sheet without the lines that are known; None where they are few."""
    kept = store.db.execute("SELECT load_id, columns, lines, keys FROM known_line WHERE form = ?", [lines.form]).fetchone()  # fmt: skip
    if kept is None:
        return None
    known = pl.DataFrame([np.frombuffer(blob, np.uint64) for blob in kept[2:]], schema=KNOWN)
    found = known.join(lines.digests.to_frame("line"), on="line", how="right", maintain_order="right")  # fmt: skip
    mask, here = found["key"].is_not_null(), found.drop_nulls()
    # The same line twice is a row that is repeated.
    if len(mask) > len(texts) or len(here) * 2 < len(mask) or here["line"].n_unique() < len(here):
        return None
    rest = "\n".join(text or "" for text in texts.filter(~mask))
    cells = sheet_of(path, rest.encode()).cells
    places = (~mask).arg_true() + 1
    if len(cells) != len(places):
        return None
    lines.load_id, lines.columns = kept[:2]
    lines.known = here.select(*KNOWN)
    return Sheet(str(path), "", cells.with_columns(places.cast(pl.Int64).alias(LINE)))


def as_before(lines: Lines, table: Table | None) -> None:
    """Raise Doubt where the lines that are not known are read as something else than the known ones."""
    if table is None or _columns(table) != lines.columns:
        raise Doubt


def _columns(table: Table) -> str:
    return json.dumps([table.kind.table(), table.places])


def keep(db: Database, load_id: int, sources: list, accepted: dict, remarks: pl.DataFrame) -> None:
    """Keep the lines of this load that went in without a remark, and forget those of other files of these record types."""
    for name in {source.record_type for source in sources if source.record_type}:
        db.execute("DELETE FROM known_line WHERE record_type = ?", [name])
        mine = [source for source in sources if source.record_type == name]
        if len(mine) == 1 and mine[0].lines and _simple(mine[0].table):
            source, lines = mine[0], mine[0].lines
            said = remarks.filter(pl.col("source") == source.number)["line"].drop_nulls()
            if source.slices:
                parts = partial(source.slices.unmarked, said)
            else:
                rows = accepted[name].filter(~pl.col("line").is_in(said.implode()))
                digests = lines.digests.gather(rows["line"] - 1)
                new = pl.DataFrame({"line": digests, "key": row_keys(name, rows).hash()})
                parts = partial(iter, [lines.known, new])
            _put(db, [name, lines.form, _columns(source.table), load_id], parts)


def _put(db: Database, about: list, parts: Callable[[], Iterator[pl.DataFrame]]) -> None:
    """Write known lines part by part: a row as long as they all are would be held several times."""
    size = 8 * sum(map(len, parts()))
    sql = "INSERT INTO known_line VALUES (?, ?, ?, ?, zeroblob(?), zeroblob(?))"
    row = db.execute(sql, [*about, size, size]).lastrowid
    # One after the other: where two were open, each would look for its place anew after what is written to the other.
    for column, name in (("lines", "line"), ("keys", "key")):
        with db.conn.blobopen("known_line", column, row) as blob:
            for part in parts():
                blob.write(part[name].to_numpy().tobytes())


def _simple(table: Table) -> bool:
    """Whether a line says by itself what its row is: by ids, not by names that later may be another's."""
    kind, cells = table.kind, table.sheet.cells.width - 1
    by_number = any(column.kind == "national_id" for column in kind.fields().values())
    own = kind.table() in kind.references().values()
    named = any("." in column for column in table.rows.columns)
    return not (by_number or own or named) and cells == len(table.places)
