"""One thing's own history: a column for each moment beside what was due, or the grade that it was given each time."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .picks import PALE, pickable
from .theme import STARS, at, colour_of, ink_on, legend, styled
from .wanted import wanted

HEIGHT = 160


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
    high = alt.Scale(domain=[min(0.0, rows["whole"].min() if len(rows) else 0.0), max(1.0, rows[["whole", "due"]].max().max() if len(rows) else 1.0) * 1.12], nice=False)  # fmt: skip
    x = alt.X(
        "group:O", sort=order, axis=_named(), scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2)
    )
    base = alt.Chart(rows).encode(x=x)
    told = [alt.Tooltip("tip:N", title="title"), alt.Tooltip("n:N", title=whole)]
    told += [alt.Tooltip("due:Q", title=due)] * bool(due)
    bars = base.mark_bar(width=at("min(bandwidth('x'), 44)"), opacity=at(f"datum.dim ? {PALE} : 1")).encode(
        y=alt.Y("value:Q", axis=None, scale=high, stack="zero"), tooltip=told,
        color=colour_of(colours, legend=legend(colours, "top") if len(colours) > 1 else None),
    )  # fmt: skip
    first = base.transform_filter("datum.first")
    layers = [
        bars,
        first.mark_text(dy=-9, color=at("ink")).encode(y=alt.Y("whole:Q", scale=high), text="n:N"),
    ]
    if due:
        line = first.transform_filter("isValid(datum.due)").mark_tick(
            thickness=2, color=at("accent"), width=at("min(bandwidth('x') + 10, 56)")
        )
        layers.append(line.encode(y=alt.Y("due:Q", scale=high), tooltip=told))
    return styled(pickable(alt.layer(*layers).properties(height=HEIGHT), picks))


def grades(frame: pd.DataFrame, *, picks: Sequence[str] = ()) -> alt.TopLevelMixin:
    """The stars of each moment as a mark in its colour, joined by a line; where there were none, the word that says why.

    frame: group, stars (none where not rated), said, `picks`, count and dim. Raises MissingColumns.
    """
    wanted("grades", frame, "group", "stars", "said")
    rows = frame.assign(stars=frame["stars"].astype(float))
    rows["tip"] = rows["group"] + " · " + rows["said"] if len(rows) else []
    rows["n"] = [f"{n:.0f}" if pd.notna(n) else "" for n in rows["stars"]]
    rows["ink"] = [ink_on(STARS[int(n)]) if pd.notna(n) else "" for n in rows["stars"]]
    x = alt.X("group:O", sort=[*dict.fromkeys(rows["group"])], axis=_named())
    y = alt.Y("stars:Q", scale=alt.Scale(domain=[0.4, 5.5], nice=False), axis=alt.Axis(title=None, values=[1, 2, 3, 4, 5], grid=True))  # fmt: skip
    base = alt.Chart(rows).encode(x=x)
    rated, told = base.transform_filter("isValid(datum.stars)"), [alt.Tooltip("tip:N", title="title")]  # fmt: skip
    colours = alt.Color("stars:O", scale=alt.Scale(domain=[*STARS], range=[*STARS.values()]), legend=None)  # fmt: skip
    pale = at(f"datum.dim ? {PALE} : 1")
    layers = [
        rated.mark_line(color=at("line"), strokeWidth=2).encode(y=y),
        rated.mark_circle(size=340, opacity=pale, stroke=at("card"), strokeWidth=1).encode(y=y, color=colours, tooltip=told),
        rated.mark_text(color=at("datum.ink")).encode(y=y, text="n:N"),
        base.transform_filter("!isValid(datum.stars)").mark_text(color=at("muted"), fontSize=11, opacity=pale).encode(y=alt.value(HEIGHT / 2), text="said:N", tooltip=told),
    ]  # fmt: skip
    return styled(pickable(alt.layer(*layers).properties(height=HEIGHT), picks))


def _named() -> alt.Axis:
    return alt.Axis(title=None, labelAngle=0, labelOverlap=True, labelFontSize=11)
