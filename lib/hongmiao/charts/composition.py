"""What groups are made of: bars of one length, cut into parts that are labelled by their share."""

import json
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .picks import PALE, carried, pickable, uncarried
from .theme import PAGE_COLOURS, at, breadth, colour_of, ink_on, legend, styled, tooltip
from .wanted import parted, wanted

SHARES = ["group", "place", "part", "count", "apart", "whole", "share", "start", "end", "middle", "first", "n",
          "aside", "tip", "ink", "faint", "over", "dim"]  # fmt: skip
FAINT = 10  # a share of fewer says little: its bar is pale
EDGE = {
    "stroke": alt.ExprRef("card"),
    "strokeWidth": 1,
    "opacity": alt.ExprRef(f"datum.dim ? {PALE} : datum.faint && !datum.apart ? 0.4 : 1"),
}
NARROW = 34  # pixels that a share needs to be written into its part
LABEL = 110  # pixels that a period's name may take
MANY = 20  # groups above which the legend stands over the bars, where it is seen without scrolling


def composition(
    frame: pd.DataFrame,
    colours: Mapping[str, str] | None = None,
    *,
    apart: Sequence[str] = (),
    unit: str = "",
    whole: str = "",
    share: str = "%",
    apart_title: str = "",
    apart_whole: str = "",
    strong: str = "",
    step: int = 30,
    limit: tuple[float, str] | None = None,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """One bar per group; a share is of the group's counted parts, n beside it.

    frame: group, part, count, groups in the order they shall have; `picks` (what a click chooses by), dim and over
    (beyond the limit), if any. limit: the share at which a line stands in all bars, and its words.
    colours: part -> colour, in order; without them each part gets one.
    apart: parts that are no part of the whole; they stand in a bar of their own, as long as their share of everyone.
    unit, whole, share, apart_whole: words of the tooltip for count, denominator, share, and the denominator of what stands
    apart. apart_title: the head over those bars. strong: the group whose name is bold. step: pixels of a bar with its gap.
    Raises MissingColumns.
    """
    wanted("composition", frame, "group", "part", "count")
    frame, colours = parted(frame, colours, apart)
    rows = shares(frame, colours, apart, picks)
    beside = 62 if rows["whole"].max() < 100_000 else 92  # pixels for n
    over = "top" if rows["place"].nunique() > MANY else "bottom"
    colour = colour_of(colours, legend=legend(colours, over))
    base = alt.Chart(rows).encode(y=alt.Y("place:O", axis=None))
    bar = {"size": min(step - 10, 24), **EDGE}
    counted = base.transform_filter("!datum.apart")
    x = alt.X("start:Q", axis=None, scale=_scale("left", "right", domain=[0, 1]))
    told = tooltip(unit, whole, share)
    bars = counted.mark_bar(**bar).encode(x=x, x2="end:Q", color=colour, tooltip=told)
    line = _limit(base, *limit, step) if limit else []
    layers = [bars, *line, _share_words(counted), *_margins(base, strong)]
    if apart:
        told = {"color": colour, "tooltip": tooltip(unit, apart_whole, share)}
        aside = base.transform_filter("datum.apart").mark_bar(**bar).encode(**told)
        layers += [_aside(aside, beside), *_apart(base, apart_title, step)]
    chart = alt.layer(*layers).resolve_scale(x="independent").properties(height=alt.Step(step))
    return styled(pickable(chart.add_params(*_edges(rows, beside, bool(apart))), picks))


def over_time(
    frame: pd.DataFrame,
    colours: Mapping[str, str] | None = None,
    *,
    unit: str = "",
    whole: str = "",
    share: str = "%",
    height: int = 300,
    picks: Sequence[str] = (),
) -> alt.TopLevelMixin:
    """One column per period, its parts named beside the latest; n on top. Where there is no room, every second is named.

    frame: group (the period's words, a line break is kept), part, count, periods in order; `picks` (what a click chooses
    by) and dim, if any. colours: part -> colour, in order; without them each part gets one.
    unit, whole, share: words of the tooltip for count, denominator and share. height: pixels of the columns.
    Raises MissingColumns.
    """
    wanted("over_time", frame, "group", "part", "count")
    frame, colours = parted(frame, colours)
    rows = shares(frame, colours, (), picks)
    rows["back"] = rows["place"].max() - rows["place"]
    gutter = max([0, *map(breadth, colours)]) + 10
    name = max([0, *(breadth(line) for group in rows["group"] for line in group.split("\n"))])
    room = f"(width - {gutter}) / {max(1, rows['place'].nunique())}"
    every = alt.param(name="every", expr=f"max(1, ceil({min(name, LABEL) + 4} / ({room})))")
    width = alt.Scale(range=[0, at(f"width - {gutter}")], paddingInner=0.28, paddingOuter=0.02)
    base = alt.Chart(rows).encode(
        x=alt.X("place:O", axis=None, scale=width),
        y=alt.Y("start:Q", axis=None, scale=alt.Scale(domain=[0, 1])),
    )
    thick = "min(bandwidth('x'), 96)"
    bars = base.mark_bar(width=at(thick), **EDGE).encode(
        y2="end:Q", color=colour_of(colours, legend=None), tooltip=tooltip(unit, whole, share)
    )
    layers = [bars, *_column_words(base, height, thick)]
    chart = alt.layer(*layers).add_params(every).properties(height=height)
    return styled(pickable(chart, picks))


def shares(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    apart: Sequence[str],
    picks: Sequence[str] = (),
) -> pd.DataFrame:
    """Where each part begins and ends in its group's bar: a row per group and part, parts in the order of the colours."""
    groups = list(dict.fromkeys(frame["group"]))
    counts = frame.groupby(["group", "part"])["count"].sum()
    more = carried(frame, ["group", "part"], picks)
    over = set(frame.loc[frame["over"], "group"]) if "over" in frame else set()
    rows = []
    for place, group in enumerate(groups):
        have = {part: int(counts.get((group, part), 0)) for part in colours}
        whole = sum(n for part, n in have.items() if part not in apart)
        everyone = sum(have.values())
        ends = {False: 0.0, True: 0.0}
        of_group = {
            "group": group, "place": place, "aside": everyone - whole, "n": f"n={whole:,}" + "▲" * (group in over), "faint": whole < FAINT,
        }  # fmt: skip
        for part, count in have.items():
            aside = part in apart
            of = everyone if aside else whole
            start, share = ends[aside], count / of if count else 0.0
            ends[aside] += share
            row = of_group | {
                "part": part,
                "count": count,
                "apart": aside,
                "whole": of,
                "share": share,
            }
            row |= {"start": start, "end": start + share, "middle": start + share / 2}
            row |= {
                "first": part == next(iter(colours)),
                "tip": f"{group} · {part}".replace("\n", " "),
            }
            row |= {"over": group in over}
            row |= uncarried(picks) | more.get((group, part), {})
            pale = row["dim"] or whole < FAINT or colours[part] in PAGE_COLOURS.values()
            rows.append(row | {"ink": "" if pale else ink_on(colours[part])})
    return pd.DataFrame(rows, columns=[*SHARES, *picks], dtype=object if picks else None)


def _edges(rows: pd.DataFrame, beside: int, apart: bool) -> list[alt.Parameter]:
    """Where the bars begin and end: names get up to half of the width, a third where parts stand apart."""
    gutter = min(176, max([0, *map(breadth, rows["group"])]) + 12)
    rest = f"(width < 480 ? {beside + 38} : {beside + 98})" if apart else beside
    left = alt.param(name="left", expr=f"min({gutter}, width * {0.32 if apart else 0.46})")
    return [left, alt.param(name="right", expr=f"width - {rest}")]


def _margins(base: alt.Chart, strong: str) -> list[alt.Chart]:
    """The groups' names on the left, n on the right."""
    first = base.transform_filter("datum.first")
    bold = at(f"datum.group === {json.dumps(strong)} ? 700 : 400")
    name = first.mark_text(
        align="right", fontSize=13, fontWeight=bold, limit=at("left - 8"), x=at("left - 8")
    ).encode(text="group:N")
    mark = at("datum.over ? accent : muted")
    n = first.mark_text(align="left", color=mark, x=at("right + 8")).encode(text="n:N")
    return [name, n]


def _limit(base: alt.Chart, share: float, words: str, step: int) -> list[alt.Chart]:
    """A dashed line through all bars, and over them what it stands for."""
    x = f"left + (right - left) * {share}"
    line = {"color": at("accent"), "x": at(x)}
    once = base.transform_filter("datum.first")
    return [
        once.mark_rule(
            strokeDash=[4, 3], strokeWidth=1.5, yOffset=-step / 2, y2Offset=step / 2, **line
        ).encode(y2="place:O"),
        once.transform_filter("datum.place == 0")
        .mark_text(align="center", dy=-step / 2 - 8, fontSize=11, **line)
        .encode(text=alt.value(words)),
    ]


def _aside(bars: alt.Chart, beside: int) -> alt.Chart:
    """The bars of those that stand apart, to the right of n."""
    end = "width < 480 ? width : width - 38"
    scale = _scale(f"right + {beside}", end, domainMin=0, nice=False)
    return bars.encode(x=alt.X("start:Q", axis=None, scale=scale), x2="end:Q")


def _apart(base: alt.Chart, title: str, step: int) -> list[alt.Chart]:
    """The head over the bars that stand apart, and how many people they stand for where there is room to say it."""
    head = base.transform_filter("datum.first && datum.place == 0").mark_text(
        align="right", dy=-step / 2 - 8, color=at("muted"), fontSize=11, x=at("width")
    )
    total = base.transform_filter("datum.first").mark_text(
        align="right", color=at("muted"), x=at("width"), opacity=at("width < 480 ? 0 : 1")
    )
    return [head.encode(text=alt.value(title)), total.encode(text=alt.Text("aside:Q", format=","))]


def _column_words(base: alt.Chart, height: int, thick: str) -> list[alt.Chart]:
    """Shares in the columns, the parts' names beside the latest, n on top and the period's name below."""
    middle = base.encode(y=alt.Y("middle:Q", axis=None))
    seen = f"(datum.end - datum.start) * {height} > 15 && bandwidth('x') > {NARROW} ? 1 : 0"
    words = middle.mark_text(fontSize=11, color=at("datum.ink || ink"), opacity=at(seen))
    parts = middle.transform_filter("datum.back == 0 && datum.count > 0").mark_text(
        align="left", fontSize=12, color=at("muted"), dx=at(f"{thick} / 2 + 8")
    )
    first = base.transform_filter("datum.first")
    named = {"limit": LABEL, "opacity": at("datum.back % every == 0 ? 1 : 0")}
    total = first.mark_text(dy=-8, fontSize=11, color=at("muted"), **named)
    under = first.mark_text(
        baseline="top", lineBreak="\n", fontSize=12, lineHeight=16, dy=8, **named
    )
    return [
        words.encode(text=_percent()),
        parts.encode(text="part:N"),
        total.encode(y=alt.value(0), text="n:N"),
        under.encode(y=alt.value(height), text="group:N"),
    ]


def _share_words(base: alt.Chart) -> alt.Chart:
    wide = base.transform_filter(f"(datum.end - datum.start) * (right - left) > {NARROW}")
    return wide.mark_text(fontSize=11, color=at("datum.ink || ink")).encode(
        x=alt.X("middle:Q", axis=None, scale=_scale("left", "right", domain=[0, 1])),
        text=_percent(),
    )


def _scale(start: str, end: str, **options) -> alt.Scale:
    return alt.Scale(range=[at(start), at(end)], **options)


def _percent() -> alt.Text:
    return alt.Text("share:Q", format=".0%")
