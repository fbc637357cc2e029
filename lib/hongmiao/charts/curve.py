"""A year as a rising line: what is done by the end of each month, beside the plan, and what may come with its interval."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .layers import drawn, field, mark
from .picks import PALE
from .theme import at

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
    top = float(frame[["count", "high"]].max().max()) if len(frame) else 1.0
    params = {"end": float(frame["x"].max()) if len(frame) else 1.0, "top": max(1.0, top) * 1.1}
    wide = {"domain": [0, at("end")], "nice": False, "range": [8, at("width - 8")]}
    tall = {"domain": [0, at("top")], "nice": False, "range": [at("height - 24"), 0]}
    axis = {
        "title": None,
        "format": ",.0f",
        "tickCount": 4,
        "grid": True,
        "labelColor": at("muted"),
    }
    base = {"x": field("x:Q", axis=None, scale=wide), "y": field("count:Q", scale=tall, axis=axis)}
    layers = [*_lines(base, value, low, high), *_words(base)]
    return drawn(frame, layers, picks, params=params, height=height)


def _lines(base: dict, value: str, low: str, high: str) -> list[alt.Chart]:
    """The band and the three lines; points that say of themselves what they are."""
    titles = {"count": value, "low": low, "high": high}
    told = [field(f"{name}:Q", title=words, format=",.0f") for name, words in titles.items()]
    told.insert(0, field("tip:N", title="title"))
    plan, coming, done = (_of(series) for series in ("plan", "forecast", "done"))
    named = " && isValid(datum.tip)"
    band = base | {"y": field("low:Q"), "y2": field("high")}
    short, full = base | {"tooltip": told[:2]}, base | {"tooltip": told}
    pale = at(f"datum.dim ? {PALE} : 1")
    return [
        mark("area", band, coming, color=HUE, opacity=0.18),
        mark("line", base, plan, color=at("ink"), strokeDash=[5, 4], strokeWidth=1.5),
        mark("line", base, coming, color=HUE, strokeDash=[2, 3]),
        mark("line", base, done, color=HUE, strokeWidth=3),
        mark("point", short, plan + named, color=at("ink"), opacity=0, size=160),
        mark("point", full, coming + named, color=HUE, filled=False, size=36),
        mark("point", short, done + named, filled=True, size=90, color=HUE, opacity=pale),
    ]


def _of(series: str) -> str:
    return f"datum.series === '{series}'"


def _words(base: dict) -> list[alt.Chart]:
    """What stands at the end of each line, and the months below."""
    said = base | {"text": field("said:N")}
    ticks = said | {"y": alt.value(at("height - 16"))}
    last = {"align": "right", "fontSize": 12, "color": at("ink")}
    small, low = at("width < 480 ? 9 : 12"), at("width < 480 ? 64 : 44")
    return [
        mark("text", said, "datum.said", _of("plan"), dy=-10, **last),
        mark("text", said, "datum.said", _of("forecast"), dy=low, **last),
        mark("text", said, "datum.said", _of("done"), dy=-12, dx=-6, fontWeight=700, **last),
        mark("text", ticks, "datum.said", _of("tick"), baseline="top", fontSize=small, color=at("muted")),
    ]  # fmt: skip
