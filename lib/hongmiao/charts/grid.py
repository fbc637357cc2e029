"""Counts in a grid of two ordered scales: the darker the cell, the more; what is unknown stands apart in grey."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .layers import drawn, field, mark, tooltip
from .picks import PALE, carried, uncarried
from .theme import at, breadth
from .wanted import wanted

HUE = "#1f7a5c"
GAP = 0.25  # of a cell, before the row and the column of the unknown


def grid(
    frame: pd.DataFrame,
    columns: Sequence[str] | None = None,
    rows: Sequence[str] | None = None,
    *,
    unknown: str = "?",
    unit: str = "",
    whole: str = "",
    share: str = "%",
    height: int = 300,
    whole_rows: bool = False,
    whole_columns: bool = False,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A cell for each column and row, its count written in it. whole_rows, whole_columns: none can be unknown.

    frame: column, row, count; an empty column or row is unknown and called `unknown`; `picks` (what a click chooses by)
    and dim, if any. columns, rows: the known words in order; without them, in that of the frame.
    unit, whole, share: words of the tooltip; a share is of all cells. height: pixels. Raises MissingColumns.
    """
    wanted("grid", frame, "column", "row", "count")
    columns = [*frame["column"].dropna().unique()] if columns is None else columns
    rows = [*frame["row"].dropna().unique()] if rows is None else rows
    cells = placed(frame, columns, rows, unknown, picks, whole_rows, whole_columns)
    params = {
        "across": max(1, len(columns) + (0 if whole_columns else 1 + GAP)),
        "lines": max(1, len(rows) + (0 if whole_rows else 1 + GAP)),
        "names": min(176, max(map(breadth, [unknown, *rows])) + 10),
        "left": at("min(names, width * 0.32)"),
    }
    x = {"domain": [0, at("across")], "nice": False, "range": [at("left"), at("width")]}
    y = {"domain": [0, at("lines")], "nice": False, "range": [24, at("height")]}
    inside = {
        "x": field("x:Q", axis=None, scale=x), "y": field("y:Q", axis=None, scale=y), "x2": field("x2"), "y2": field("y2"),
        "opacity": field("strength:Q", scale=None), "tooltip": tooltip(unit, whole, share),
    }  # fmt: skip
    known, others = (inside | {"color": alt.value(hue)} for hue in (HUE, at("soft")))
    middle = {"x": field("mx:Q", axis=None, scale=x), "y": field("my:Q", axis=None, scale=y)}
    layers = [
        mark("rect", known, "!datum.unknown", strokeWidth=2, stroke=at("card")),
        mark("rect", others, "datum.unknown", strokeWidth=2, stroke=at("card")),
        *_words(middle, "(width - left) / across + 2"),
    ]
    return drawn(cells, layers, picks, params=params, height=height)


def _words(middle: dict, cell: str) -> list[alt.Chart]:
    """The count in each cell, the columns' names over them and the rows' names on the left."""
    within = {"fontSize": at("width < 420 ? 9 : 12"), "limit": at(cell)}
    ink = at("datum.strength > 0.75 ? '#ffffff' : ink")
    counts = middle | {"text": field("count:Q", format=",")}
    head = middle | {"y": alt.value(12), "text": field("column:N")}
    side = middle | {"x": alt.value(at("left - 8")), "text": field("row:N")}
    return [
        mark("text", counts, "datum.count > 0", color=ink, **within),
        mark("text", head, "datum.top", color=at("muted"), **within),
        mark("text", side, "datum.leading", align="right", limit=at("left - 8")),
    ]


def placed(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    unknown: str,
    picks: Sequence[str] = (),
    whole_rows: bool = False,
    whole_columns: bool = False,
) -> pd.DataFrame:
    """Every cell of the grid with its place and how strongly it is filled (0 to 1, by the largest known count)."""
    if frame.empty:
        return pd.DataFrame(columns=["x", "y", "x2", "y2", "mx", "my", "count", "dim", *picks])
    named = frame.fillna({"column": unknown, "row": unknown})
    counts = named.groupby(["column", "row"])["count"].sum()
    more, everyone = carried(named, ["column", "row"], picks), int(counts.sum())
    largest = max([1, *(n for key, n in counts.items() if unknown not in key)])
    cells = []
    for i, column in enumerate([*columns, *[unknown] * (not whole_columns)]):
        for j, row in enumerate([*rows, *[unknown] * (not whole_rows)]):
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


