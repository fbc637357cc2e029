"""A report for every village: `hongmiao report` beside a plain papermill loop over the same notebook."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from figures import Figure, compared, in_turns, seconds

import hongmiao as hm
from hongmiao.demo import load_demo

NOTEBOOK = Path(__file__).parents[2] / "notebooks/reports/unit_quarter.ipynb"
PERIOD = "2018Q2"
LOOP = """
import json, sys
from papermill import execute_notebook
notebook, period, units, out = sys.argv[1:]
for unit in json.loads(units):
    about = {"unit": unit, "period": period}
    execute_notebook(notebook, f"{out}/{unit}.ipynb", about, kernel_name="python3", progress_bar=False)
"""


def measure(rounds: int, quick: bool) -> Iterator[Figure]:
    """All villages of the demo district, to HTML pages against to executed notebooks; three rounds are minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = hm.open_store(folder / "hongmiao.db")
        load_demo(store, folder / "demo", 2_000 if quick else 20_000)
        town, units = _villages(store, quick)
        about = ["-p", f"period={PERIOD}", *(["-p", f"unit={town}"] if town else [])]
        hongmiao = Path(sys.executable).with_name("hongmiao")
        sides = {
            "ours": [hongmiao, "report", "unit_quarter", "--each", "village", *about, "--out"],
            "papermill loop": [sys.executable, "-c", LOOP, NOTEBOOK, PERIOD, json.dumps(units)],
        }

        def timed(side: str) -> float:
            out = folder / side
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            environment = os.environ | {"HONGMIAO_HOME": str(folder)}
            took = seconds(lambda: _run([*sides[side], out], environment))
            made = [file for file in out.glob("*.[hi]*") if file.stem != "index"]
            assert len(made) == len(units), "a report a village"
            return took

        found = in_turns(min(rounds, 3), {side: partial(timed, side) for side in sides})
        yield compared("reports", f"{len(units)} villages", "s", 0.15, found.pop("ours"), found)


def _villages(store: hm.Store, quick: bool) -> tuple[str, list[str]]:
    """All villages of the district; for a quick look those of the smallest town, and that town."""
    found = store.sql("SELECT unit_id, parent_id FROM unit WHERE kind = 'village'")
    if not quick:
        return "", found["unit_id"].tolist()
    town = found["parent_id"].value_counts().idxmin()
    return town, found.loc[found["parent_id"] == town, "unit_id"].tolist()


def _run(command: list, environment: dict) -> None:
    subprocess.run(command, env=environment, check=True, capture_output=True)
