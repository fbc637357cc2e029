"""Figures with how sure they are: a dot and its interval per group, the group's size beside it, the whole's as a line."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import drawn, field, mark
from .picks import PALE
from .reference import with_intervals
from .theme import at, breadth
from .wanted import wanted

HUE = "#1f7a5c"
PLACED = ["group", "place", "value", "low", "high", "before", "goal", "n", "count", "tip", "dim"]


def intervals(
    frame: pd.DataFrame,
    tells: Mapping[str, str] | None = None,
    *,
    whole: float | None = None,
    whole_words: str = "",
    percent: bool = False,
    step: int = 34,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A dot for each group's value with the interval from low to high; an open ring where the value was before.

    frame: group, value, count (of persons), groups in order, and low, high and n (words), which are worked out where they
    lack and values are shares: the 95 % Wilson interval. Where it has them before, goal (a short ink line), `picks`
    (what a click chooses by), dim and the text columns of `tells` (column -> its head in the tooltip).
    whole: the value of everyone, a dashed line under its `whole_words`. percent: values are shares of one.
    step: pixels of a line. Raises MissingColumns.
    """
    wanted("intervals", frame, "group", "value", "count", *([] if percent else ["low", "high"]))
    frame = with_intervals(frame, told=tells is None)
    tells = {"told": " "} if tells is None else tells
    rows = placed(frame, [*tells, *picks])
    params = {
        "names": min(176, max([0, *map(breadth, rows["group"])]) + 12),
        "beside": max([0, *map(breadth, rows["n"])]) + 8,
        "left": at("min(names, width * 0.4)"),
        "right": at("width - beside"),
    }
    if whole is not None:
        params |= {"everyone": float(whole), "everyone_words": whole_words}
    along = _along(percent)
    base = {"y": field("place:O", axis=None)}
    told = [field("tip:N", title="title")]
    told += [field(f"{name}:N", title=head) for name, head in tells.items()]
    spans = base | {"x": field("low:Q", **along), "x2": field("high"), "tooltip": told}
    dots = base | {"x": field("value:Q", **along), "tooltip": told}
    pale, known = at(f"datum.dim ? {PALE} : 1"), "isValid(datum.value)"
    layers = [
        mark("rule", spans, known, strokeWidth=4, color=at("soft"), opacity=pale, strokeCap="round"),
        *_beside(base, rows, along),
        mark("point", dots, known, filled=True, size=120, color=HUE, opacity=pale),
        *_margins(base),
        *([] if whole is None else _reference(base, along)),
    ]  # fmt: skip
    return drawn(rows, layers, picks, params=params, height={"step": step})


def _along(percent: bool) -> dict:
    """The axis of the values, between the names and the sizes."""
    number = {"format": ".0%"} if percent else {}
    return {
        "axis": {"tickCount": 4, "grid": True, "gridOpacity": 0.6, "orient": "bottom", **number},
        "scale": {"domainMin": 0, "nice": True, "range": [at("left"), at("right")]},
        "title": None,
    }


def placed(frame: pd.DataFrame, more: Sequence[str]) -> pd.DataFrame:
    """The groups in their order from the top, each with all that the drawing may ask for."""
    missing = {name: None for name in ("before", "goal") if name not in frame}
    rows = frame.assign(tip=frame["group"], place=range(len(frame)), **missing)
    rows["dim"] = rows["dim"].astype(object) if "dim" in rows else False
    return rows[[*dict.fromkeys([*PLACED, *more])]]


def _beside(base: dict, rows: pd.DataFrame, along: dict) -> list[alt.Chart]:
    """Where the value was before, and what it ought to be, for charts that have them."""
    layers, open_ = [], {"filled": False, "color": at("ink"), "opacity": 1}
    if rows["before"].notna().any():
        ring = base | {"x": field("before:Q", **along)}
        layers.append(
            mark("point", ring, "isValid(datum.before)", size=110, strokeWidth=1.5, **open_)
        )
    if rows["goal"].notna().any():
        goal = base | {"x": field("goal:Q", **along)}
        dash = {"shape": "M0,-1V1", "strokeDash": [3, 2]}
        layers.append(
            mark("point", goal, "isValid(datum.goal)", size=420, strokeWidth=2, **dash, **open_)
        )
    return layers  # fmt: skip


def _margins(base: dict) -> list[alt.Chart]:
    """The groups' names on the left, their sizes on the right."""
    name, size = base | {"text": field("group:N")}, base | {"text": field("n:N")}
    end = at("left - 10")
    return [
        mark("text", name, align="right", fontSize=13, limit=end, x=end),
        mark("text", size, align="right", color=at("muted"), x=at("width")),
    ]


def _reference(base: dict, along: dict) -> list[alt.Chart]:
    once = ("datum.place == 0", {"calculate": "everyone", "as": "whole"})
    top = base | {"x": field("whole:Q", **along), "y": alt.value(0)}
    line, head = (
        top | {"y2": alt.value(at("height"))},
        top | {"text": alt.value(at("everyone_words"))},
    )
    return [
        mark("rule", line, *once, color=at("muted"), strokeDash=[4, 3], opacity=0.9),
        mark("text", head, *once, dy=-8, fontSize=11, color=at("muted"), clip=False),
    ]
