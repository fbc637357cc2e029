"""Counts in a grid, each written in its cell as the board says it: the darker, the more; what may not be shown is framed."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .layers import drawn, field, mark
from .picks import PALE, carried, uncarried
from .theme import at, breadth
from .wanted import wanted

HUE = "#1f7a5c"
HEAD = 26  # pixels for the columns' names


def cells(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    *,
    hue: str = HUE,
    told: str = "",
    step: int = 30,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A cell for each column and row.

    frame: column, row, count (empty where there is none to show), text (what is written in the cell), note (for the
    tooltip, under the head `told`); `picks` (what a click chooses by) and dim, if any. A cell with a text and no count
    is framed and not filled. columns, rows: the names in order. Raises MissingColumns.
    """
    wanted("cells", frame, "column", "row", "count", "text", "note")
    placed = laid(frame, columns, rows, picks)
    params = {
        "step": step,
        "across": max(1, len(columns)),
        "lines": max(1, len(rows)),
        "names": min(200, max(map(breadth, ["", *rows])) + 12),
        "left": at("min(names, width * 0.34)"),
    }
    wide = {"domain": [0, at("across")], "nice": False, "range": [at("left"), at("width - 1")]}
    high = {"domain": [0, at("lines")], "nice": False, "range": [HEAD, at("height")]}
    base = {"x": field("x:Q", axis=None, scale=wide), "y": field("y:Q", axis=None, scale=high)}
    tip = [field("tip:N", title="title"), field("note:N", title=told)]
    boxes = mark(
        "rect", base | {"x2": field("x2"), "y2": field("y2"), "tooltip": tip},
        color=hue, fillOpacity=at("datum.strength"), opacity=at(f"datum.dim ? {PALE} : 1"), strokeWidth=1,
        stroke=at("datum.framed ? line : 'transparent'"), strokeDash=[3, 2], xOffset=1, x2Offset=-1, yOffset=1, y2Offset=-1,
    )  # fmt: skip
    layers = [boxes, *_words(base, "(width - left) / across")]
    return drawn(placed, layers, picks, params=params, height=HEAD + step * len(rows))


def _words(base: dict, cell: str) -> list[alt.Chart]:
    """What is written in each cell, the columns' names over them and the rows' names on the left."""
    middle, small = at(f"{cell} / 2"), at("width < 420 ? 9 : 12")
    ink = at("datum.framed || datum.dim ? muted : datum.strength > 0.55 ? '#ffffff' : ink")
    written = base | {"text": field("text:N")}
    head = base | {"y": alt.value(HEAD / 2), "text": field("column:N")}
    side = base | {"x": alt.value(at("left - 10")), "text": field("row:N")}
    return [
        mark("text", written, color=ink, fontSize=small, dx=middle, dy=at("step / 2"), limit=at(f"{cell} - 4")),
        mark("text", head, "datum.top", color=at("muted"), fontSize=small, limit=at(cell), dx=middle),
        mark("text", side, "datum.leading", align="right", dy=at("step / 2"), limit=at("left - 10"), fontSize=13),
    ]  # fmt: skip


def laid(
    frame: pd.DataFrame, columns: Sequence[str], rows: Sequence[str], picks: Sequence[str] = ()
) -> pd.DataFrame:
    """Every cell with its place and how strongly it is filled (0 to 1, by the largest count shown)."""
    keys = frame[["column", "row"]].itertuples(index=False, name=None)
    known = dict(zip(keys, frame[["count", "text", "note"]].itertuples(index=False), strict=True))
    more = carried(frame, ["column", "row"], picks)
    most = frame["count"].max() if frame["count"].notna().any() else 0
    found = []
    for i, column in enumerate(columns):
        for j, row in enumerate(rows):
            count, text, note = known.get((column, row), (None, "", ""))
            none = pd.isna(count)
            strength = 0.0 if none else 0.12 + 0.88 * count / most if count else 0.06
            found.append({
                "column": column, "row": row, "count": None if none else int(count), "text": text, "note": note, "strength": strength,
                "framed": bool(none and text), "top": j == 0, "leading": i == 0, "tip": f"{row} · {column}",
                "x": i, "x2": i + 1, "y": j, "y2": j + 1, **uncarried(picks), **more.get((column, row), {}),
            })  # fmt: skip
    return pd.DataFrame(found, dtype=object)
