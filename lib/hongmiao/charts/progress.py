"""How far things are: a bar on a track for each, coloured by how it stands, with a tick where it should be by now."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .picks import PALE, pickable
from .theme import at, breadth, colour_of, legend, styled
from .wanted import wanted

ROWS = ["group", "place", "share", "shown", "expected", "figures", "part", "note", "dim", "count", "tip"]  # fmt: skip


def progress(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    told: str = "",
    step: int = 30,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A bar for each row of the frame, from nothing to its whole; a share above the whole fills the track.

    frame: group (its name), share (of one; empty where unknown), expected (likewise), figures (words at the right), part
    (how it stands), note (for the tooltip, under the head `told`), count; `picks` (what a click chooses by) and dim, if
    any. colours: part -> colour. Raises MissingColumns.
    """
    wanted("progress", frame, "group", "share", "expected", "figures", "part", "note", "count")
    rows = placed(frame, picks)
    gutter = min(230, max([0, *map(breadth, rows["group"])]) + 12)
    beside = max([0, *(breadth(text) for text in rows["figures"])]) * 0.9 + 12
    left = alt.param(name="left", expr=f"min({gutter}, width * 0.38)")
    right = alt.param(name="right", expr=f"width - min({beside:.0f}, width * 0.3)")
    x = alt.Scale(domain=[0, 1], nice=False, range=[at("left"), at("right")])
    base = alt.Chart(rows).encode(y=alt.Y("place:O", axis=None))
    pale = at(f"datum.dim ? {PALE} : 1")
    tip = [alt.Tooltip("tip:N", title="title"), alt.Tooltip("note:N", title=told)]
    size = min(16, step - 12)
    track = base.mark_bar(size=size, color=at("line"), opacity=0.55, cornerRadius=2).encode(
        x=alt.X("zero:Q", axis=None, scale=x), x2="one:Q", tooltip=tip,
    ).transform_calculate(zero="0", one="1")  # fmt: skip
    bars = base.transform_filter("isValid(datum.shown)").transform_calculate(zero="0").mark_bar(size=size, opacity=pale, cornerRadius=2)  # fmt: skip
    bars = bars.encode(
        x=alt.X("zero:Q", axis=None, scale=x), x2="shown:Q", tooltip=tip,
        color=colour_of(colours, legend=legend(colours)),
    )  # fmt: skip
    ticks = base.transform_filter("isValid(datum.expected)").mark_point(
        shape="M0,-1V1", size=(size + 6) ** 2, filled=False, color=at("ink"), strokeWidth=2, opacity=pale,
    ).encode(x=alt.X("expected:Q", axis=None, scale=x))  # fmt: skip
    name = base.mark_text(align="right", fontSize=13, limit=at("left - 10"), x=at("left - 10"))
    done = base.mark_text(align="right", color=at("muted"), x=at("width"), limit=at("width - right - 6"))  # fmt: skip
    layers = [track, bars, ticks, name.encode(text="group:N"), done.encode(text="figures:N")]
    chart = alt.layer(*layers).add_params(left, right).properties(height=alt.Step(step))
    return styled(pickable(chart, picks))


def placed(frame: pd.DataFrame, picks: Sequence[str] = ()) -> pd.DataFrame:
    """The rows from the top, each with all that the drawing asks for."""
    shares = pd.to_numeric(frame["share"])
    rows = frame.assign(place=range(len(frame)), shown=shares.clip(0, 1), tip=frame["group"])
    rows = rows.assign(dim=frame.get("dim", False)).astype(object)
    return rows.where(rows.notna(), None)[[*ROWS, *picks]]
