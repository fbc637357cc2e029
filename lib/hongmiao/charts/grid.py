"""Counts in a grid of two ordered scales: the darker the cell, the more; what is unknown stands apart in grey."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .picks import PALE, carried, pickable, uncarried
from .theme import at, breadth, styled, tooltip

HUE = "#1f7a5c"
GAP = 0.25  # of a cell, before the row and the column of the unknown


def grid(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    *,
    unknown: str = "?",
    unit: str = "",
    whole: str = "",
    share: str = "%",
    height: int = 300,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A cell for each column and row, its count written in it.

    frame: column, row, count; an empty column or row is unknown; `picks` and dim, if any.
    columns, rows: the known words in order. unit, whole, share: words of the tooltip; a share is of all cells.
    """
    cells = placed(frame, columns, rows, unknown, picks)
    gutter = min(176, max(map(breadth, [unknown, *rows])) + 10)
    left = alt.param(name="left", expr=f"min({gutter}, width * 0.32)")
    end_x, end_y = len(columns) + 1 + GAP, len(rows) + 1 + GAP
    x = alt.Scale(domain=[0, end_x], nice=False, range=[at("left"), at("width")])
    y = alt.Scale(domain=[0, end_y], nice=False, range=[24, height])
    base = alt.Chart(cells)
    inside = base.mark_rect(strokeWidth=2, stroke=at("card")).encode(
        x=alt.X("x:Q", axis=None, scale=x), y=alt.Y("y:Q", axis=None, scale=y), x2="x2:Q", y2="y2:Q",
        opacity=alt.Opacity("strength:Q", scale=None), tooltip=tooltip(unit, whole, share),
    )  # fmt: skip
    known = inside.transform_filter("!datum.unknown").encode(color=alt.value(HUE))
    others = inside.transform_filter("datum.unknown").encode(color=alt.value(at("soft")))
    middle = base.encode(x=alt.X("mx:Q", axis=None, scale=x), y=alt.Y("my:Q", axis=None, scale=y))
    words = _words(middle, f"(width - left) / {end_x} + 2")
    chart = alt.layer(known, others, *words).add_params(left).properties(height=height)
    return styled(pickable(chart, picks))


def _words(middle: alt.Chart, cell: str) -> list[alt.Chart]:
    """The count in each cell, the columns' names over them and the rows' names on the left."""
    within = {"fontSize": at("width < 420 ? 9 : 12"), "limit": at(cell)}
    ink = at("datum.strength > 0.75 ? '#ffffff' : ink")
    counts = middle.transform_filter("datum.count > 0").mark_text(color=ink, **within)
    head = middle.transform_filter("datum.top").mark_text(color=at("muted"), **within)
    side = middle.transform_filter("datum.leading").mark_text(align="right", limit=at("left - 8"))
    return [
        counts.encode(text=alt.Text("count:Q", format=",")),
        head.encode(y=alt.value(12), text="column:N"),
        side.encode(x=alt.value(at("left - 8")), text="row:N"),
    ]


def placed(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    unknown: str,
    picks: Sequence[str] = (),
) -> pd.DataFrame:
    """Every cell of the grid with its place and how strongly it is filled (0 to 1, by the largest known count)."""
    if frame.empty:
        return pd.DataFrame(columns=["x", "y", "x2", "y2", "mx", "my", "count", "dim", *picks])
    named = frame.fillna({"column": unknown, "row": unknown})
    counts = named.groupby(["column", "row"])["count"].sum()
    more, everyone = carried(named, ["column", "row"], picks), int(counts.sum())
    largest = max([1, *(n for key, n in counts.items() if unknown not in key)])
    cells = []
    for i, column in enumerate([*columns, unknown]):
        for j, row in enumerate([*rows, unknown]):
            count, aside = int(counts.get((column, row), 0)), unknown in (column, row)
            x, y = i + GAP * (column == unknown), j + GAP * (row == unknown)
            cell = {
                "column": column,
                "row": row,
                "count": count,
                "unknown": aside,
                "tip": f"{row} · {column}",
            }
            cell |= {
                "whole": everyone,
                "share": count / (everyone or 1),
                "top": j == 0,
                "leading": i == 0,
            }
            cell |= uncarried(picks) | more.get((column, row), {})
            strength = 0.08 + 0.92 * min(1, count / largest) if count else 0.05
            strength = min(max(strength, 0.12), 0.5) if aside else strength
            cell |= {"strength": strength * (PALE if cell["dim"] else 1)}
            cells.append(
                cell | {"x": x, "y": y, "x2": x + 1, "y2": y + 1, "mx": x + 0.5, "my": y + 0.5}
            )
    return pd.DataFrame(cells, dtype=object if picks else None)
