"""What comes in and goes out: per period a bar up and a bar down, its parts by where people went, and over them the stock."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark
from .picks import PALE, carried, uncarried
from .theme import at, legend
from .wanted import wanted

HUE = "#1f7a5c"
PLACED = ["group", "place", "way", "part", "count", "start", "end", "first", "tip", "dim"]
STOCK = 0.36  # of the height, for the line of the stock
MOVED, STAYED = "datum.way != 'stock'", "datum.way == 'stock'"
SUMMED = {
    "aggregate": [
        {"op": "sum", "field": "count", "as": "n"}, {"op": "min", "field": "end", "as": "low"}, {"op": "max", "field": "end", "as": "high"},
    ],
    "groupby": ["place", "way"],
}  # fmt: skip


def flow(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    heads: tuple[str, str, str] = ("", "", ""),
    unit: str = "",
    height: int = 320,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A pair of bars per period, and the stock at its end as a line over them.

    frame: group (the period's words, a line break is kept), way (in, out or stock), part, count, periods in order;
    `picks` (what a click chooses by) and dim, if any. colours: part -> colour, in order. heads: what stands before stock,
    in and out. unit: what is counted, in the tooltip. height: pixels. Raises MissingColumns.
    """
    wanted("flow", frame, "group", "way", "part", "count")
    rows = placed(frame, colours, picks)
    ups, downs, line = (rows[rows["way"] == way] for way in ("in", "out", "stock"))
    params = {
        "up": int(max([1, *ups["end"]])),
        "down": int(-max([1, *(-downs["end"])])),
        "top": max([1, *line["end"]]) * 1.02,
    }
    split = STOCK * height
    left = 2 + max(map(len, heads)) * 13 if any(heads) else 8
    wide = {"range": [left, at("width - 4")], "paddingInner": 0.3}
    tall = {"domain": [at("down"), at("up")], "nice": False, "range": [height - 44, split + 22]}
    high = {"domain": [0, at("top")], "nice": False, "range": [split, 20]}
    told = [field("tip:N", title="title"), field("count:Q", title=unit, format=",")]
    base = {"x": field("place:O", axis=None, scale=wide)}
    bars = base | {
        "y": field("start:Q", axis=None, scale=tall), "y2": field("end"), "tooltip": told,
        "color": colour_of(colours, legend=legend(colours)),
    }  # fmt: skip
    stock, pale = base | {"y": field("end:Q", axis=None, scale=high)}, at(f"datum.dim ? {PALE} : 1")
    layers = [
        mark("bar", bars, MOVED, stroke=at("card"), strokeWidth=1, opacity=pale, width=at("min(bandwidth('x'), 56)")),
        mark("line", stock, STAYED, color=HUE, strokeWidth=2.5),
        mark("point", stock | {"tooltip": told}, STAYED, filled=True, size=80, color=HUE, opacity=pale),
        *_words(base, stock, tall, height),
        *_heads(base, heads, (split / 2 + 10, split + 22, height - 44)),
    ]  # fmt: skip
    return drawn(
        rows, layers, picks, params=params, resolve={"scale": {"y": "independent"}}, height=height
    )


def placed(
    frame: pd.DataFrame, colours: Mapping[str, str], picks: Sequence[str] = ()
) -> pd.DataFrame:
    """Where each bar begins and ends: in upwards from 0, out downwards, the stock at its own height."""
    places = {group: place for place, group in enumerate(dict.fromkeys(frame["group"]))}
    more, rows = carried(frame, ["group", "way", "part"], picks), []
    counts = frame.groupby(["group", "way", "part"])["count"].sum()
    for group, place in places.items():
        ends = {"in": 0, "out": 0}
        for way, part in [("stock", ""), *((way, part) for way in ends for part in colours)]:
            if (group, way, part) not in counts.index:
                continue
            count = int(counts[group, way, part])
            start = ends.get(way, 0)
            end = count if way == "stock" else start + (count if way == "in" else -count)
            ends |= {way: end} if way in ends else {}
            name = group.replace("\n", " ")
            row = {
                "group": group, "place": place, "way": way, "part": part, "count": count, "start": start, "end": end,
                "first": way == "stock", "tip": f"{name} · {part}" if part else name,
            }  # fmt: skip
            rows.append(row | uncarried(picks) | more.get((group, way, part), {}))
    return pd.DataFrame(rows, columns=[*PLACED, *picks], dtype=object)


def _words(base: dict, stock: dict, tall: dict, height: int) -> list[alt.Chart]:
    """The stock over its points, what came in and went out at the end of each bar, and the period below."""
    room = at("bandwidth('x') < 26 ? 0 : 1")
    number = {"fontSize": 11, "color": at("muted"), "opacity": room}
    summed = base | {"text": field("n:Q", format=",")}
    up, down = (summed | {"y": field(end, axis=None, scale=tall)} for end in ("high:Q", "low:Q"))
    came, went = (f"datum.way == '{way}' && datum.n > 0" for way in ("in", "out"))
    return [
        mark("text", stock | {"text": field("count:Q", format=",")}, STAYED, dy=-11, fontSize=12, opacity=room),
        mark("text", up, MOVED, SUMMED, came, dy=-7, **number),
        mark("text", down, MOVED, SUMMED, went, dy=8, **number),
        mark(
            "text", base | {"y": alt.value(height - 26), "text": field("group:N")}, "datum.first",
            baseline="top", lineBreak="\n", fontSize=at("width < 480 ? 9 : 12"), lineHeight=14,
            opacity=at("bandwidth('x') < 30 && datum.place % 2 ? 0 : 1"),
        ),
    ]  # fmt: skip


def _heads(base: dict, heads: tuple[str, str, str], places: tuple) -> list[alt.Chart]:
    """What each of the three is, on the left."""
    once = "datum.first && datum.place == 0"
    return [
        mark(
            "text", base | {"x": alt.value(0), "y": alt.value(place), "text": alt.value(head)}, once,
            align="left", color=at("muted"), baseline="middle", dy=dy,
        )
        for head, place, dy in zip(heads, places, (0, 8, -8), strict=True) if head
    ]  # fmt: skip
