"""All that Hongmiao is measured by, beside its peers: `make bench`, or a part of it with `make bench PART=load`."""

import argparse
import json
import sys
from importlib import import_module

from figures import head, say, table

PARTS = {
    "kernels": "a kernel from its start to its first chart",
    "page": "a dashboard from the request to its use",
    "load": "files into the store",
    "questions": "what charts, tables and screening ask",
    "reports": "a report for every village",
}
PACKAGES = "voila altair ipywidgets polars pandas sqlite-utils papermill streamlit panel dash duckdb openpyxl"


def main() -> int:
    """Measure, print the table; 1 where an aim is missed."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--part", choices=PARTS, action="append", help="only this part")
    asked.add_argument("--rounds", type=int, default=5, help="how often each side is measured")
    asked.add_argument(
        "--quick", action="store_true", help="small sizes: to try the benchmark itself"
    )
    asked.add_argument("--json", action="store_true", help="the figures as JSON")
    about = asked.parse_args()
    figures, machine = [], head(PACKAGES.split())
    say(machine)
    for part in about.part or PARTS:
        say(f"{part}: {PARTS[part]}")
        for figure in import_module(part).measure(about.rounds, about.quick):
            figures.append(figure)
            say(f"  {figure.what}: {figure.ours:.3g} {figure.unit}")
    if about.json:
        print(json.dumps({"machine": machine, "figures": [one.as_dict() for one in figures]}, ensure_ascii=False, indent=1))  # fmt: skip
    else:
        print(machine, table(figures), sep="\n\n")
    return 0 if all(one.met for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
