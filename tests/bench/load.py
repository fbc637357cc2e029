"""How long a checked load takes beside sqlite3's own unchecked `.import` of the same file: a ratio, from one run.

Usage: python tests/bench/load.py [ROWS] [ROUNDS]
Each round times both on fresh stores, one after the other; the median of the rounds' ratios is printed.
`.import` is the floor: it parses the text and appends rows, with no types, keys, references or checks.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

import hongmiao as hm

PERSONS_PER_ROW, COURSES = 4, 200


def write_files(folder: Path, rows: int) -> Path:
    """Units, courses and people to refer to, and a CSV of enrolments."""
    rng, persons = np.random.default_rng(1), max(rows // PERSONS_PER_ROW, 10)
    person = pl.Series(range(persons)).cast(pl.String).str.zfill(8)
    course = pl.Series(range(COURSES)).cast(pl.String).str.zfill(4)
    pl.DataFrame({"组织编号": ["U1"], "组织名称": ["区"], "组织类别": ["区"]}).write_csv(
        folder / "1.csv"
    )
    pl.DataFrame(
        {"班次编号": "C" + course, "班次名称": "班" + course, "开始日期": "2018-03-01"}
    ).write_csv(folder / "2.csv")
    pl.DataFrame({"人员编号": "P" + person, "姓名": "某" + person, "所在组织": "U1"}).write_csv(
        folder / "3.csv"
    )
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


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rows: int = 2_000_000, rounds: int = 3) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, ratios = Path(name), []
        path = write_files(folder, rows)
        for _ in range(rounds):
            home = folder / "home"
            store = hm.open_store(home / "hongmiao.db")
            hm.load(store, [folder / "1.csv", folder / "2.csv", folder / "3.csv"])
            ours = seconds(lambda store=store: hm.load(store, [path]))
            assert store.info()["rows"]["enrolment"] == rows
            command = ["sqlite3", str(home / "plain.db"), f".import --csv {path} enrolment"]
            floor = seconds(lambda command=command: subprocess.run(command, check=True))
            ratios.append(ours / floor)
            print(f"checked load {ours:.2f} s, .import {floor:.2f} s, ratio {ours / floor:.2f}")
            shutil.rmtree(home)
        print(f"{rows:,} rows: median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
