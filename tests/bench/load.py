"""Files into the store: a checked load beside sqlite3's own unchecked `.import`, a load again, and a workbook beside openpyxl.

`.import` is the floor: it parses the text and appends rows, with no types, keys, references, checks, indexes or rollups.
"""

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter
from figures import BIN, Figure, compared, in_turns, seconds

from hongmiao.files import read

PERSONS_PER_ROW, COURSES = 4, 200
# In a process of its own: each file into the store; seconds, the most it ever held in MB, and counts. (ru_maxrss begins
# with what the process that started it held.)
LOADS = """
import hongmiao as hm, json, re, sys, time
store, said = hm.open_store(sys.argv[1]), []
for path in sys.argv[2:]:
    start = time.perf_counter()
    report = hm.load(store, [path])
    took = time.perf_counter() - start
    most = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) / 1024
    counts = [report.total(f"rows_{what}") for what in ("new", "changed", "same", "back")]
    said.append([took, most, *counts, store.info()["rows"]["enrolment"]])
print(json.dumps(said))
"""
OPENPYXL = """
import json, sys, time
from openpyxl import load_workbook
start = time.perf_counter()
book = load_workbook(sys.argv[1], read_only=True, data_only=True)
rows = [row for row in book.active.iter_rows(values_only=True)]
print(json.dumps([time.perf_counter() - start, len(rows), sum(cell is not None for row in rows for cell in row)]))
"""


def measure(rounds: int, quick: bool) -> Iterator[Figure]:
    """The first load at two sizes with its memory, the same file with one row in a hundred changed, and XLSX."""
    for rows, turns in ((20_000, 1),) if quick else ((2_000_000, rounds), (10_000_000, 1)):
        yield from _loads(rows, turns)
    yield _workbook(rounds, 5_000 if quick else 200_000)


def _loads(rows: int, rounds: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder, again, memory = Path(name), [], []
        path = write_files(folder, rows)
        changed = _one_in_a_hundred(path)

        def ours() -> float:
            with tempfile.TemporaryDirectory(dir=folder) as home:
                beside = [folder / f"{number}.csv" for number in (1, 2, 3)]
                store = [sys.executable, "-c", LOADS, Path(home) / "hongmiao.db"]
                _run([*store, *beside])
                loads = json.loads(_run([*store, path, changed]))
            (first, most, *counts), (then, _, *counts_again) = loads
            part = len(range(0, rows, 100))
            assert counts == [rows, 0, 0, 0, rows], counts
            assert counts_again == [0, part, rows - part, 0, rows], counts_again
            again.append(then / first)
            memory.append(most)
            return first

        def floor() -> float:
            plain = folder / "plain.db"
            plain.unlink(missing_ok=True)
            took = seconds(lambda: _run(["sqlite3", plain, f".import --csv {path} enrolment"]))
            assert sqlite3.connect(plain).execute("SELECT count(*) FROM enrolment").fetchone() == (rows,)  # fmt: skip
            return took

        found = in_turns(rounds, {"ours": ours, "sqlite3 .import": floor})
        size = f"{rows:,} rows"
        yield compared("load", f"first load, {size}", "s", 1.0, found.pop("ours"), found)
        yield Figure("load", f"peak memory, {size}", "MB", statistics.median(memory), 500)
        part = statistics.median(again)
        yield Figure("load", f"again with 1 % changed, of a first load, {size}", "", part, 0.15)


def write_files(folder: Path, rows: int) -> Path:
    """Units, courses and people to refer to, and a CSV of enrolments."""
    rng, persons = np.random.default_rng(1), max(rows // PERSONS_PER_ROW, 10)
    person = pl.Series(range(persons)).cast(pl.String).str.zfill(8)
    course = pl.Series(range(COURSES)).cast(pl.String).str.zfill(4)
    units = {"组织编号": ["U1"], "组织名称": ["区"], "组织类别": ["区"]}
    courses = {"班次编号": "C" + course, "班次名称": "班" + course, "开始日期": "2018-03-01"}
    people = {"人员编号": "P" + person, "姓名": "某" + person, "所在组织": "U1"}
    for number, table in enumerate((units, courses, people), start=1):
        pl.DataFrame(table).write_csv(folder / f"{number}.csv")
    index = np.arange(rows)
    states = np.array(["已完成", "学习中", "请假", "缺勤", "未开始"])
    days = np.datetime64("2018-03-01") + rng.integers(0, 200, rows)
    path = folder / "enrolments.csv"
    pl.DataFrame(
        {
            "人员编号": "P" + person.gather(index % persons),
            "班次编号": "C" + course.gather((index // persons * 37 + index) % COURSES),
            "参训状态": states[rng.integers(0, len(states), rows)],
            "完成学时": rng.integers(0, 24, rows),
            "成绩": rng.integers(40, 100, rows),
            "报名日期": "2018-02-01",
            "完成日期": days.astype(str),
        }
    ).write_csv(path)
    return path


def _one_in_a_hundred(path: Path) -> Path:
    """The same file with another score in each hundredth row."""
    other = path.with_name("changed.csv")
    score = pl.col("成绩") + (pl.int_range(pl.len()) % 100 == 0).cast(pl.Int64)
    pl.read_csv(path).with_columns(score).write_csv(other)
    return other


def _workbook(rounds: int, rows: int) -> Figure:
    """A workbook of rows of seven cells read to text cells; openpyxl in its quick, read-only way."""
    with tempfile.TemporaryDirectory() as name:
        table = pl.read_csv(write_files(Path(name), rows))
        path = Path(name) / "enrolments.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([table.columns, *table.iter_rows()]):
                sheet.write_row(number, 0, row)

        def ours() -> float:
            start = time.perf_counter()
            cells = read(path)[0].cells
            assert cells.height == rows + 1 and not sum(cells.null_count().row(0))
            return time.perf_counter() - start

        def theirs() -> float:
            took, height, filled = json.loads(_run([BIN / "python", "-c", OPENPYXL, path]))
            assert (height, filled) == (rows + 1, 7 * (rows + 1))
            return took

        found = in_turns(rounds, {"ours": ours, "openpyxl": theirs})
    quicker = [other / mine for mine, other in zip(found["ours"], found["openpyxl"], strict=True)]
    return Figure(
        "load", f"XLSX of {rows:,} rows read, times as quick", "s", statistics.median(found["ours"]), 10,
        "openpyxl", statistics.median(found["openpyxl"]), statistics.median(quicker), least=True,
    )  # fmt: skip


def _run(command: list) -> str:
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout  # fmt: skip
