"""Posts that must be filled: a cell for each place, in a row for each group, coloured by how it is filled."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark
from .picks import PALE, carried, uncarried
from .theme import at, breadth, ink_on, legend
from .wanted import parted, wanted

ROW = 14  # cells in a line; a group of more has several
HEIGHT = 38  # of a line
CELLS = ["group", "figures", "name", "part", "note", "x", "x2", "y", "y2", "mx", "my", "first", "count", "hollow", "ink", "dim"]  # fmt: skip


def coverage(
    frame: pd.DataFrame,
    colours: Mapping[str, str] | None = None,
    *,
    heads: tuple[str, str] = ("", ""),
    hollow: str = "",
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """A cell for each row of the frame, its name in it where there is room.

    frame: group, figures (of the group, beside its name), name, part (how it is filled), note (for the tooltip), rows of
    a group together; figures and note may lack; and `picks` (what a click chooses by) and dim, if any.
    colours: part -> colour; without them each part gets one. heads: words of the tooltip for part and note.
    hollow: the part that is drawn as an outline, for there is nobody in it. Raises MissingColumns.
    """
    wanted("coverage", frame, "group", "name", "part")
    frame, colours = parted(frame, colours)
    frame = frame.assign(**{name: "" for name in ("figures", "note") if name not in frame})
    cells = placed(frame, colours, hollow, picks)
    lines = int(cells["y"].max()) + 1 if len(cells) else 1
    names = cells["group"].map(breadth) + 8 * cells["figures"].str.len()
    params = {
        "across": int(cells["x2"].max()) if len(cells) else 1,
        "lines": lines,
        "names": int(min(190, max([0, *names]) + 30)),
        "left": at("min(names, width * 0.34)"),
    }
    x = {"domain": [0, at("across")], "nice": False, "range": [at("left"), at("width")]}
    y = {"domain": [0, at("lines")], "nice": False, "range": [0, at("height")]}
    told = {"name:N": "title", "part:N": heads[0], "note:N": heads[1]}
    box = {
        "x": field("x:Q", axis=None, scale=x), "x2": field("x2"), "y": field("y:Q", axis=None, scale=y), "y2": field("y2"),
        "color": colour_of(colours, legend=legend(colours)), "tooltip": [field(name, title=head) for name, head in told.items()],
    }  # fmt: skip
    boxes = mark(
        "rect", box, cornerRadius=4, opacity=at(f"datum.dim ? {PALE} : 1"), fillOpacity=at("datum.hollow ? 0.12 : 1"),
        stroke=at("datum.hollow ? accent : 'transparent'"), strokeWidth=1.5, strokeDash=[4, 3],
        xOffset=2, x2Offset=-2, yOffset=2, y2Offset=-2,
    )  # fmt: skip
    middle = {"x": field("mx:Q", axis=None, scale=x), "y": field("my:Q", axis=None, scale=y)}
    layers = [boxes, *_words(middle, "((width - left) / across)")]
    return drawn(cells, layers, picks, params=params, height=HEIGHT * lines)


def _words(middle: dict, cell: str) -> list[alt.Chart]:
    """The names in the cells, and those of the groups with their figures on the left."""
    names = mark(
        "text", middle | {"text": field("name:N")}, fontSize=at(f"{cell} < 56 ? 10 : 12"), limit=at(f"{cell} - 6"),
        color=at("datum.dim ? muted : datum.hollow ? accent : datum.ink"), opacity=at(f"{cell} < 34 ? 0 : 1"),
    )  # fmt: skip
    group = middle | {"x": alt.value(0), "text": field("group:N")}
    done = middle | {"x": alt.value(at("left - 10")), "text": field("figures:N")}
    room = at("left - 8 - (12 + 8 * length(datum.figures))")
    return [
        names,
        mark("text", group, "datum.first", align="left", fontSize=13, limit=room),
        mark("text", done, "datum.first", align="right", color=at("muted"), limit=at("left - 8")),
    ]


def placed(
    frame: pd.DataFrame, colours: Mapping[str, str], hollow: str = "", picks: Sequence[str] = ()
) -> pd.DataFrame:
    """Each cell with its place: groups one below the other, each in lines of at most so many cells."""
    if frame.empty:
        return pd.DataFrame(columns=[*CELLS, *picks])
    rows = frame.reset_index(drop=True)
    nth = rows.groupby("group", sort=False).cumcount()
    sizes = rows.groupby("group", sort=False)["name"].size()
    lines = (sizes + ROW - 1) // ROW
    above = lines.cumsum() - lines
    x, y = nth % ROW, rows["group"].map(above) + nth // ROW
    inks = {part: ink_on(colour) for part, colour in colours.items()}
    rows = rows.assign(
        x=x, x2=x + 1, mx=x + 0.5, y=y, y2=y + 1, my=y + 0.5, first=nth == 0, count=1, hollow=rows["part"] == hollow, ink=rows["part"].map(inks)
    )  # fmt: skip
    more = carried(rows.assign(at=rows.index), ["at"], picks)
    extras = [uncarried(picks) | more[(i,)] for i in rows.index]
    for name in ("dim", *picks):
        rows[name] = pd.Series([extra[name] for extra in extras], dtype=object, index=rows.index)
    return rows[[*CELLS, *picks]]
