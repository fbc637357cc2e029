"""Figures with how sure they are: a dot and its interval per group, the group's size beside it, the whole's as a line."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .picks import PALE, pickable
from .reference import with_intervals
from .theme import at, breadth, styled
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
    gutter = min(176, max([0, *map(breadth, rows["group"])]) + 12)
    beside = max([0, *map(breadth, rows["n"])]) + 8
    left = alt.param(name="left", expr=f"min({gutter}, width * 0.4)")
    right = alt.param(name="right", expr=f"width - {beside}")
    along = _along(percent)
    base = alt.Chart(rows).encode(y=alt.Y("place:O", axis=None))
    told = [alt.Tooltip("tip:N", title="title")]
    told += [alt.Tooltip(f"{name}:N", title=head) for name, head in tells.items()]
    known = base.transform_filter("isValid(datum.value)")
    pale = at(f"datum.dim ? {PALE} : 1")
    spans = known.mark_rule(strokeWidth=4, color=at("soft"), opacity=pale, strokeCap="round")
    dots = known.mark_point(filled=True, size=120, color=HUE, opacity=pale)
    layers = [
        spans.encode(x=alt.X("low:Q", **along), x2="high:Q", tooltip=told),
        *_beside(base, rows, along),
        dots.encode(x=alt.X("value:Q", **along), tooltip=told),
        *_margins(base),
        *([] if whole is None else _reference(base, whole, whole_words, along)),
    ]
    chart = alt.layer(*layers).add_params(left, right).properties(height=alt.Step(step))
    return styled(pickable(chart, picks))


def _along(percent: bool) -> dict:
    """The axis of the values, between the names and the sizes."""
    number = {"format": ".0%"} if percent else {}
    return {
        "axis": alt.Axis(tickCount=4, grid=True, gridOpacity=0.6, orient="bottom", **number),
        "scale": alt.Scale(domainMin=0, nice=True, range=[at("left"), at("right")]),
        "title": None,
    }


def placed(frame: pd.DataFrame, more: Sequence[str]) -> pd.DataFrame:
    """The groups in their order from the top, each with all that the drawing may ask for."""
    missing = {name: None for name in ("before", "goal") if name not in frame}
    rows = frame.assign(tip=frame["group"], place=range(len(frame)), **missing)
    rows["dim"] = rows["dim"].astype(object) if "dim" in rows else False
    return rows[[*dict.fromkeys([*PLACED, *more])]]


def _beside(base: alt.Chart, rows: pd.DataFrame, along: dict) -> list[alt.Chart]:
    """Where the value was before, and what it ought to be, for charts that have them."""
    layers = []
    if rows["before"].notna().any():
        ring = base.transform_filter("isValid(datum.before)")
        ring = ring.mark_point(filled=False, size=110, color=at("ink"), strokeWidth=1.5, opacity=1)
        layers.append(ring.encode(x=alt.X("before:Q", **along)))
    if rows["goal"].notna().any():
        goal = base.transform_filter("isValid(datum.goal)").mark_point(
            shape="M0,-1V1", size=420, filled=False, color=at("ink"), strokeWidth=2, opacity=1,
            strokeDash=[3, 2],
        )  # fmt: skip
        layers.append(goal.encode(x=alt.X("goal:Q", **along)))
    return layers


def _margins(base: alt.Chart) -> list[alt.Chart]:
    """The groups' names on the left, their sizes on the right."""
    name = base.mark_text(align="right", fontSize=13, limit=at("left - 10"), x=at("left - 10"))
    size = base.mark_text(align="right", color=at("muted"), x=at("width"))
    return [name.encode(text="group:N"), size.encode(text="n:N")]


def _reference(base: alt.Chart, whole: float, words: str, along: dict) -> list[alt.Chart]:
    first = base.transform_filter("datum.place == 0").transform_calculate(whole=f"{whole}")
    line = first.mark_rule(color=at("muted"), strokeDash=[4, 3], opacity=0.9)
    head = first.mark_text(dy=-8, fontSize=11, color=at("muted"), clip=False)
    x = alt.X("whole:Q", **along)
    ends = {"y": alt.value(0), "y2": alt.value(at("height"))}
    return [line.encode(x=x, **ends), head.encode(x=x, y=alt.value(0), text=alt.value(words))]
