"""One load from files to log: read, settle, write, check, rebuild the rollups, all in one transaction."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

import polars as pl
from sqlite_utils import Database
from tqdm import tqdm

from ..checks import CHECKS
from ..files import paths_of
from ..finding import Finding
from ..records import RECORD_TYPES
from ..shelf import SqlFile
from ..store import Store
from ..tables import FINDINGS as FINDINGS_TABLE
from ..tables import rebuild
from .accept import MARKING, Intake
from .journal import log, now, report_frame
from .mending import earlier, row_keys
from .reading import sources_of
from .report import FINDINGS, Report, Source
from .rolled import FewPeople, filling, first, in_order, ready, roll_up
from .slices import Slices, write_sliced
from .unchanged import Doubt, Lines, keep
from .validity import REMARKS
from .writing import counted, write


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
    sources, sheet_findings = sources_of(store, paths, mapping, whole)
    intake = Intake(sources)
    intake.read()
    started, stored = now(), True
    try:
        with store.writing(wait) as db, store.aside() as aside:
            remarks, load_id, accepted = _store(db, intake, started, strict, progress, aside)
            keep(db, load_id, sources, accepted, remarks)
            for source in intake.sliced:
                source.slices.give_back(source, remarks)
            remarks = report_frame(sources, remarks, sheet_findings)
            log(db, load_id, sources, remarks, accepted, intake.back)
            rebuild(db, {FINDINGS_TABLE})
            if dry_run or (strict and (remarks["severity"] == "error").any()):
                raise _Undo
    except _Undo:
        stored = False
    return Report(sources, remarks, stored)


def _store(
    db: Database, intake: Intake, started: str, strict: bool, progress: bool, aside: Path
) -> tuple[pl.DataFrame, int, dict[str, pl.DataFrame]]:
    """Write what can be written; again without the rows that a check refuses, until none does."""
    load_id = db.table("load").insert({"started": started, "strict": int(strict)}).last_pk
    ids = {source.number: _logged(db, load_id, source) for source in intake.sources}
    known = {source.record_type: source.lines for source in intake.sources if source.rows_known}
    for lines in known.values():
        lines.still(db)
    while True:
        db.execute("SAVEPOINT rows")
        accepted, remarks = intake.settle(db)
        for name, lines in known.items():
            lines.doubt(pl.concat([row_keys(name, rows[name]) for rows in (accepted, intake.back)]))
        accepted = {table: in_order(db, table, rows) for table, rows in accepted.items()}
        by = None if intake.sliced else ready(db, accepted)
        _write(db, accepted, intake.sources, ids, progress)
        refused = _checked(db, accepted, known, by, "error")
        if not len(refused):
            break
        intake.refused.append(refused.select(*REMARKS))
        db.execute("ROLLBACK TO rows")
    db.execute("RELEASE rows")
    if intake.sliced:
        by = write_sliced(db, intake, ids, aside, progress)
        remarks = pl.concat([remarks, *(f for s in intake.sliced for f in s.slices.found)])
    else:
        by = by or first(db, accepted, intake.sources)
    roll_up(db, {s.record_type for s in intake.sources if s.rows_new or s.rows_changed}, by)
    rows = accepted | {s.record_type: s.slices for s in intake.sliced}
    if intake.sliced and len(_checked(db, rows, known, by, "error")):
        raise Doubt
    remarks = pl.concat([_with_severity(remarks), _checked(db, rows, known, by, "warning")])
    for source in intake.sliced:
        accepted[source.record_type] = _spoken_of(db, load_id, source, remarks)
    return remarks, load_id, accepted


def _logged(db: Database, load_id: int, source: Source) -> int:
    """The number in the log of a source."""
    row = {
        "load_id": load_id,
        "file": source.sheet.file,
        "path": str(Path(source.sheet.file).resolve()),
        "sheet": source.sheet.name,
        "sha256": source.sha256,
    }
    return db.table("source").insert(row | {"record_type": source.record_type}).last_pk


def _spoken_of(db: Database, load_id: int, source: Source, remarks: pl.DataFrame) -> pl.DataFrame:
    """Of the rows that went in by slices those that a remark or an earlier finding is about."""
    lines = remarks.filter(pl.col("source") == source.number)["line"].drop_nulls()
    return source.slices.among(earlier(db, load_id, source.record_type)["key"], lines)


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
            with filling(db, table, len(rows)):
                for number in rows["source"].unique().sort():
                    source, mine = sources[number], rows.filter(pl.col("source") == number)
                    with counted(db, source) as written:
                        written += [write(db, RECORD_TYPES[table], mine, source, ids[number], bar)]


def _checked(
    db: Database,
    accepted: dict[str, pl.DataFrame | Slices],
    known: dict[str, Lines],
    by,
    severity: str,
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
            rows = accepted[table]
            if isinstance(rows, Slices):
                rows = rows.among(said.select(pl.concat_str(keys, separator="|")).to_series())
            rows = rows.select("source", "line", *(pl.col(key).cast(pl.String) for key in keys))
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
