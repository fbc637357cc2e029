"""Bars under their own heading: the name on the left of the line above, the figures on its right."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from .theme import fills, legend, styled

STACKED = ["group", "figures", "place", "part", "count", "goal", "start", "end", "first", "tip"]


def headed_bars(
    frame: pd.DataFrame, colours: Mapping[str, str], *, unit: str = "", height: int = 336
) -> alt.TopLevelMixin:
    """One bar per group, cut into parts of counts; where a group has a goal, a dashed ink line stands at it.

    frame: group, figures (words at the right of the heading), part, count, goal (may be empty), groups in order.
    colours: part -> colour, in the order of the parts.
    height: what the bars share among them, within reason.
    """
    rows = stacked(frame, colours)
    step = min(104, max(52, height / max(1, frame["group"].nunique())))
    wide = alt.Scale(domainMin=0, nice=False, range=[0, alt.ExprRef("width - 1")])
    base = alt.Chart(rows).encode(y=alt.Y("place:O", axis=None))
    bars = base.mark_bar(
        size=min(24, step * 0.3), yOffset=step * 0.18, stroke=alt.ExprRef("card"), strokeWidth=1
    ).encode(
        x=alt.X("start:Q", axis=None, scale=wide),
        x2="end:Q",
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=list(colours), range=fills(colours.values())),
            legend=legend(colours),
        ),
        tooltip=[
            alt.Tooltip("tip:N", title="title"),
            alt.Tooltip("count:Q", title=unit, format=","),
        ],
    )
    first = base.transform_filter("datum.first")
    name = first.mark_text(
        align="left", fontSize=13, dy=-step * 0.22, limit=alt.ExprRef("width * 0.5")
    )
    figures = first.mark_text(align="right", dy=-step * 0.22, color=alt.ExprRef("muted"))
    layers = [
        bars,
        name.encode(x=alt.value(0), text="group:N"),
        figures.encode(x=alt.value(alt.ExprRef("width")), text="figures:N"),
    ]
    if rows["goal"].notna().any():
        goals = first.transform_filter("isValid(datum.goal)").mark_point(
            shape="M0,-0.5V0.5", size=(step * 0.9) ** 2, filled=False, opacity=1, yOffset=step * 0.18,
            color=alt.ExprRef("ink"), strokeWidth=2, strokeDash=[3, 2],
        )  # fmt: skip
        layers.append(goals.encode(x=alt.X("goal:Q", axis=None)))
    return styled(alt.layer(*layers).properties(height=alt.Step(step)))


def stacked(frame: pd.DataFrame, colours: Mapping[str, str]) -> pd.DataFrame:
    """Where each part begins and ends: a row per group and part, parts in the order of the colours."""
    places = {group: place for place, group in enumerate(dict.fromkeys(frame["group"]))}
    order = {part: i for i, part in enumerate(colours)}
    rows = frame.astype({"count": int}).assign(
        place=frame["group"].map(places), order=frame["part"].map(order)
    )
    rows = rows.sort_values(["place", "order"]).reset_index(drop=True)
    rows["end"] = rows.groupby("place")["count"].cumsum()
    rows["start"] = rows["end"] - rows["count"]
    rows["first"] = ~rows["place"].duplicated()
    rows["tip"] = rows["group"] + " · " + rows["part"]
    if "goal" not in rows:
        rows["goal"] = None
    return rows[STACKED]
