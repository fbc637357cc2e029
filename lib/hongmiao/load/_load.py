"""One load from files to log: read, settle, write, check, rebuild the rollups, all in one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
from sqlite_utils import Database
from tqdm import tqdm

from ..checks import CHECKS
from ..files import paths_of, read
from ..files.sheet import Sheet, frame_of
from ..files.table import tables_of
from ..finding import Finding
from ..records import RECORD_TYPES
from ..shelf import SqlFile
from ..store import FINDINGS as FINDINGS_TABLE
from ..store import Store, drop_indexes, make_indexes, rebuild
from .accept import MARKING, Intake
from .journal import log, now, report_frame
from .report import FINDINGS, Report, Source
from .validity import REMARKS
from .writing import write

MANY = 200_000  # rows from which a table that is still empty is indexed after it is filled


class _Undo(Exception):
    """Leaves the transaction without storing anything."""


def load(
    store: Store, places: Iterable[Path | str], *, mapping=None, strict: bool = False,
    dry_run: bool = False, wait: float = 60, progress: bool = False,
) -> Report:  # fmt: skip
    """Load files or folders into the store; the report tells what went in and what came back.

    places: paths of CSV, XLSX and XLS files, or of folders of them. mapping: a ForeignMap for tables that are not of our record types. strict: with any error nothing is
    stored. dry_run: say everything, store nothing. wait: seconds to let another load finish. progress: show a bar. Raises
    UnreadableFile, NothingToLoad and StoreBusy, and then nothing is stored.
    """
    sources, sheet_findings = _read(paths_of(places), mapping)
    intake = Intake(sources)
    intake.read()
    started, stored = now(), True
    try:
        with store.writing(wait) as db:
            remarks, load_id, accepted = _store(db, intake, started, strict, progress)
            remarks = report_frame(sources, remarks, sheet_findings)
            log(db, load_id, sources, remarks, accepted, intake.back)
            rebuild(db, {FINDINGS_TABLE})
            if dry_run or (strict and (remarks["severity"] == "error").any()):
                raise _Undo
    except _Undo:
        stored = False
    return Report(sources, remarks, stored)


def _read(paths: list[Path], mapping) -> tuple[list[Source], list[tuple[int, Finding]]]:
    sources, findings = [], []
    if mapping is not None:
        digests = {str(path): _digest(path) for path in paths if path.exists()}
        for sheet, table, remarks in mapping.tables(paths):
            findings += [(len(sources), finding) for finding in remarks]
            sources.append(Source(len(sources), sheet, digests[sheet.file], table))
        return sources, findings
    for path in paths:
        digest = _digest(path) if path.exists() else ""
        for sheet in read(path):
            table, remarks = tables_of(sheet)
            if table or remarks:
                findings += [(len(sources), finding) for finding in remarks]
                sources.append(Source(len(sources), sheet, digest, table))
        if not sources or sources[-1].sheet.file != str(path):
            findings.append(
                (len(sources), Finding(str(path), "", None, "", "", "empty_file", "warning"))
            )
            sources.append(Source(len(sources), Sheet(str(path), "", frame_of([], [])), digest))
    return sources, findings


def _digest(path: Path | str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _store(
    db: Database, intake: Intake, started: str, strict: bool, progress: bool
) -> tuple[pl.DataFrame, int, dict[str, pl.DataFrame]]:
    """Write what can be written; again without the rows that a check refuses, until none does."""
    load_id = db.table("load").insert({"started": started, "strict": int(strict)}).last_pk
    ids = {}
    for source in intake.sources:
        row = {
            "load_id": load_id,
            "file": source.sheet.file,
            "path": str(Path(source.sheet.file).resolve()),
            "sheet": source.sheet.name,
            "sha256": source.sha256,
        }
        ids[source.number] = (
            db.table("source").insert(row | {"record_type": source.record_type}).last_pk
        )
    while True:
        db.execute("SAVEPOINT rows")
        accepted, remarks = intake.settle(db)
        _write(db, accepted, intake.sources, ids, progress)
        refused = _checked(db, accepted, "error")
        if not len(refused):
            break
        intake.refused.append(refused.select(*REMARKS))
        db.execute("ROLLBACK TO rows")
    db.execute("RELEASE rows")
    rebuild(
        db,
        {source.record_type for source in intake.sources if source.rows_new or source.rows_changed},
    )
    marked = _checked(db, accepted, "warning")
    return pl.concat([_with_severity(remarks), marked]), load_id, accepted


def _write(
    db: Database,
    accepted: dict[str, pl.DataFrame],
    sources: list[Source],
    ids: dict[int, int],
    progress: bool,
) -> None:
    total = sum(map(len, accepted.values()))
    for source in sources:
        source.rows_new = source.rows_changed = source.rows_same = 0
    with tqdm(
        total=total, unit="row", unit_scale=True, disable=not progress, delay=1, leave=False
    ) as bar:
        for table, rows in accepted.items():
            empty = (
                len(rows) > MANY and not db.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
            )
            if empty:
                drop_indexes(db, table)
                rows = rows.sort(RECORD_TYPES[table].primary_key())
            for number in rows["source"].unique().sort():
                source, mine = sources[number], rows.filter(pl.col("source") == number)
                new, changed = write(db, RECORD_TYPES[table], mine, source.given, ids[number], bar)
                source.rows_new, source.rows_changed = new, changed
                source.rows_same = len(mine) - new - changed
            if empty:
                make_indexes(db, table)


def _checked(db: Database, accepted: dict[str, pl.DataFrame], severity: str) -> pl.DataFrame:
    """Remarks of the checks of one severity on the rows of this load, wherever they are stored from."""
    found = [pl.DataFrame(schema=FINDINGS)]
    for code, check in CHECKS.items():
        table = check.header["table"]
        if check.header["severity"] != severity or table not in accepted:
            continue
        if hits := db.execute(check.sql).fetchall():
            keys = RECORD_TYPES[table].primary_key()
            said = pl.DataFrame(
                [tuple(map(_text, hit)) for hit in hits],
                schema=[*keys, "value", "detail"],
                orient="row",
            )
            rows = accepted[table].select(
                "source", "line", *(pl.col(key).cast(pl.String) for key in keys)
            )
            told = {"column": check.header["column"], "code": code, "severity": severity}
            found.append(
                said.join(rows, on=keys)
                .with_columns(**{n: pl.lit(text) for n, text in told.items()})
                .select(*FINDINGS)
            )
    return pl.concat(found)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _with_severity(remarks: pl.DataFrame) -> pl.DataFrame:
    severity = (
        pl.when(pl.col("code").is_in(list(MARKING)))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error"))
    )
    return remarks.with_columns(severity.alias("severity")).select(*FINDINGS)


def check_store(store: Store) -> list[Finding]:
    """Every finding of the cross-record checks on what the `store` holds now, check by check."""
    return [finding for code, check in CHECKS.items() for finding in _findings(store, code, check)]


def _findings(store: Store, code: str, check: SqlFile) -> Iterator[Finding]:
    kind = RECORD_TYPES[check.header["table"]]
    keys = " AND ".join(f"[{key}] = ?" for key in kind.primary_key())
    origin = f'SELECT file, sheet, source_line FROM "{kind.table()}" JOIN source USING (source_id) WHERE {keys}'
    heading = kind.fields()[check.header["column"]].zh
    for *key, value, detail in store.db.execute(check.sql):
        file, sheet, line = store.db.execute(origin, key).fetchone()
        yield Finding(
            file,
            sheet,
            line,
            heading,
            _text(value),
            code,
            check.header["severity"],
            _text(detail),
            kind.table(),
        )
