"""What every peer's dashboard asks and shows: the training board's own questions, of the same file, with the same values.

BENCH_DB is the store, BENCH_SQL the folder of its questions, BENCH_GIVEN what the office's policy gives to them, as JSON.
"""

import json
import os
import sqlite3
import threading
from pathlib import Path

import pandas as pd

GIVEN = json.loads(os.environ["BENCH_GIVEN"])
SQL = {path.stem: path.read_text("utf-8") for path in Path(os.environ["BENCH_SQL"]).glob("*.sql")}
TITLE = "培训完成情况"
TILES = {
    "planned": "计划人次",
    "started": "参训人次",
    "completed": "完成人次",
    "finished": "完成人数",
}
MEASURES = {"覆盖率": ("covered", "target"), "完成率": ("completed", "started")}
ROWS = 50
_local = threading.local()


def ask(question: str, **values: object) -> pd.DataFrame:
    """The answer to a question of the shelf."""
    if not hasattr(_local, "db"):
        _local.db = sqlite3.connect(f"file:{os.environ['BENCH_DB']}?mode=ro", uri=True)
    asked = SQL[question]
    names = ("unit", "year", "audience", "search", "sort", "descending", "limit", "offset")
    return pd.read_sql(asked, _local.db, params=dict.fromkeys(names) | GIVEN | values)


def units() -> dict[str, str]:
    """The tree of units: what is read, and the key."""
    tree = ask("units")
    return {f"{'　' * depth}{name}": key for key, name, depth in zip(tree["unit_id"], tree["name"], tree["depth"], strict=True)}  # fmt: skip


def years() -> list[str]:
    return ask("training_years")["year"].tolist()


def levels() -> dict[str, str | None]:
    return {"全部层级": None} | {code: code for code in ask("training_by_level")["audience"]}


def tiles(unit: str, year: str, level: str | None) -> dict[str, str]:
    """Four numbers under their labels."""
    line = ask("training_summary", unit=unit, year=year, audience=level).iloc[0]
    return {label: f"{int(line[key]):,}" for key, label in TILES.items()}


def statuses(unit: str, year: str) -> pd.DataFrame:
    """audience, status, persontimes."""
    return ask("training_by_status", unit=unit, year=year)


def months(unit: str, year: str, level: str | None) -> pd.DataFrame:
    """month, completed, planned: added up through the year."""
    found = ask("training_by_month", unit=unit, year=year, audience=level)
    found = found[found["month"] != ""].set_index("month")
    return found.cumsum().reset_index()


def grid(unit: str, year: str, measure: str) -> pd.DataFrame:
    """group_name, audience, share."""
    part, whole = MEASURES[measure]
    found = ask("training_grid", unit=unit, year=year)
    return found.assign(share=found[part] / found[whole].where(found[whole] > 0))


def courses(unit: str, year: str, level: str | None) -> pd.DataFrame:
    """The first rows of the list of courses."""
    shown = ["course_id", "title", "audience", "start_date", "hours", "planned", "fill", "enrolled", "completed", "rate", "absent"]  # fmt: skip
    return ask("training_courses", unit=unit, year=year, audience=level, limit=ROWS)[shown]


def altair_charts(unit: str, year: str, level: str | None, measure: str) -> list:
    """The three charts, for peers that show Altair."""
    import altair as alt

    parts = alt.Chart(statuses(unit, year), height=260, width="container").mark_bar().encode(y="audience:N", x="persontimes:Q", color="status:N", tooltip=["audience", "status", "persontimes"])  # fmt: skip
    lines = alt.Chart(months(unit, year, level), height=260, width="container").transform_fold(["completed", "planned"], as_=["series", "persontimes"]).mark_line(point=True).encode(x="month:O", y="persontimes:Q", color="series:N")  # fmt: skip
    cells = alt.Chart(grid(unit, year, measure), height=360, width="container").mark_rect().encode(x="audience:N", y="group_name:N", color="share:Q", tooltip=["group_name", "audience", "share"])  # fmt: skip
    return [parts, lines, cells]
