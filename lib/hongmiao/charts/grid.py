"""Counts in a grid of two ordered scales: the darker the cell, the more; what is unknown stands apart in grey."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .theme import breadth, styled

HUE = "#1f7a5c"
GAP = 0.25  # of a cell, before the row and the column of the unknown


def grid(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    *,
    unknown: str = "?",
    unit: str = "",
    height: int = 300,
) -> alt.TopLevelMixin:
    """A cell for each column and row, its count written in it.

    frame: column, row, count; an empty column or row is unknown. columns, rows: the known words in order.
    """
    cells = placed(frame, columns, rows, unknown)
    gutter = max(map(breadth, [unknown, *rows])) + 10
    end_x, end_y = len(columns) + 1 + GAP, len(rows) + 1 + GAP
    x = alt.Scale(domain=[0, end_x], nice=False, range=[gutter, alt.ExprRef("width")])
    y = alt.Scale(domain=[0, end_y], nice=False, range=[24, height])
    base = alt.Chart(cells)
    at = base.encode(
        x=alt.X("x:Q", axis=None, scale=x), y=alt.Y("y:Q", axis=None, scale=y), x2="x2:Q", y2="y2:Q",
        tooltip=[alt.Tooltip("tip:N", title="title"), alt.Tooltip("count:Q", title=unit, format=",")],
    )  # fmt: skip
    inside = at.mark_rect(strokeWidth=2, stroke=alt.ExprRef("card"))
    strength = alt.Opacity("strength:Q", scale=None)
    known = inside.transform_filter("!datum.unknown").encode(color=alt.value(HUE), opacity=strength)
    others = inside.transform_filter("datum.unknown").encode(
        color=alt.value(alt.ExprRef("soft")), opacity=strength
    )
    middle = base.encode(x=alt.X("mx:Q", axis=None, scale=x), y=alt.Y("my:Q", axis=None, scale=y))
    small = alt.ExprRef("width < 420 ? 9 : 12")
    ink = "datum.strength > 0.75 ? '#ffffff' : ink"
    counts = middle.transform_filter("datum.count > 0").encode(text=alt.Text("count:Q", format=","))
    counts = counts.mark_text(color=alt.ExprRef(ink), fontSize=small)
    head = middle.transform_filter("datum.top").encode(y=alt.value(12), text="column:N")
    head = head.mark_text(color=alt.ExprRef("muted"), fontSize=small)
    side = middle.transform_filter("datum.leading").encode(x=alt.value(gutter - 8), text="row:N")
    side = side.mark_text(align="right")
    return styled(alt.layer(known, others, counts, head, side).properties(height=height))


def placed(
    frame: pd.DataFrame, columns: Sequence[str], rows: Sequence[str], unknown: str
) -> pd.DataFrame:
    """Every cell of the grid with its place and how strongly it is filled (0 to 1, by the largest known count)."""
    if frame.empty:
        return pd.DataFrame(columns=["x", "y", "x2", "y2", "mx", "my", "count"])
    counts = (
        frame.fillna({"column": unknown, "row": unknown}).groupby(["column", "row"])["count"].sum()
    )
    names = {unknown}
    largest = max([1, *(n for key, n in counts.items() if not names & {*key})])
    cells = []
    for i, column in enumerate([*columns, unknown]):
        for j, row in enumerate([*rows, unknown]):
            count, aside = int(counts.get((column, row), 0)), unknown in (column, row)
            x, y = i + GAP * (column == unknown), j + GAP * (row == unknown)
            strength = 0.08 + 0.92 * min(1, count / largest) if count else 0.05
            cell = {
                "column": column,
                "row": row,
                "count": count,
                "unknown": aside,
                "tip": f"{row} · {column}",
            }
            cell |= {
                "strength": min(max(strength, 0.12), 0.5) if aside else strength,
                "top": j == 0,
                "leading": i == 0,
            }
            cells.append(
                cell | {"x": x, "y": y, "x2": x + 1, "y2": y + 1, "mx": x + 0.5, "my": y + 0.5}
            )
    return pd.DataFrame(cells)
