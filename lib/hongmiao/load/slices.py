"""A CSV too large to be held: typed and sorted some lines at a time, then settled and written by ranges of its key.

The sorted runs wait in files beside the store. Rows of one key all lie in one range, so that a range says by itself which
of its rows repeat or contradict each other. Where slices would not be as the whole, `Doubt` is raised, and all is read at once.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, pairwise
from pathlib import Path
from typing import TypeVar

import polars as pl
from sqlite_utils import Database
from tqdm import tqdm

from ..errors import UnreadableFile
from ..files import READERS
from ..files.csv_file import Entire, Slice, read_csv, slices_of
from ..files.sheet import LINE, Sheet
from ..files.table import Table, table_below, tables_of
from ..finding import Finding
from .accept import Intake
from .mending import row_keys
from .references import Known
from .report import Source
from .rolled import OF_PEOPLE, ByRange, FewPeople, few, filled_first, filling
from .unchanged import Doubt, Lines, form_of, texts_of
from .validity import REMARKS, full
from .writing import counted, write

SLICE = 4_000_000  # bytes read at a time; a file that has no more is read at once
RANGE = 64_000  # rows settled and written at a time
BATCH = 4_000  # rows of a file that are found and read by themselves
SAMPLES = 64  # keys of each such number of rows by which they are parted
T = TypeVar("T")
_NONE = pl.Series(dtype=pl.Int64)


@dataclass
class Slices:
    """One large CSV on its way into the store."""

    path: Path
    table: Table  # its headings; the rows are in the runs
    remarks: list[Finding]
    first: Slice
    rest: Iterator[Slice]
    lines: Lines | None = None
    height: int = 0
    folder: Path = Path()
    runs: list[Path] = field(default_factory=list)  # rows by the first column of their key
    good: list[Path] = field(
        default_factory=list
    )  # of the rows that go in the line, and digests of it and of the key
    samples: list[pl.Series] = field(default_factory=list)
    found: list[pl.DataFrame] = field(default_factory=list)
    back: list[pl.DataFrame] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The column by which the rows are parted."""
        return self.table.kind.primary_key()[0]

    def read(self, db: Database, intake: Intake, source: Source, folder: Path) -> None:
        """Type the rows, and put them into sorted runs in a folder."""
        self.folder, known, digest = folder, _known(db), sha256()
        skipped: dict[str, int] = {}
        try:
            with closing(_ahead(self._typed(intake, source))) as slices:
                for part, table, typed in slices:
                    digest.update(part.data)
                    for why, count in table.skipped.items():
                        skipped[why] = skipped.get(why, 0) + count
                    self._run(db, intake, *typed, known)
        except Entire as reason:
            raise Doubt from reason
        self.first, self.rest, source.sha256 = None, iter(()), digest.hexdigest()
        source.table = self.table = replace(
            self.table, refused=self.height, skipped=dict(sorted(skipped.items()))
        )

    def _typed(self, intake: Intake, source: Source) -> Iterator[tuple[Slice, Table, tuple]]:
        """Slice by slice the table that it is, its values, digests of its lines, and remarks on its cells."""
        header, head = self.table.header, self.table.sheet.cells
        for part in chain([self.first], self.rest):
            cells = pl.concat([head, part.sheet.cells]) if part.above else part.sheet.cells
            table, remarks = table_below(Sheet(str(self.path), "", cells), header)
            texts = texts_of(part.data) if self.lines else None
            if (self.lines and texts is None) or not set(remarks) <= set(self.remarks):
                raise Doubt
            rows, problems = intake.typed_of(source, table)
            digests = pl.lit(None, dtype=pl.UInt64)
            if self.lines:
                digests = texts.hash().gather(rows[LINE] - 1 - part.above)
            yield part, table, (rows, digests, problems)

    def _run(self, db, intake: Intake, rows, digests, problems, known) -> None:
        kind = self.table.kind
        rows, found = intake.resolved(db, kind, rows, known)
        if "identity_digest" in rows.columns:  # whose it is may be said by any other row
            raise Doubt
        self.found += [problems, *found]
        rows = full(kind, rows).with_columns(digest=digests).sort(self.key, maintain_order=True)
        self.samples.append(rows[self.key].drop_nulls().gather_every(-(-RANGE // SAMPLES)))
        self.height += len(rows)
        self.runs.append(self._spooled(rows, f"run-{len(self.runs)}"))

    def _spooled(self, rows: pl.DataFrame, name: str) -> Path:
        path = self.folder / f"{self.table.kind.table()}-{name}.arrow"
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                rows.write_ipc(file, compat_level=pl.CompatLevel.newest(), record_batch_size=BATCH)
        except OSError as reason:
            raise UnreadableFile.because(path.parent, "unwritable", detail=reason) from reason
        return path

    def settled(
        self, intake: Intake, count: Callable[[pl.DataFrame], T]
    ) -> Iterator[tuple[pl.DataFrame, T]]:
        """The rows that go in, range by range in order of their key, and what `count` says of each."""
        return _ahead(self._settled(intake, count))

    def _settled(self, intake: Intake, count) -> Iterator[tuple]:
        kind, before = self.table.kind, pl.concat([pl.DataFrame(schema=REMARKS), *self.found])
        for rows in self._ranges():
            rows, back, found = intake.fit(kind, rows, before)
            rows = rows.sort(kind.primary_key())
            keys = row_keys(kind.table(), rows).hash().alias("key")
            self.good.append(self._spooled(rows.select(LINE, "digest", keys), f"good-{len(self.good)}"))  # fmt: skip
            self.found += found
            self.back.append(back.drop("digest"))
            yield rows.drop("digest"), count(rows)

    def _ranges(self) -> Iterator[pl.DataFrame]:
        bounds = pl.concat(self.samples).sort().gather_every(SAMPLES)[1:].unique().sort()
        cuts = []
        for run in self.runs:
            keys = pl.read_ipc(run, columns=[self.key])[self.key]
            nulls = keys.null_count()
            inner = (keys[nulls:].search_sorted(bounds) + nulls).to_list()
            cuts.append([*pairwise([0, *inner, len(keys)])])
        for range_ in zip(*cuts, strict=True):
            parts = [
                pl.scan_ipc(run).slice(start, end - start)
                for run, (start, end) in zip(self.runs, range_, strict=True)
                if end > start
            ]
            parts = parts or [pl.scan_ipc(self.runs[0]).clear()]
            yield pl.concat(pl.collect_all(parts), rechunk=True)

    def people(self) -> pl.Series:
        """All people whose rows these are."""
        ids = [pl.read_ipc(run, columns=["person_id"])["person_id"].unique() for run in self.runs]
        return pl.concat(ids).unique().drop_nulls()

    def among(self, keys: pl.Series, lines: pl.Series = _NONE) -> pl.DataFrame:
        """The rows that went in and have one of these keys, or stood on one of these lines."""
        if not len(keys) + len(lines):
            return pl.read_ipc(self.runs[0], n_rows=0).drop("digest")
        wanted = pl.col("key").is_in(keys.hash().implode()) | pl.col(LINE).is_in(lines.implode())
        lines = pl.concat([pl.read_ipc(part).filter(wanted)[LINE] for part in self.good])
        rows = [pl.read_ipc(run).filter(pl.col(LINE).is_in(lines.implode())) for run in self.runs]
        return pl.concat(rows).drop("digest")

    def unmarked(self, lines: pl.Series) -> Iterator[pl.DataFrame]:
        """Digests of the lines and keys of the rows that went in and did not stand on one of these lines, part by part."""
        for part in self.good:
            rows = pl.read_ipc(part).filter(~pl.col(LINE).is_in(lines.implode()))
            yield rows.select("key", line="digest")

    def give_back(self, source: Source, remarks: pl.DataFrame) -> None:
        """Give the sheet the cells of rows with errors, for which the file is read once more."""
        mine = (pl.col("source") == source.number) & (pl.col("severity") == "error")
        lines, cells, digest = remarks.filter(mine)[LINE].drop_nulls(), [], sha256()
        for part in slices_of(self.path, SLICE) if len(lines) else ():
            digest.update(part.data)
            cells.append(part.sheet.cells.filter(pl.col(LINE).is_in(lines.implode())))
        if cells and digest.hexdigest() != source.sha256:
            raise Doubt
        cells = pl.concat([source.sheet.cells, *cells]).unique(LINE, maintain_order=True)
        source.sheet = replace(source.sheet, cells=cells)


def write_sliced(db: Database, intake: Intake, ids: dict[int, int], aside: Path, progress: bool):
    """Read and write what is read in slices; the way to the rollups that came of it, if any."""
    # In KiB. Rows are appended, or come in order of their key: a small cache does.
    db.execute("PRAGMA cache_size = -16384")
    db.execute("PRAGMA mmap_size = 0")
    by = None
    for source in intake.sliced:
        slices, table = source.slices, source.record_type
        slices.read(db, intake, source, aside)
        db.table("source").update(ids[source.number], {"sha256": source.sha256})
        by = _way(db, intake, slices)
        ranged = by if isinstance(by, ByRange) else None
        with (
            filling(db, table, slices.height),
            counted(db, source) as written,
            tqdm(total=slices.height, unit="row", unit_scale=True, disable=not progress, delay=1, leave=False) as bar,
            closing(slices.settled(intake, ranged.count if ranged else len)) as ranges,
        ):  # fmt: skip
            for rows, made in ranges:
                written += [write(db, slices.table.kind, rows, source, ids[source.number], bar)]
                if ranged:
                    ranged.add(db, made)
        intake.back[table] = pl.concat(slices.back)
    return by


def _way(db: Database, intake: Intake, slices: Slices) -> ByRange | FewPeople | None:
    table = slices.table.kind.table()
    changed = {source.record_type for source in intake.sources if source.table}
    if table == "enrolment" and filled_first(db, table, slices.height):
        return ByRange(db, changed)
    if changed == {table} <= OF_PEOPLE:
        return few(db, slices.people(), changed)
    return None


def begun(path: Path) -> Slices | None:
    """The slices of a file; None where it is not so large, or its rows need to be seen at once."""
    if READERS.get(path.suffix.lower()) is not read_csv or not path.exists() or path.stat().st_size <= SLICE:  # fmt: skip
        return None
    rest = slices_of(path, SLICE)
    try:
        first = next(rest)
    except (Entire, OSError):
        return None
    table, remarks = tables_of(first.sheet)
    if table is None or table.kind.table() in table.kind.references().values():
        return None
    texts = texts_of(first.data)
    lines = None if texts is None else Lines(form_of(texts), texts.clear().hash())
    head = replace(first.sheet, cells=first.sheet.cells.head(table.header.last + 1))
    table = replace(table, sheet=head, rows=table.rows.clear(), beyond=None)
    return Slices(path, table, remarks, first, rest, lines)


def _known(db: Database) -> Callable[[str, pl.DataFrame], Known]:
    """What rows may refer to, each read from the store once."""
    units = Known(db, "unit", [])
    found = {"unit": units}
    return lambda to, rows: found.setdefault(to, Known(db, to, [], units))


def _ahead(made: Iterator[T]) -> Iterator[T]:
    """The same, while one is in use the next is made in a thread. To be closed, lest that one outlive its folder."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, made, None)
        while (one := coming.result()) is not None:
            coming = worker.submit(next, made, None)
            yield one
