"""Counts over time: a column for each moment, cut into parts, as high as it counts; how many on top."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark, tooltip
from .picks import PALE, carried, uncarried
from .theme import at, breadth, ink_on, legend
from .wanted import parted, wanted

LAID = ["group", "place", "back", "part", "count", "whole", "share", "start", "end", "middle", "first", "n", "tip", "ink", "dim"]  # fmt: skip


def columns(
    frame: pd.DataFrame,
    colours: Mapping[str, str] | None = None,
    *,
    unit: str = "",
    whole: str = "",
    share: str = "%",
    height: int = 260,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """One column per group, its parts on top of each other; where there is no room, every second group is named.

    frame: group (a line break is kept), part, count, groups in order; `picks` (what a click chooses by) and dim, if any.
    colours: part -> colour, the lowest first; without them each part gets one.
    unit, whole, share: words of the tooltip. height: pixels of the columns. Raises MissingColumns.
    """
    wanted("columns", frame, "group", "part", "count")
    frame, colours = parted(frame, colours)
    rows = laid(frame, colours, picks)
    longest = max([0, *(breadth(line) for group in rows["group"] for line in group.split("\n"))])
    params = {
        "most": int(max(1, rows["end"].max() if len(rows) else 1)),
        "periods": max(1, rows["place"].nunique()),
        "longest": longest + 8,
        "every": at("max(1, ceil(longest * periods / width))"),
    }
    high = {"domain": [0, at("most")], "nice": False}
    along = {"paddingInner": 0.28, "paddingOuter": 0.1}
    base = {"x": field("place:O", axis=None, scale=along)}
    bars = base | {
        "y": field("start:Q", axis=None, scale=high), "y2": field("end"),
        "color": colour_of(colours, legend=legend(colours, "top")), "tooltip": tooltip(unit, whole, share),
    }  # fmt: skip
    total = base | {"y": field("whole:Q", axis=None, scale=high), "text": field("n:N")}
    under = base | {"y": alt.value(at("height")), "text": field("group:N")}
    pale, seen = at(f"datum.dim ? {PALE} : 1"), at("datum.back % every == 0 ? 1 : 0")
    layers = [
        mark("bar", bars, width=at("min(bandwidth('x'), 72)"), stroke=at("card"), strokeWidth=1, opacity=pale),
        mark("text", total, "datum.first", dy=-8, fontSize=12, color=at("ink"), opacity=seen),
        mark(
            "text", under, "datum.first",
            baseline="top", lineBreak="\n", fontSize=12, lineHeight=16, dy=8, color=at("muted"), opacity=seen,
        ),
    ]  # fmt: skip
    return drawn(rows, layers, picks, params=params, height=height)


def laid(
    frame: pd.DataFrame, colours: Mapping[str, str], picks: Sequence[str] = ()
) -> pd.DataFrame:
    """Where each part of a column begins and ends: a row per group and part, parts in the order of the colours."""
    if frame.empty:
        return pd.DataFrame(columns=[*LAID, *picks])
    places = {group: place for place, group in enumerate(dict.fromkeys(frame["group"]))}
    order = {part: i for i, part in enumerate(colours)}
    rows = frame.assign(place=frame["group"].map(places), order=frame["part"].map(order))
    rows = rows.astype({"count": int}).sort_values(["place", "order"]).reset_index(drop=True)
    rows["end"] = rows.groupby("place")["count"].cumsum()
    rows["start"] = rows["end"] - rows["count"]
    rows["middle"] = (rows["start"] + rows["end"]) / 2
    rows["whole"] = rows.groupby("place")["count"].transform("sum")
    rows["share"] = rows["count"] / rows["whole"].where(rows["whole"] > 0, 1)
    rows["first"], rows["back"] = ~rows["place"].duplicated(), rows["place"].max() - rows["place"]
    rows["n"] = [f"{n:,}" for n in rows["whole"]]
    rows["tip"] = rows["group"].str.replace("\n", " ") + " · " + rows["part"]
    rows["ink"] = [ink_on(colours[part]) for part in rows["part"]]
    more = carried(frame, ["group", "part"], picks)
    extras = [uncarried(picks) | more[key] for key in zip(rows["group"], rows["part"], strict=True)]
    for name in ("dim", *picks):
        rows[name] = pd.Series([extra[name] for extra in extras], dtype=object, index=rows.index)
    return rows[[*LAID, *picks]]
