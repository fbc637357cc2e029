"""Bars under their own heading: the name on the left of the line above, the figures on its right."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark, tooltip
from .picks import PALE, carried, uncarried
from .theme import PLAN_DIVERGING, at, breadth, legend
from .wanted import parted, wanted

STACKED = ["group", "figures", "place", "part", "count", "goal", "gap", "taken", "share", "start", "end", "first", "tip", "dim"]  # fmt: skip
AHEAD, BEHIND = "M-1,0.8H1L0,-0.8Z", "M-1,-0.8H1L0,0.8Z"

# Pixels: how thick a bar is, how far below and its words above the middle of its line.
PLACES = {
    "thick": at("min(24, step * 0.3)"),
    "down": at("min(14, step * 0.18)"),
    "up": at("down - thick / 2 - 13"),
}
BAR = {
    "size": at("thick"),
    "yOffset": at("down"),
    "stroke": at("card"),
    "strokeWidth": 1,
    "opacity": at(f"datum.dim ? {PALE} : 1"),
}


def headed_bars(
    frame: pd.DataFrame,
    colours: Mapping[str, str] | None = None,
    *,
    unit: str = "",
    whole: str | Mapping[str, str] = "",
    share: str = "%",
    height: int = 336,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """One bar per group, cut into parts of counts; where a group has a goal, a dashed ink line stands at it.

    frame: group, figures (words at the right of the heading; the group's sum where they lack), part, count, groups in
    order; and where it has them goal, whole (what the counts are a share of), gap (how far the group is over or under
    its plan to date, which a small triangle marks beside the figures), `picks` (what a click chooses by) and dim.
    colours: part -> colour, in the order of the parts; without them each part gets one.
    unit, whole, share: words of the tooltip; whole: by column where there are several, of which a row has one.
    height: pixels that the bars share among them, within reason. Raises MissingColumns.
    """
    wanted("headed_bars", frame, "group", "part", "count")
    frame, colours = parted(frame, colours)
    if "figures" not in frame:
        sums = frame.groupby("group")["count"].transform("sum")
        frame = frame.assign(figures=[f"{n:,.0f}" for n in sums])
    wholes = {"whole": whole} if isinstance(whole, str) else whole
    rows = stacked(frame, colours, picks, [*wholes])
    step = min(104, max(52, height / max(1, frame["group"].nunique())))
    wide = {"domainMin": 0, "nice": False, "range": [0, at("width - 1")]}
    base = {"y": field("place:O", axis=None)}
    bars = base | {
        "x": field("start:Q", axis=None, scale=wide),
        "x2": field("end"),
        "color": colour_of(colours, legend=legend(colours)),
        "tooltip": tooltip(unit, wholes, share),
    }
    layers = [mark("bar", bars, **BAR), *_heading(base), *_aims(base, frame)]
    return drawn(rows, layers, picks, params=PLACES | {"step": step}, height={"step": step})


def stacked(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    picks: Sequence[str] = (),
    wholes: Sequence[str] = ("whole",),
) -> pd.DataFrame:
    """Where each part begins and ends: a row per group and part, parts in the order of the colours."""
    places = {group: place for place, group in enumerate(dict.fromkeys(frame["group"]))}
    order = {part: i for i, part in enumerate(colours)}
    optional = {name: None for name in ("goal", "gap", *wholes) if name not in frame}
    rows = frame.astype({"count": int, "group": str, "part": str}).assign(
        place=frame["group"].map(places), order=frame["part"].map(order), **optional
    )
    rows = rows.sort_values(["place", "order"]).reset_index(drop=True)
    rows["end"] = rows.groupby("place")["count"].cumsum()
    rows["start"] = rows["end"] - rows["count"]
    rows["first"] = ~rows["place"].duplicated()
    rows["tip"] = rows["group"] + " · " + rows["part"]
    rows["taken"] = 0.87 * rows["figures"].map(breadth) + 20 * rows["gap"].notna()
    known = rows[[*wholes]].apply(pd.to_numeric).fillna(0)
    rows["share"] = [
        f"{n / of:.1%}" if of else ""
        for n, of in zip(rows["count"], known.max(axis=1), strict=True)
    ]
    for name in wholes:
        rows[name] = [f"{of:,.0f}" if of else "" for of in known[name]]
    more = carried(frame, ["group", "part"], picks)
    extras = [uncarried(picks) | more[key] for key in zip(rows["group"], rows["part"], strict=True)]
    for name in ("dim", *picks):
        rows[name] = pd.Series([extra[name] for extra in extras], dtype=object, index=rows.index)
    return rows[[*STACKED, *wholes, *picks]]


def _aims(base: dict, frame: pd.DataFrame) -> list[alt.Chart]:
    """A triangle up where a group is over its plan to date, down where it is under; a dashed ink line at its goal.

    Where the frame knows of such: whether any group has one is the rows' affair. The figures say it in words.
    """
    over, under = (PLAN_DIVERGING[side] for side in ("over", "under"))
    gap = mark(
        "point", base, "datum.first && isValid(datum.gap) && datum.gap != 0",
        filled=True, opacity=1, size=110, yOffset=at("up"), x=at("width - 6"),
        shape=at(f"datum.gap > 0 ? '{AHEAD}' : '{BEHIND}'"), color=at(f"datum.gap > 0 ? '{over}' : '{under}'"),
    )  # fmt: skip
    goal = mark(
        "point", base | {"x": field("goal:Q", axis=None)}, "datum.first && isValid(datum.goal)",
        shape="M0,-1V1", size=at("pow(thick + 6, 2)"), filled=False, opacity=1, yOffset=at("down"),
        color=at("ink"), strokeWidth=2, strokeDash=[3, 2],
    )  # fmt: skip
    return [layer for name, layer in (("gap", gap), ("goal", goal)) if name in frame]


def _heading(base: dict) -> list[alt.Chart]:
    """Name and figures of each group; the name gets what room the figures leave."""
    name = base | {"x": alt.value(0), "text": field("group:N")}
    end = at("width - (isValid(datum.gap) ? 16 : 0)")
    figures = base | {"x": alt.value(end), "text": field("figures:N")}
    room, short = at("max(56, width - datum.taken - 12)"), at("width - 64")
    look = {"dy": at("up")}
    return [
        mark("text", name, "datum.first", align="left", fontSize=13, limit=room, **look),
        mark("text", figures, "datum.first", align="right", color=at("muted"), limit=short, **look),
    ]
