"""Draws boards without a browser: `python -m hongmiao.serve.painting` reads keys and answers each with a line of JSON.

A board is built as its page builds it, so what is drawn is what its reader will see, and nothing else. It runs beside
the server, with less claim on the machine, and ends when the server closes its line.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

import jinja2

from .. import boards
from ..charts.theme import PAGE_COLOURS
from ..locale import language
from ..places import store_path
from ..reports.drawing import draw, size
from ..store import open_store
from ..widgets import ChartView, Definitions, FilterBar, Row, Tiles
from ..widgets.guard import log_of_page
from ..widgets.live import as_text
from ..widgets.page import PageFoot, PageHead

WIDE = 1392
"""Pixels of a page's content in a window of 1440, for which charts are drawn; a narrower window shows none yet."""
GAP, EDGE = 14, 38
"""Pixels between two cards, and those of a card that its drawing leaves free."""
STAND_INS = {name: f"#0{place}fe0{place}" for place, name in enumerate(PAGE_COLOURS)}
"""Colours that nothing else has, for those of the page's style sheet."""


def painted(board: str, lang: str, mode: str) -> dict[str, str]:
    """What a board shows of the store to somebody who has chosen nothing: as HTML, and as the data of its widgets."""
    os.environ["QUERY_STRING"] = urlencode({"lang": lang} | ({"mode": mode} if mode else {}))
    store = open_store(store_path(), create=False)
    with closing(store.db):
        page = getattr(boards, board)(store)
        html = _template().render(parts=[*filter(None, map(_told, page.children))])
        return {"html": html, "page": as_text(page)}


def _told(part) -> dict | None:
    """What the template needs of a part; an outline for those it does not know, None for those that are not seen."""
    if isinstance(part, Row):
        shown = [_told(child) | {"span": _span(child)} for child in part.children]
        return {"kind": "row", "parts": shown}
    tell = next((tell for kind, tell in KNOWN.items() if isinstance(part, kind)), None)
    if tell:
        return tell(part)
    name = type(part).__name__
    return None if name in ("LinkState", "Card") else {"kind": "bone", "tall": name == "Table"}


def _bar(bar: FilterBar) -> dict:
    fields = [(bar.unit_label or bar.words["unit"], bar.label_of("unit"))] if bar.units else []
    fields += [(one["label"], bar.label_of(one["name"])) for one in bar.choices if not one["hidden"]]  # fmt: skip
    said = [bar.words["chip"].format(label=label, text=chosen) for label, chosen in fields]
    return {"kind": "filters", "fields": fields, "said": said}


def _tiles(tiles: Tiles) -> dict:
    shown = [tile | {"em": _breadth(tile["value"]), "room": 14 * _breadth(tile["unit"]) + 6 if tile["unit"] else 1} for tile in tiles.tiles]  # fmt: skip
    return {"kind": "tiles", "tiles": shown}


def _breadth(text: str) -> float:
    """As tiles.js has it: how wide a text is in its own type size."""
    return max(1, sum(1 if sign > "\u2e80" else 0.62 for sign in text))


def _chart(view: ChartView) -> dict:
    known = {"kind": "chart", "title": view.title, "subtitle": view.subtitle, "alt": view.alt or view.title}  # fmt: skip
    blank = all(row.get("count") == 0 and not row.get("goal") for rows in view.rows.values() for row in rows)  # fmt: skip
    if not view.spec or blank:  # as chart_view.js has it
        return known | {"empty": view.empty}
    span = _span(view)
    room = (WIDE + GAP) * span // 12 - GAP - EDGE
    svg = draw({**view.spec, "datasets": view.rows}, room, view.lang, ids=f"hm{view.model_id}-", colours=STAND_INS)  # fmt: skip
    for name, colour in STAND_INS.items():
        svg = svg.replace(colour, f"var(--hm-{name})")
    return known | {"svg": svg, "high": size(svg)[1], "id": view.model_id}


def _span(part) -> int:
    spans = [int(name.rsplit("-", 1)[1]) for name in part._dom_classes if name.startswith("hm-span-")]  # fmt: skip
    return spans[0] if spans else 12


KNOWN: dict[type, Callable[..., dict]] = {
    PageHead: lambda head: {"kind": "head", "title": head.title, "lead": head.lead},
    FilterBar: _bar,
    Tiles: _tiles,
    ChartView: _chart,
    Definitions: lambda part: {"kind": "definitions", "title": part.title},
    PageFoot: lambda foot: {"kind": "foot", "notes": foot.notes},
}
"""How each kind of part is told to the template."""


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(str(files("hongmiao").joinpath("template")))
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("paint.html")  # fmt: skip


def main() -> None:
    """Answer keys until there are no more; on `null` ask what boards ask, so that what is dear is known before somebody waits."""
    if hasattr(os, "nice"):
        os.nice(10)
    for line in sys.stdin:
        made = {}
        try:
            if key := json.loads(line):
                made = painted(*key)
            else:
                os.environ["QUERY_STRING"] = ""  # as the last key said it
                boards.warm(open_store(store_path(), create=False), language())
        except Exception:  # the page shows its outline instead
            log_of_page().exception("not painted: %s", line.strip())
        print(json.dumps(made), flush=True)


if __name__ == "__main__":
    main()
