"""Small report notebooks for tests: a number and a table of one unit, and what a test wants to go wrong."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

PARAMETERS = """\
unit: str = ""  # unit_id, name, or empty for the whole district
period: str = ""  # rating period
times: int = 1  # how often
share: float = 0.5
bold: bool = False
since: str = "2018-01-01"
lang: str = "zh"  # zh or en"""
OPENED = """\
import hongmiao as hm
from hongmiao.reports.parts import Chapter, Findings, Rows, Sentence
from hongmiao.widgets import Column
store = hm.open_store()"""
FIRST = """\
summary = store.frame("star_summary", unit=unit or None, period=period or None).iloc[0]
Chapter(unit, [Findings([Sentence(f"{summary.rated} rated, {times} times")])], cover=True, lang=lang)"""
SECOND = '''\
BELOW = """SELECT person_id, name FROM person JOIN unit_tree USING (unit_id)
 JOIN unit_tree AS top ON unit_tree.rank BETWEEN top.rank AND top.last_rank WHERE top.unit_id = ? ORDER BY 1"""
people = store.db.execute(BELOW, [unit]).fetchall()
Chapter("People", [Rows("People", [Column("id", "ID"), Column("name", "Name")], people)], lang=lang)'''


def notebook(*more: str, title: str = "Brief", **about) -> str:
    """The text of a report notebook; cells of `more` stand right after its parameters."""
    cells = [
        _cell("markdown", f"# {title}"),
        _cell("code", PARAMETERS, ["parameters"]),
        *(_cell("code", text) for text in more),
        _cell("code", OPENED),
        _cell("code", FIRST),
        _cell("code", SECOND),
    ]
    said = {"title": {"zh": "简报", "en": title}, "each": ["town", "village"]} | about
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"kernelspec": spec, "language_info": {"name": "python"}, "hongmiao": said}
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    return json.dumps({"cells": cells, "metadata": whole, "nbformat": 4, "nbformat_minor": 5})


def _cell(kind: str, source: str, tags: list[str] | None = None) -> dict:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {"tags": tags or []}, "source": source} | code


def put(folder: Path, name: str, *more: str, **about) -> Path:
    path = folder / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(*more, **about), "utf-8")
    return path


def copy_store(store, home: Path) -> None:
    """A copy of a store that a test may change, with what still stands in its log of writes."""
    home.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(home / "hongmiao.db")) as copy:
        store.db.conn.backup(copy)
