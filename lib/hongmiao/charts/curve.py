"""A year as a rising line: what is done by the end of each month, beside the plan, and what may come with its interval."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .picks import PALE, pickable
from .theme import at, styled

HUE = "#1f7a5c"


def curve(
    frame: pd.DataFrame,
    *,
    value: str = "",
    low: str = "",
    high: str = "",
    height: int = 300,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """Cumulative counts over months: done as a line with points, the plan dashed, the forecast dashed in its band.

    frame: series (plan, forecast, done, or tick), x (months since the start; a month ends at a whole number), count, low
    and high (of the forecast), tip (what the point is), said (words at the end of a line or below a month, else empty),
    `picks` and dim. value, low, high: words of the tooltip.
    """
    rows = frame
    end = float(rows["x"].max()) if len(rows) else 1.0
    top = float(rows[["count", "high"]].max().max()) if len(rows) else 1.0
    x = alt.X(
        "x:Q", axis=None, scale=alt.Scale(domain=[0, end], nice=False, range=[8, at("width - 8")])
    )
    y = alt.Y(
        "count:Q",
        scale=alt.Scale(domain=[0, max(1.0, top) * 1.1], nice=False, range=[height - 24, 0]),
        axis=alt.Axis(title=None, format=",.0f", tickCount=4, grid=True, labelColor=at("muted")),
    )  # fmt: skip
    base = alt.Chart(rows).encode(x=x, y=y)
    layers = [*_lines(base, value, low, high), *_words(base, height)]
    return styled(pickable(alt.layer(*layers).properties(height=height), picks))


def _lines(base: alt.Chart, value: str, low: str, high: str) -> list[alt.Chart]:
    """The band and the three lines; points that say of themselves what they are."""
    titles = {"count": value, "low": low, "high": high}
    told = [alt.Tooltip(f"{name}:Q", title=words, format=",.0f") for name, words in titles.items()]
    told.insert(0, alt.Tooltip("tip:N", title="title"))

    def of(series: str, points: str = "") -> alt.Chart:
        return base.transform_filter(f"datum.series === '{series}'{points}")

    named = " && isValid(datum.tip)"
    point = {"color": HUE, "opacity": at(f"datum.dim ? {PALE} : 1")}
    return [
        of("forecast").mark_area(color=HUE, opacity=0.18).encode(y=alt.Y("low:Q"), y2="high:Q"),
        of("plan").mark_line(color=at("ink"), strokeDash=[5, 4], strokeWidth=1.5),
        of("forecast").mark_line(color=HUE, strokeDash=[2, 3]),
        of("done").mark_line(color=HUE, strokeWidth=3),
        of("plan", named).mark_point(color=at("ink"), opacity=0, size=160).encode(tooltip=told[:2]),
        of("forecast", named).mark_point(color=HUE, filled=False, size=36).encode(tooltip=told),
        of("done", named).mark_point(filled=True, size=90, **point).encode(tooltip=told[:2]),
    ]


def _words(base: alt.Chart, height: int) -> list[alt.Chart]:
    """What stands at the end of each line, and the months below."""
    ends = base.transform_filter("datum.said")
    last = {"align": "right", "fontSize": 12}
    plan = ends.transform_filter("datum.series === 'plan'").mark_text(
        dy=-10, color=at("ink"), **last
    )
    coming = ends.transform_filter("datum.series === 'forecast'").mark_text(
        dy=at("width < 480 ? 64 : 44"), color=at("ink"), **last
    )
    done = ends.transform_filter("datum.series === 'done'").mark_text(
        dy=-12, dx=-6, fontWeight=700, color=at("ink"), **last
    )
    ticks = ends.transform_filter("datum.series === 'tick'").mark_text(
        baseline="top", fontSize=at("width < 480 ? 9 : 12"), color=at("muted")
    )
    return [
        *(words.encode(text="said:N") for words in (plan, coming, done)),
        ticks.encode(text="said:N", y=alt.value(height - 16)),
    ]  # fmt: skip
