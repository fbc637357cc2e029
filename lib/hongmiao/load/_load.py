"""One load from files to log: read, settle, write, check, rebuild the rollups, all in one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
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
from ..store import Store
from ..tables import FINDINGS as FINDINGS_TABLE
from ..tables import drop_indexes, make_indexes, rebuild
from .accept import MARKING, Intake
from .journal import log, now, report_frame
from .mending import row_keys
from .report import FINDINGS, Report, Source
from .rolled import FewPeople, filled_first, in_order, ready, roll_up
from .unchanged import Doubt, Lines, as_before, keep, lines_of, unread
from .validity import REMARKS
from .writing import write


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
    about = (store, paths_of(places), mapping, strict, dry_run, wait, progress)
    try:
        return _loaded(*about)
    except Doubt:
        return _loaded(*about, whole=True)


def _loaded(store, paths, mapping, strict, dry_run, wait, progress, whole=False) -> Report:
    sources, sheet_findings = _read(store, paths, mapping, whole)
    intake = Intake(sources)
    intake.read()
    started, stored = now(), True
    try:
        with store.writing(wait) as db:
            remarks, load_id, accepted = _store(db, intake, started, strict, progress)
            keep(db, load_id, sources, accepted, remarks)
            remarks = report_frame(sources, remarks, sheet_findings)
            log(db, load_id, sources, remarks, accepted, intake.back)
            rebuild(db, {FINDINGS_TABLE})
            if dry_run or (strict and (remarks["severity"] == "error").any()):
                raise _Undo
    except _Undo:
        stored = False
    return Report(sources, remarks, stored)


def _read(
    store: Store, paths: list[Path], mapping, whole: bool
) -> tuple[list[Source], list[tuple[int, Finding]]]:
    sources, findings = [], []
    if mapping is not None:
        digests = {str(path): _digest(path) for path in paths if path.exists()}
        for sheet, table, remarks in mapping.tables(paths):
            findings += [(len(sources), finding) for finding in remarks]
            sources.append(Source(len(sources), sheet, digests[sheet.file], table))
        return sources, findings
    for path in paths:
        digest = _digest(path) if path.exists() else ""
        sheets, lines = _sheets(store, path, whole)
        for sheet in sheets:
            table, remarks = tables_of(sheet)
            if lines and lines.known.height:
                as_before(lines, table)
            if table or remarks:
                findings += [(len(sources), finding) for finding in remarks]
                sources.append(Source(len(sources), sheet, digest, table, lines))
        if not sources or sources[-1].sheet.file != str(path):
            findings.append(
                (len(sources), Finding(str(path), "", None, "", "", "empty_file", "warning"))
            )
            sources.append(Source(len(sources), Sheet(str(path), "", frame_of([], [])), digest))
    return sources, findings


def _sheets(store: Store, path: Path, whole: bool) -> tuple[list[Sheet], Lines | None]:
    """The sheets of a file, of a large CSV those lines that are not known; whole: all of them."""
    found = lines_of(path)
    if found is None:
        return read(path), None
    lines, texts = found
    sheet = None if whole else unread(store, path, lines, texts)
    return [sheet] if sheet else read(path), lines


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
    known = {source.record_type: source.lines for source in intake.sources if source.rows_known}
    for lines in known.values():
        lines.still(db)
    while True:
        db.execute("SAVEPOINT rows")
        accepted, remarks = intake.settle(db)
        for name, lines in known.items():
            lines.doubt(pl.concat([row_keys(name, rows[name]) for rows in (accepted, intake.back)]))
        accepted = {table: in_order(db, table, rows) for table, rows in accepted.items()}
        by = ready(db, accepted)
        _write(db, accepted, intake.sources, ids, progress)
        refused = _checked(db, accepted, known, by, "error")
        if not len(refused):
            break
        intake.refused.append(refused.select(*REMARKS))
        db.execute("ROLLBACK TO rows")
    db.execute("RELEASE rows")
    roll_up(db, {s.record_type for s in intake.sources if s.rows_new or s.rows_changed}, by)
    marked = _checked(db, accepted, known, by, "warning")
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
        source.rows_new, source.rows_changed, source.rows_same = 0, 0, source.rows_known
    with tqdm(
        total=total, unit="row", unit_scale=True, disable=not progress, delay=1, leave=False
    ) as bar:
        for table, rows in accepted.items():
            if empty := filled_first(db, table, rows):
                drop_indexes(db, table)
            for number in rows["source"].unique().sort():
                source, mine = sources[number], rows.filter(pl.col("source") == number)
                new, changed = write(db, RECORD_TYPES[table], mine, source.given, ids[number], bar)
                source.rows_new, source.rows_changed = new, changed
                source.rows_same += len(mine) - new - changed
            if empty:
                make_indexes(db, table)


def _checked(
    db: Database, accepted: dict[str, pl.DataFrame], known: dict[str, Lines], by, severity: str
) -> pl.DataFrame:
    """Remarks of the checks of one severity on the rows of this load, wherever they are stored from."""
    found = [pl.DataFrame(schema=FINDINGS)]
    for code, check in CHECKS.items():
        table = check.header["table"]
        if check.header["severity"] != severity or table not in accepted:
            continue
        few = isinstance(by, FewPeople) and table in known and check.header.get("parts") == "people"
        with by.alone(db) if few and known[table].stand(db, check) else nullcontext():
            hits = db.execute(check.sql).fetchall()
        if hits:
            keys = RECORD_TYPES[table].primary_key()
            if table in known:
                known[table].doubt("|".join(map(_text, hit[: len(keys)])) for hit in hits)
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
