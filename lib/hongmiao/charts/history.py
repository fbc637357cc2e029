"""One thing's own history: a column for each moment beside what was due, or the grade that it was given each time."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark
from .picks import PALE
from .theme import STARS, at, ink_on, legend
from .wanted import wanted

HEIGHT = 160
NAMED = {"title": None, "labelAngle": 0, "labelOverlap": True, "labelFontSize": 11}


def amounts(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    whole: str = "",
    due: str = "",
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A column per group, its parts on top of each other and the sum above it; a line across where something was due.

    frame: group, part, value, due (none where nothing was), `picks` and dim. colours: part -> colour. whole, due: what
    the sum and the line are called. Raises MissingColumns.
    """
    wanted("amounts", frame, "group", "part", "value", "due")
    rows = frame.assign(value=frame["value"].astype(float), due=frame["due"].astype(float))
    rows["whole"] = rows.groupby("group", sort=False)["value"].transform("sum")
    rows["first"], rows["n"] = ~rows["group"].duplicated(), [f"{n:,.10g}" for n in rows["whole"]]
    rows["tip"] = rows["group"] + " · " + rows["part"] if len(rows) else []
    order = [*dict.fromkeys(rows["group"])]
    least = min(0.0, rows["whole"].min() if len(rows) else 0.0)
    most = max(1.0, rows[["whole", "due"]].max().max() if len(rows) else 1.0)
    high = {"domain": [least, most * 1.12], "nice": False}
    wide = {"paddingInner": 0.4, "paddingOuter": 0.2}
    base = {"x": field("group:O", sort=order, axis=NAMED, scale=wide)}
    told = [field("tip:N", title="title"), field("n:N", title=whole)]
    told += [field("due:Q", title=due)] * bool(due)
    bars = base | {
        "y": field("value:Q", axis=None, scale=high, stack="zero"), "tooltip": told,
        "color": colour_of(colours, legend=legend(colours, "top") if len(colours) > 1 else None),
    }  # fmt: skip
    sums = base | {"y": field("whole:Q", scale=high), "text": field("n:N")}
    thin, pale = at("min(bandwidth('x'), 44)"), at(f"datum.dim ? {PALE} : 1")
    layers = [
        mark("bar", bars, width=thin, opacity=pale),
        mark("text", sums, "datum.first", dy=-9, color=at("ink")),
    ]
    if due:
        line = base | {"y": field("due:Q", scale=high), "tooltip": told}
        look = {"thickness": 2, "color": at("accent"), "width": at("min(bandwidth('x') + 10, 56)")}
        layers.append(mark("tick", line, "datum.first", "isValid(datum.due)", **look))
    return drawn(rows, layers, picks, height=HEIGHT)


def grades(frame: pd.DataFrame, *, picks: Sequence[str] = ()) -> alt.TopLevelMixin:
    """The stars of each moment as a mark in its colour, joined by a line; where there were none, the word that says why.

    frame: group, stars (none where not rated), said, `picks`, count and dim. Raises MissingColumns.
    """
    wanted("grades", frame, "group", "stars", "said")
    rows = frame.assign(stars=frame["stars"].astype(float))
    rows["tip"] = rows["group"] + " · " + rows["said"] if len(rows) else []
    rows["n"] = [f"{n:.0f}" if pd.notna(n) else "" for n in rows["stars"]]
    rows["ink"] = [ink_on(STARS[int(n)]) if pd.notna(n) else "" for n in rows["stars"]]
    base = {"x": field("group:O", sort=[*dict.fromkeys(rows["group"])], axis=NAMED)}
    scale = {"domain": [0.4, 5.5], "nice": False}
    axis = {"title": None, "values": [1, 2, 3, 4, 5], "grid": True}
    line = base | {"y": field("stars:Q", scale=scale, axis=axis)}
    told = [field("tip:N", title="title")]
    colours = {"domain": [*STARS], "range": [*STARS.values()]}
    rated = line | {"color": field("stars:O", scale=colours, legend=None), "tooltip": told}
    words = base | {"y": alt.value(HEIGHT / 2), "text": field("said:N"), "tooltip": told}
    pale, known = at(f"datum.dim ? {PALE} : 1"), "isValid(datum.stars)"
    layers = [
        mark("line", line, known, color=at("line"), strokeWidth=2),
        mark("circle", rated, known, size=340, opacity=pale, stroke=at("card"), strokeWidth=1),
        mark("text", line | {"text": field("n:N")}, known, color=at("datum.ink")),
        mark("text", words, f"!{known}", color=at("muted"), fontSize=11, opacity=pale),
    ]
    return drawn(rows, layers, picks, height=HEIGHT)
