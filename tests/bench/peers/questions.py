"""Three questions put to DuckDB, in a file of its own, and to pandas in memory, over the tables of a store.

Run as `python questions.py STORE`: it prints the engines, then answers each line [engine, question] with [seconds, answer].
"""

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

TABLES = {
    "person": "person_id, unit_id",
    "unit_group": "unit_id, group_id",
    "star_rating": "person_id, period, status, stars",
    "selection_step": "person_id, pool, step, result",
    "enrolment": "person_id, course_id, attempt, status",
    "superseded_attempt": "person_id, course_id, attempt",
    "course": "course_id, audience",
}
STORY = "funnel and first 50"
STARS = "stars by unit"
TRAINING = "training by unit and level"
POOL, PERIOD, DONE = "party_applicant", "2018Q2", ("passed", "failed", "pending")

FUNNEL_SQL = f"""SELECT step, count(*) FILTER (result = 'passed'), count(*) FILTER (result = 'failed'), count(*) FILTER (result = 'pending')
  FROM selection_step WHERE pool = '{POOL}' GROUP BY step ORDER BY step"""
FIRST_SQL = f"SELECT DISTINCT person_id FROM selection_step WHERE pool = '{POOL}' ORDER BY person_id LIMIT 50"
STARS_SQL = f"""SELECT group_id, stars, count(*) FROM star_rating JOIN person USING (person_id) JOIN unit_group USING (unit_id)
 WHERE period = '{PERIOD}' AND status = 'rated' GROUP BY ALL ORDER BY ALL"""
TRAINING_SQL = """SELECT group_id, coalesce(audience, 'other') AS audience, count(*) FILTER (status <> 'enrolled'), count(*) FILTER (status = 'completed')
  FROM enrolment ANTI JOIN superseded_attempt USING (person_id, course_id, attempt)
  JOIN person USING (person_id) JOIN unit_group USING (unit_id) JOIN course USING (course_id) GROUP BY ALL ORDER BY ALL"""


def frames(store: str) -> dict[str, pd.DataFrame]:
    """The tables; words that come again and again are categories, as pandas' own documentation advises."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        found = {}
        for table, columns in TABLES.items():
            where = " WHERE scope_id = ''" if table == "unit_group" else ""
            parts = pd.read_sql_query(
                f"SELECT {columns} FROM {table}{where}", db, chunksize=500_000
            )
            found[table] = pd.concat(parts, ignore_index=True)
    return found


class Duck:
    """DuckDB on its own file."""

    def __init__(self, tables: dict[str, pd.DataFrame], folder: Path):
        self.db = duckdb.connect(str(folder / "duck.db"))
        for name, frame in tables.items():
            self.db.register("frame", frame)
            self.db.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")

    def answer(self, question: str) -> list:
        """The same counts as ours."""
        if question == STORY:
            return [self._rows(FUNNEL_SQL), [key for (key,) in self._rows(FIRST_SQL)]]
        return self._rows(STARS_SQL if question == STARS else TRAINING_SQL)

    def _rows(self, sql: str) -> list:
        return [list(row) for row in self.db.execute(sql).fetchall()]


class Pandas:
    """pandas over frames in memory, joined once and with categories where words repeat."""

    def __init__(self, tables: dict[str, pd.DataFrame], _folder: Path):
        groups = tables["person"].merge(tables["unit_group"], on="unit_id")[
            ["person_id", "group_id"]
        ]
        keys = ["person_id", "course_id", "attempt"]
        done = tables["enrolment"].merge(
            tables["superseded_attempt"], how="left", on=keys, indicator="other"
        )
        done = done[done.pop("other") == "left_only"].merge(groups, on="person_id")
        done = done.merge(tables["course"].fillna("other"), on="course_id")
        self.done = done[["group_id", "audience", "status"]].astype("category")
        stars = tables["star_rating"].merge(groups, on="person_id")
        self.stars = stars.astype(dict.fromkeys(["period", "status", "group_id"], "category"))
        self.steps = tables["selection_step"].astype(
            dict.fromkeys(["pool", "step", "result"], "category")
        )

    def answer(self, question: str) -> list:
        """The same counts as ours."""
        if question == STORY:
            mine = self.steps[self.steps["pool"] == POOL]
            counted = mine.groupby(["step", "result"], observed=True).size().unstack(fill_value=0)
            counted = counted.reindex(columns=DONE, fill_value=0).sort_index()
            first = sorted(mine["person_id"].unique())[:50]
            return [[[step, *map(int, row)] for step, *row in counted.itertuples()], first]
        if question == STARS:
            mine = self.stars[(self.stars["period"] == PERIOD) & (self.stars["status"] == "rated")]
            counted = mine.groupby(["group_id", "stars"], observed=True).size()
            return [[group, int(stars), int(n)] for (group, stars), n in counted.items()]
        by = [self.done["group_id"], self.done["audience"]]
        started = (self.done["status"] != "enrolled").groupby(by, observed=True).sum()
        completed = (self.done["status"] == "completed").groupby(by, observed=True).sum()
        return sorted([*key, int(started[key]), int(completed[key])] for key in started.index)


def main(store: str) -> None:
    """Answer until nobody asks."""
    with tempfile.TemporaryDirectory() as folder:
        tables = frames(store)
        engines = {f"DuckDB {duckdb.__version__}": Duck, f"pandas {pd.__version__}": Pandas}
        engines = {name: kind(tables, Path(folder)) for name, kind in engines.items()}
        del tables
        print(json.dumps([*engines]), flush=True)
        for line in sys.stdin:
            engine, question = json.loads(line)
            start = time.perf_counter()
            answer = engines[engine].answer(question)
            took = time.perf_counter() - start
            print(json.dumps([took, answer]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