def heat(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    *,
    unit: str = "",
    whole: str = "",
    share: str = "%",
    step: int = 30,
    form: str = ".0%",
    darkest: float = 0,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A cell for each column and row with its share written in it; the darker, the larger the share among those shown.

    frame: column, row, count, whole (what the share is of; a cell of nothing stays empty, one of few is pale), `picks`
    and dim, if any. columns, rows: the names in order. unit, whole, share: words of the tooltip. form: how a share is
    written. darkest: a share that has the darkest colour where none is larger.
    """
    cells = shared(frame, columns, rows, picks, darkest)
    params = {
        "step": step,
        "across": max(1, len(columns)),
        "lines": max(1, len(rows)),
        "names": min(176, max(map(breadth, ["", *rows])) + 12),
        "left": at("min(names, width * 0.28)"),
    }
    wide = {"domain": [0, at("across")], "nice": False, "range": [at("left"), at("width - 1")]}
    high = {"domain": [0, at("lines")], "nice": False, "range": [HEAD, at("height")]}
    base = {"x": field("x:Q", axis=None, scale=wide), "y": field("y:Q", axis=None, scale=high)}
    boxes = base | {
        "x2": field("x2"), "y2": field("y2"), "opacity": field("strength:Q", scale=None),
        "tooltip": tooltip(unit, whole, share),
    }  # fmt: skip
    layers = [
        mark("rect", boxes, strokeWidth=2, stroke=at("card"), color=HUE),
        *_heat_words(base, "(width - left) / across", form),
    ]
    return drawn(cells, layers, picks, params=params, height=HEAD + step * len(rows))


def _heat_words(base: dict, cell: str, form: str) -> list[alt.Chart]:
    """The share in each cell, the columns' names over them and the rows' names on the left."""
    middle = at(f"{cell} / 2")
    words = base | {"text": field("share:Q", format=form)}
    head = base | {"y": alt.value(HEAD / 2 - 7), "text": field("head:N")}
    side = base | {"x": alt.value(at("left - 10")), "text": field("row:N")}
    return [
        mark(
            "text", words, "datum.whole > 0", color=at("datum.strength > 0.7 ? '#ffffff' : ink"),
            fontSize=at("width < 420 ? 10 : 12"), dx=middle, dy=at("step / 2"),
        ),
        mark(
            "text", head, "datum.top", color=at("muted"), lineBreak="\n", fontSize=at("width < 420 ? 9 : 12"),
            limit=at(cell), dx=middle,
        ),
        mark("text", side, "datum.leading", align="right", dy=at("step / 2"), limit=at("left - 10"), fontSize=13),
    ]  # fmt: skip


HEAD = 40  # pixels for the columns' names, on two lines where they are long
FEW = 10  # a share of fewer says little: its cell is pale
NEAR = (
    0.3  # shares nearer to one another than this are not told apart by the full scale of the colour
)


def shared(
    frame: pd.DataFrame,
    columns: Sequence[str],
    rows: Sequence[str],
    picks: Sequence[str] = (),
    darkest: float = 0,
) -> pd.DataFrame:
    """Every cell of the heat map with its place, its share and how strongly it is filled (0 to 1)."""
    more = carried(frame, ["column", "row"], picks)
    known = frame.groupby(["column", "row"])[["count", "whole"]].sum().astype(int)
    shares = known["count"] / known["whole"].where(known["whole"] > 0)
    most = shares.max() if shares.notna().any() else 1.0
    most = max(most, darkest)
    least = max(0.0, min(shares.min(), most - NEAR)) if shares.notna().any() else 0.0
    cells = []
    for i, column in enumerate(columns):
        for j, row in enumerate(rows):
            found = (column, row) in known.index
            count, whole = known.loc[(column, row)] if found else (0, 0)
            share = count / whole if whole else 0.0
            strength = 0.1 + 0.9 * (share - least) / (most - least or 1)
            strength = strength * (0.5 if whole < FEW else 1) if whole else 0.03
            cell = {
                "column": column, "row": row, "count": int(count), "whole": int(whole), "share": share,
                "x": i, "y": j, "x2": i + 1, "y2": j + 1, "top": j == 0, "leading": i == 0,
                "head": broken(column), "tip": f"{row} · {column}",
            }  # fmt: skip
            cell |= uncarried(picks) | more.get((column, row), {})
            cells.append(cell | {"strength": strength * (PALE if cell["dim"] else 1)})
    return pd.DataFrame(cells, dtype=object if picks else None)


def broken(name: str) -> str:
    """A long name on two lines: at the space nearest its middle, else in the middle; a Latin word stays whole."""
    if breadth(name) <= 56 or (name.isascii() and " " not in name):
        return name
    spaces = [i for i, sign in enumerate(name) if sign == " "]
    half = len(name) // 2
    cut = min(spaces, key=lambda i: abs(i - half)) if spaces else half
    return f"{name[:cut].rstrip()}\n{name[cut:].lstrip()}"
