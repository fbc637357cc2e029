"""Groups of very different size against their whole: a point each, and limits that widen as the group gets smaller."""

from collections.abc import Sequence
from math import log10, sqrt

import altair as alt
import pandas as pd

from ..locale import word
from .layers import drawn, field, mark
from .picks import PALE, carried, uncarried
from .reference import STANDINGS, Reference, judged, reference
from .theme import at, breadth
from .wanted import wanted

POINTS = ["name", "count", "value", "standing", "told", "label", "rank", "left", "dim"]
LOOK = {"high": "triangle-up", "low": "triangle-down", "usual": "circle", "small": "circle"}
CURVE = 60  # points of a limit
SHAPE = (640, 340)  # pixels of a middling card, by which names are kept from covering each other


def funnel_plot(
    frame: pd.DataFrame,
    whole: float | None = None,
    spread: float | None = None,
    distances: tuple[float, float] | None = None,
    *,
    bounds: tuple[float, float] | None = None,
    words: dict[str, str] | None = None,
    count: str = "",
    value: str = "",
    whole_word: str = "",
    limits: tuple[str, str] | None = None,
    percent: bool | None = None,
    smallest: int = 1,
    height: int = 360,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A point for each group at its size and value; what lies beyond the outer limit is named.

    frame: name, count (of persons), value, and standing (high, low, usual, small), which follows from the limits where it
    lacks; groups of fewer than `smallest` are small. `picks` (what a click chooses by) and dim, if any.
    whole, spread: the value of the whole and its standard deviation among persons; distances: of the two limits, in
    standard errors; bounds: the least and the greatest value there can be. What is not given follows for shares from
    the frame, with limits at 95 % and 99.8 %. words: of each standing. count, value, whole_word, limits: what the axes,
    the middle line and the two limits are called. percent: values are shares. height: pixels.
    Raises MissingColumns; BadValue where values are no shares and no spread is given.
    """
    wanted("funnel_plot", frame, "name", "count", "value")
    known = reference(frame, whole, spread, distances, bounds, percent, whole_word, limits)
    frame = judged(frame, known, smallest)
    words = words or {standing: word(f"charts.{standing}") for standing in STANDINGS}
    count, value = count or word("charts.size"), value or word("charts.value")
    return _drawn(frame, known, words, (count, value), height, picks)


def _drawn(
    frame: pd.DataFrame,
    known: Reference,
    words: dict[str, str],
    heads: tuple[str, str],
    height: int,
    picks: Sequence[str],
) -> alt.TopLevelMixin:
    """The plot, when all that it needs is known."""
    whole, spread, distances, bounds = known.whole, known.spread, known.distances, known.bounds
    whole_word, limits, (count, value) = known.whole_word, known.limits, heads
    form = ".0%" if known.percent else ".2f"
    rows = named(frame, words, picks)
    curves = limits_of(rows["count"], whole, spread, distances, bounds)
    values = rows["value"].tolist() or [whole]
    reach = max([abs(v - whole) for v in values] + [spread]) * 1.08 or 0.1
    domain = [max(bounds[0], whole - reach), min(bounds[1], whole + reach)]
    room = max(breadth(text) for text in (whole_word, *limits)) + 10
    params = {"least": float(domain[0]), "most": float(domain[1]), "room": room}
    wide = {"type": "log", "nice": False, "range": [8, at("width - room")]}
    axis = {"values": [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], "format": ",d", "grid": False}
    x = field("count:Q", title=count, scale=wide, axis=axis)
    tall = {"domain": [at("least"), at("most")], "nice": False, "zero": False, "clamp": True}
    y = field("value:Q", title=value, scale=tall, axis={"format": form, "tickCount": 6})
    told = _told(curves, x, tall, (whole, whole_word), limits, height / (domain[1] - domain[0]))
    points = _points(rows, {"x": x, "y": y}, form, (count, value))
    layers = [*_lines(curves, x, tall), told, *points]
    return drawn(None, layers, picks, params=params, height=height)


def _lines(curves: pd.DataFrame, x: dict, tall: dict) -> list[alt.Chart]:
    """The areas between the limits, and the line of the whole."""
    area = {
        "x": x,
        "y": field("low:Q", scale=tall),
        "y2": field("high"),
        "detail": field("limit:N"),
    }
    middle = {"x": x, "y": field("whole:Q", scale=tall)}
    return [
        mark("area", area, rows=curves, clip=True, color=at("soft"), opacity=0.12),
        mark("line", middle, rows=curves, color=at("muted"), strokeWidth=1),
    ]


def _points(rows: pd.DataFrame, base: dict, form: str, heads: tuple[str, str]) -> list[alt.Chart]:
    """The points, those that stand out above the others, and the names of these."""
    out = "datum.standing === 'high' || datum.standing === 'low'"
    told = [
        field("name:N", title="title"),
        field("count:Q", title=heads[0], format=","),
        field("value:Q", title=heads[1], format=form),
        field("told:N", title=" "),
    ]
    looks = {"domain": [*LOOK], "range": [*LOOK.values()]}
    point = base | {"shape": field("standing:N", scale=looks, legend=None), "tooltip": told}
    many = mark(
        "point", point, f"!({out})", rows=rows, filled=True, size=46, stroke=at("card"), strokeWidth=0.5,
        fill=at("datum.standing === 'small' ? line : soft"), opacity=at(f"datum.dim ? {PALE} : 0.85"),
    )  # fmt: skip
    few = mark(
        "point", point, out, rows=rows, filled=True, size=95, stroke=at("card"), strokeWidth=1,
        fill=at("datum.standing === 'high' ? accent : '#1b7f79'"), opacity=at(f"datum.dim ? {PALE} : 1"),
    )  # fmt: skip
    seen = at(f"width < 520 && datum.rank > 3 ? 0 : datum.dim ? {PALE} : 1")
    look = {"fontSize": 12, "opacity": seen, "limit": at("width * 0.4")}
    name = base | {"text": field("label:N")}
    names = [
        mark("text", name, "datum.label", side, rows=rows, align=align, dx=dx, **look)
        for side, align, dx in (("datum.left", "right", -9), ("!datum.left", "left", 9))
    ]
    return [many, few, *names]


def _told(
    curves: pd.DataFrame,
    x: dict,
    tall: dict,
    whole: tuple[float, str],
    limits: tuple[str, str],
    scale: float,
) -> alt.Chart:
    """What the lines are called, at the right end."""
    ends = curves[curves["count"] == curves["count"].max()]
    rows = [(ends["count"].max(), *whole)]
    rows += [(n, high, word) for (n, high), word in zip(ends[["count", "high"]].values, limits, strict=True)]  # fmt: skip
    texts = pd.DataFrame(rows, columns=["count", "value", "word"])
    # Where groups are large, the lines lie near each other: each word stands at least its height above the one before.
    above = [(value - whole[0]) * scale for value in texts["value"]]
    places = [0.0, max(above[1], 14), max(above[1] + 14, 28, above[2])]
    texts["dy"] = [round(line - place) for line, place in zip(above, places, strict=True)]
    base = {"x": x, "y": field("value:Q", scale=tall), "text": field("word:N")}
    look = {"align": "left", "dx": 8, "fontSize": 11, "color": at("muted")}
    return mark("text", base, rows=texts, dy=at("datum.dy"), **look)


def limits_of(
    counts: pd.Series,
    whole: float,
    spread: float,
    distances: tuple[float, float],
    bounds: tuple[float, float],
) -> pd.DataFrame:
    """The two limits over all sizes: limit, count, low, high, whole."""
    least, most = (max(1, counts.min()), max(2, counts.max())) if len(counts) else (1, 2)
    start, end = log10(least), log10(most)
    rows = []
    for limit, distance in enumerate(distances):
        for step in range(CURVE + 1):
            n = 10 ** (start + (end - start) * step / CURVE)
            n = most if step == CURVE else n
            far = distance * spread / sqrt(n)
            low, high = max(bounds[0], whole - far), min(bounds[1], whole + far)
            rows.append((limit, n, low, high, whole))
    return pd.DataFrame(rows, columns=["limit", "count", "low", "high", "whole"])


def named(frame: pd.DataFrame, words: dict[str, str], picks: Sequence[str]) -> pd.DataFrame:
    """The points with the names of those that stand out, the farthest first, as far as names do not cover each other."""
    rows = frame.reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=[*POINTS, *picks])
    least, most = log10(max(1, rows["count"].min())), log10(max(2, rows["count"].max()))
    low, high = rows["value"].min(), rows["value"].max()
    taken: list[tuple[float, float, float]] = []
    label, left = {}, {}
    for at_row, row in rows[rows["standing"].isin(["high", "low"])].iterrows():
        x = (log10(row["count"]) - least) / (most - least or 1) * SHAPE[0]
        y = (row["value"] - low) / (high - low or 1) * SHAPE[1]
        wide = 0.9 * breadth(row["name"]) + 12
        side = x + wide > SHAPE[0]
        start = x - wide if side else x
        if all(abs(y - b) > 15 or start > a + w or a > start + wide for a, b, w in taken):
            taken.append((start, y, wide))
            label[at_row], left[at_row] = row["name"], side
    rows["label"] = [label.get(i, "") for i in rows.index]
    rows["left"] = [left.get(i, False) for i in rows.index]
    rows["rank"] = range(1, len(rows) + 1)
    rows["told"] = rows["standing"].map(words)
    more = carried(frame, ["name"], picks)
    extras = [uncarried(picks) | more[(name,)] for name in rows["name"]]
    for name in ("dim", *picks):
        rows[name] = pd.Series([extra[name] for extra in extras], dtype=object, index=rows.index)
    return rows[[*POINTS, *picks]]
