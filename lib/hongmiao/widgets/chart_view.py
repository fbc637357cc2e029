"""The only way a chart reaches a page: Vega draws an Altair chart once, afterwards it is told other rows and what follows them."""

from collections.abc import Callable
from typing import Any

import traitlets as t
from altair import TopLevelMixin, data_transformers
from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from ..charts.layers import Drawing
from .guard import guarded
from .part import Part, script
from .vega_bundle import bundle_name, bundle_text


class ChartView(Part):
    """A card with title, subtitle and one chart; its figures can be read as a table and saved as PNG and SVG.

    A chart with `usermeta={"picks": [...]}` names the fields of its rows that a click chooses by; `on_pick` hears them.
    """

    _esm = script("chart_marks.js", "chart_menu.js", "chart_view.js")
    spec = t.Dict().tag(sync=True)
    rows = t.Dict().tag(sync=True)
    title = t.Unicode().tag(sync=True)
    subtitle = t.Unicode().tag(sync=True)
    alt = t.Unicode().tag(sync=True)
    empty = t.Unicode().tag(sync=True)
    source = t.Unicode(help="a line under the title of a saved picture").tag(sync=True)
    bundle = t.Unicode().tag(sync=True)
    formats = t.Dict().tag(sync=True)

    def __init__(self, chart: TopLevelMixin | None = None, *, rows_name: str = "rows", **traits):
        super().__init__(bundle=bundle_name(), **traits)
        self.formats = formats(self.lang)
        self.empty = self.empty or self.words["no_rows"]
        self.rows_name = rows_name
        self._listeners: list[Callable[[dict], object]] = []
        self.on_msg(guarded(self._answer))
        if chart is not None:
            self.show(chart)

    def show(self, chart: TopLevelMixin, **texts: str) -> None:
        """Draw this chart; where only its rows differ from what is shown, and numbers that follow them, its marks move.

        `texts` may set title, subtitle, alt, empty and source in the same message.
        """
        spec, rows = split(chart, self.rows_name)
        with self.hold_sync():
            for name, text in texts.items():
                setattr(self, name, text)
            self.rows, self.spec = rows, spec

    def on_pick(self, callback: Callable[[dict], object]) -> None:
        """Call `callback` with what a click chose: the chart's picks by name, None where the mark has none."""
        self._listeners.append(callback)

    def _answer(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") == "bundle":  # no Voilà of ours to fetch it from, as in JupyterLab
            self.send({"kind": "bundle"}, [bundle_text().encode()])
        if content.get("want") == "pick":
            chosen = content["value"]
            for callback in self._listeners:
                callback({name: chosen[name] for name in self.spec["usermeta"]["picks"]})


def split(chart: TopLevelMixin, rows_name: str = "rows") -> tuple[dict, dict]:
    """A chart's specification without data, and its data by name.

    Altair names data and views by hash; here they are named in the order of their appearance, so that the same chart of
    other rows has the same specification.
    """
    if isinstance(chart, Drawing):  # the tests hold what our own functions draw against the schema
        spec, data = chart.bare()
    else:
        with data_transformers.enable("default", max_rows=None):
            spec, data = chart.to_dict(), {}
    data |= spec.pop("datasets", {})
    names: dict[str, str] = {}
    views: dict[str, str] = {}
    rows: dict[str, list] = {}

    def name_data(node: dict) -> dict:
        values = node.get("values")
        key = node.get("name") or f"inline {len(rows)}"
        if key not in names and (values is not None or key in data):
            names[key] = rows_name if not names else f"{rows_name}_{len(names) + 1}"
            rows[names[key]] = data[key] if values is None else values
        if key not in names:
            return node
        return {k: v for k, v in node.items() if k != "values"} | {"name": names[key]}

    def walk(node: Any, key: str = "") -> Any:
        if isinstance(node, list):
            return [walk(item, key) for item in node]
        if isinstance(node, str):
            return views.setdefault(node, f"view_{len(views)}") if _is_view(key, node) else node
        if not isinstance(node, dict):
            return node
        node = {k: walk(v, k) for k, v in node.items()}
        return name_data(node) if key == "data" else node

    return _fitted(walk(spec)), rows


def _is_view(key: str, text: str) -> bool:
    return key in ("name", "views") and text.startswith("view_")


def _fitted(spec: dict) -> dict:
    """A single or layered chart without a width of its own is as wide as its card."""
    if ("mark" in spec or "layer" in spec) and "width" not in spec:
        return spec | {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    return spec


def formats(lang: str) -> dict:
    """Numbers and dates as this language writes them, for Vega."""
    locale = Locale(lang)
    number = {
        "decimal": get_decimal_symbol(locale),
        "thousands": get_group_symbol(locale),
        "grouping": [3],
        "currency": ["¥", ""],
    }
    days, months = locale.days["stand-alone"], locale.months["stand-alone"]
    week = [6, 0, 1, 2, 3, 4, 5]  # Vega's week begins on Sunday, Babel's on Monday
    time = {
        "dateTime": "%Y-%m-%d %H:%M",
        "date": "%Y-%m-%d",
        "time": "%H:%M",
        "periods": [locale.day_periods["format"]["abbreviated"][p] for p in ("am", "pm")],
        "days": [days["wide"][d] for d in week],
        "shortDays": [days["abbreviated"][d] for d in week],
        "months": [*months["wide"].values()],
        "shortMonths": [*months["abbreviated"].values()],
    }
    return {"number": number, "time": time}
