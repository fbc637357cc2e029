"""How far things are: a bar on a track for each, coloured by how it stands, with a tick where it should be by now."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark
from .picks import PALE
from .theme import at, breadth, legend
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
    params = {
        "step": step,
        "thick": at("min(16, step - 12)"),
        "names": min(230, max([0, *map(breadth, rows["group"])]) + 12),
        "beside": round(max([0, *map(breadth, rows["figures"])]) * 0.9 + 12),
        "left": at("min(names, width * 0.38)"),
        "right": at("width - min(beside, width * 0.3)"),
    }
    x = {"domain": [0, 1], "nice": False, "range": [at("left"), at("right")]}
    base = {"y": field("place:O", axis=None)}
    pale, size = at(f"datum.dim ? {PALE} : 1"), at("thick")
    tip = [field("tip:N", title="title"), field("note:N", title=told)]
    zero, one = ({"calculate": value, "as": name} for name, value in (("zero", "0"), ("one", "1")))
    track = base | {"x": field("zero:Q", axis=None, scale=x), "x2": field("one"), "tooltip": tip}
    bars = track | {"x2": field("shown"), "color": colour_of(colours, legend=legend(colours))}
    ticks = base | {"x": field("expected:Q", axis=None, scale=x)}
    name, done = base | {"text": field("group:N")}, base | {"text": field("figures:N")}
    layers = [
        mark("bar", track, zero, one, size=size, color=at("line"), opacity=0.55, cornerRadius=2),
        mark("bar", bars, "isValid(datum.shown)", zero, size=size, opacity=pale, cornerRadius=2),
        mark(
            "point", ticks, "isValid(datum.expected)", shape="M0,-1V1", size=at("pow(thick + 6, 2)"), filled=False,
            color=at("ink"), strokeWidth=2, opacity=pale,
        ),
        mark("text", name, align="right", fontSize=13, limit=at("left - 10"), x=at("left - 10")),
        mark("text", done, align="right", color=at("muted"), x=at("width"), limit=at("width - right - 6")),
    ]  # fmt: skip
    return drawn(rows, layers, picks, params=params, height={"step": step})


def placed(frame: pd.DataFrame, picks: Sequence[str] = ()) -> pd.DataFrame:
    """The rows from the top, each with all that the drawing asks for."""
    shares = pd.to_numeric(frame["share"])
    rows = frame.assign(place=range(len(frame)), shown=shares.clip(0, 1), tip=frame["group"])
    rows = rows.assign(dim=frame.get("dim", False)).astype(object)
    return rows.where(rows.notna(), None)[[*ROWS, *picks]]
