"""The index of a folder of reports: one HTML file that lists units in the order of their tree, with links to the files."""

from pathlib import Path
from urllib.parse import quote

from ..locale import language, word
from ..store import Store
from .html import palette, templates
from .ledger import Ledger


def index_page(ledger: Ledger, store: Store) -> bytes:
    """The page, from what the ledger knows and what stands in the folder; it opens from a disk, without a network."""
    tree = store.frame("units")
    places = {unit: place for place, unit in enumerate(tree["unit_id"])}
    above = _above(tree)
    lang = language()
    rows = [_row(ledger, stem, entry, above) for stem, entry in ledger.entries.items()]
    rows.sort(key=lambda row: (places.get(row["unit"], len(places)), row["title"], row["stem"]))
    light, dark = palette()
    return (
        templates()
        .get_template("folder.html.j2")
        .render(
            rows=rows, lang=lang, light=light, dark=dark, failed=[row for row in rows if row["error"]],
            several=len({(row["title"], row["more"]) for row in rows}) > 1,
            say=lambda key, **values: word(f"report_folder.{key}", lang, **values),
        )
        .encode()
    )  # fmt: skip


def _above(tree) -> dict[str, str]:
    """The names of the units above each, outermost first, without the top of all."""
    found, way = {}, []
    for unit, name, depth in zip(tree["unit_id"], tree["name"], tree["depth"], strict=True):
        del way[int(depth) :]
        found[unit] = " › ".join(way[1:])
        way.append(name)
    return found


def _row(ledger: Ledger, stem: str, entry: dict, above: dict[str, str]) -> dict:
    folder: Path = ledger.folder
    endings = [*entry["files"], "failed.ipynb" if entry["error"] else "executed.ipynb"]
    names = {ending: f"{stem}.{ending}" for ending in endings}
    links = [
        (_LABELS.get(ending, ending.upper()), quote(name))
        for ending, name in names.items()
        if (folder / name).is_file()
    ]
    gone = not entry["error"] and not all((folder / names[e]).is_file() for e in entry["files"])
    return {
        "stem": stem, "unit": entry["unit"], "name": entry["unit_name"] or stem, "above": above.get(entry["unit"], ""),
        "title": entry["title"], "links": links, "error": entry["error"], "gone": gone,
        "made": entry["made"].replace("T", " ")[:16], "seconds": entry["seconds"],
        "more": "、".join(str(v) for n, v in entry["made_of"]["parameters"].items() if v not in ("", entry["unit"])),
    }  # fmt: skip


_LABELS = {"executed.ipynb": "Notebook", "failed.ipynb": "Notebook"}
