"""A kill at any moment leaves the store as before the load or as after it."""

import contextlib
import random
import sqlite3
import subprocess
import sys
import time

import pytest

import hongmiao as hm

ROWS = 100_000
LOAD = "import sys, hongmiao as hm; store = hm.open_store(); print('ready', flush=True); hm.load(store, sys.argv[1:]); print('done', flush=True)"


def figures(store) -> tuple:
    """What is stored, read by a connection of its own after recovery."""
    with sqlite3.connect(store.path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        return tuple(
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("points_entry", "load", "source", "finding")
        )


@pytest.mark.parametrize("moment", ["at random", "as it is stored"])
def test_a_killed_load_leaves_the_store_as_before_or_as_after(store, district, csv_file, moment):
    rows = [
        ["流水号", "人员编号", "活动日期", "积分"],
        *([f"R{n}", f"P{n % 4 + 1}", f"2018-{n % 12 + 1:02}-05", n % 9] for n in range(ROWS)),
    ]
    path, before, killed = csv_file("points.csv", rows), figures(store), 0
    after = (before[0] + ROWS, before[1] + 1, before[2] + 1, before[3])
    at_random, now = random.Random(2018), before
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", LOAD, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout.readline() == "ready\n"
            if moment == "at random":
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(at_random.uniform(0.05, 0.6))
            else:
                await_growth(store.path.with_name(store.path.name + "-wal"), process)
            killed += process.poll() is None
            process.kill()
        now = figures(store)
        assert now in (before, after)
        if now == after:
            break
    assert killed
    report = hm.load(store, [path])
    assert report.total("rows_same" if now == after else "rows_new") == ROWS
    assert figures(store)[0] == ROWS


def await_growth(path, process) -> None:
    """Until the write-ahead log holds something of the load: pages reach it only while they are being committed."""

    def size() -> int:
        return path.stat().st_size if path.exists() else 0

    start = size()
    while size() <= start and process.poll() is None:
        time.sleep(0.0005)
