"""All that Hongmiao is measured by, beside its peers: `make bench`, or a part of it with `make bench PART=load`."""

import argparse
import json
import sys
from importlib import import_module
from traceback import format_exc

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
    """Measure, print the table; 1 where an aim is missed or a part broke off."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--part", choices=PARTS, action="append", help="only this part")
    asked.add_argument("--rounds", type=int, default=5, help="how often each side is measured")
    asked.add_argument(
        "--quick", action="store_true", help="small sizes: to try the benchmark itself"
    )
    asked.add_argument("--json", action="store_true", help="the figures as JSON")
    about = asked.parse_args()
    figures, broken, machine = [], [], head(PACKAGES.split())
    say(machine)
    for part in about.part or PARTS:
        say(f"{part}: {PARTS[part]}")
        try:
            for figure in import_module(part).measure(about.rounds, about.quick):
                figures.append(figure)
                say(f"  {figure}")
        except Exception:  # an hour's other figures are not lost with it
            broken.append(part)
            say(format_exc())
    if about.json:
        print(json.dumps({"machine": machine, "figures": [one.as_dict() for one in figures]}, ensure_ascii=False, indent=1))  # fmt: skip
    else:
        print(machine, table(figures), sep="\n\n")
    for part in broken:
        say(f"{part} broke off: its figures are not complete")
    return 0 if not broken and all(one.met for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
