"""What groups are made of: bars of one length, cut into parts that are labelled by their share."""

import json
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .layers import colour_of, drawn, field, mark, tooltip
from .picks import PALE, carried, uncarried
from .theme import PAGE_COLOURS, at, breadth, ink_on, legend
from .wanted import parted, wanted

SHARES = ["group", "place", "part", "count", "apart", "whole", "share", "start", "end", "middle", "first", "n",
          "aside", "tip", "ink", "faint", "over", "dim"]  # fmt: skip
FAINT = 10  # a share of fewer says little: its bar is pale
EDGE = {
    "stroke": at("card"),
    "strokeWidth": 1,
    "opacity": at(f"datum.dim ? {PALE} : datum.faint && !datum.apart ? 0.4 : 1"),
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
    over = "top" if rows["place"].nunique() > MANY else "bottom"
    colour = colour_of(colours, legend=legend(colours, over))
    base = {"y": field("place:O", axis=None)}
    bar = {"size": at("min(step - 10, 24)"), **EDGE}
    span = base | {"x": _along("start"), "x2": field("end"), "color": colour}
    bars = span | {"tooltip": tooltip(unit, whole, share)}
    line = _limit(base, *limit) if limit else []
    layers = [mark("bar", bars, "!datum.apart", **bar), *line, _share_words(base), *_margins(base, strong)]  # fmt: skip
    if apart:
        aside = span | {"x": _aside(), "tooltip": tooltip(unit, apart_whole, share)}
        layers += [mark("bar", aside, "datum.apart", **bar), *_apart(base, apart_title)]
    return drawn(
        rows, layers, picks, params=_edges(rows, step, bool(apart)),
        resolve={"scale": {"x": "independent"}}, height={"step": step},
    )  # fmt: skip


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
    longest = max([0, *(breadth(line) for group in rows["group"] for line in group.split("\n"))])
    params = {
        "periods": max(1, rows["place"].nunique()),
        "longest": min(longest, LABEL) + 4,
        "every": at(f"max(1, ceil(longest * periods / (width - {gutter})))"),
    }
    width = {"range": [0, at(f"width - {gutter}")], "paddingInner": 0.28, "paddingOuter": 0.02}
    base = {"x": field("place:O", axis=None, scale=width)}
    thick = "min(bandwidth('x'), 96)"
    bars = base | {
        "y": field("start:Q", axis=None, scale={"domain": [0, 1]}), "y2": field("end"),
        "color": colour_of(colours, legend=None), "tooltip": tooltip(unit, whole, share),
    }  # fmt: skip
    layers = [mark("bar", bars, width=at(thick), **EDGE), *_column_words(base, thick)]
    return drawn(rows, layers, picks, params=params, height=height)


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


def _edges(rows: pd.DataFrame, step: int, apart: bool) -> dict[str, dict | int]:
    """Where the bars begin and end: names get up to half of the width, a third where parts stand apart."""
    rest = "(width < 480 ? beside + 38 : beside + 98)" if apart else "beside"
    return {
        "step": step,
        "names": min(176, max([0, *map(breadth, rows["group"])]) + 12),
        "beside": 62 if rows["whole"].max() < 100_000 else 92,  # for n
        "left": at(f"min(names, width * {0.32 if apart else 0.46})"),
        "right": at(f"width - {rest}"),
    }


def _margins(base: dict, strong: str) -> list[alt.Chart]:
    """The groups' names on the left, n on the right."""
    bold, end = at(f"datum.group === {json.dumps(strong)} ? 700 : 400"), at("left - 8")
    name, n = base | {"text": field("group:N")}, base | {"text": field("n:N")}
    colour = at("datum.over ? accent : muted")
    return [
        mark("text", name, "datum.first", align="right", fontSize=13, fontWeight=bold, limit=end, x=end),
        mark("text", n, "datum.first", align="left", color=colour, x=at("right + 8")),
    ]  # fmt: skip


def _limit(base: dict, share: float, words: str) -> list[alt.Chart]:
    """A dashed line through all bars, and over them what it stands for."""
    x = f"left + (right - left) * {share}"
    line = {"color": at("accent"), "x": at(x)}
    ends = {"yOffset": at("-step / 2"), "y2Offset": at("step / 2")}
    across = {"strokeDash": [4, 3], "strokeWidth": 1.5, **ends}
    rule, head = base | {"y2": field("place")}, base | {"text": alt.value(words)}
    once = ("datum.first", "datum.place == 0")
    return [
        mark("rule", rule, "datum.first", **across, **line),
        mark("text", head, *once, align="center", dy=at("-step / 2 - 8"), fontSize=11, **line),
    ]


def _aside() -> dict:
    """Where the bars of those that stand apart begin, to the right of n."""
    ends = [at("right + beside"), at("width < 480 ? width : width - 38")]
    return field("start:Q", axis=None, scale={"range": ends, "domainMin": 0, "nice": False})


def _apart(base: dict, title: str) -> list[alt.Chart]:
    """The head over the bars that stand apart, and how many people they stand for where there is room to say it."""
    look = {"align": "right", "color": at("muted"), "x": at("width")}
    head, total = base | {"text": alt.value(title)}, base | {"text": field("aside:Q", format=",")}
    once = "datum.first && datum.place == 0"
    return [
        mark("text", head, once, dy=at("-step / 2 - 8"), fontSize=11, **look),
        mark("text", total, "datum.first", opacity=at("width < 480 ? 0 : 1"), **look),
    ]


def _column_words(base: dict, thick: str) -> list[alt.Chart]:
    """Shares in the columns, the parts' names beside the latest, n on top and the period's name below."""
    middle = base | {"y": field("middle:Q", axis=None)}
    shares, parts = middle | {"text": _percent()}, middle | {"text": field("part:N")}
    total = base | {"y": alt.value(0), "text": field("n:N")}
    under = base | {"y": alt.value(at("height")), "text": field("group:N")}
    seen = f"(datum.end - datum.start) * height > 15 && bandwidth('x') > {NARROW} ? 1 : 0"
    latest, aside = "datum.back == 0 && datum.count > 0", at(f"{thick} / 2 + 8")
    named = {"limit": LABEL, "opacity": at("datum.back % every == 0 ? 1 : 0")}
    lines = {"baseline": "top", "lineBreak": "\n", "lineHeight": 16}
    return [
        mark("text", shares, fontSize=11, color=at("datum.ink || ink"), opacity=at(seen)),
        mark("text", parts, latest, align="left", fontSize=12, color=at("muted"), dx=aside),
        mark("text", total, "datum.first", dy=-8, fontSize=11, color=at("muted"), **named),
        mark("text", under, "datum.first", dy=8, fontSize=12, **lines, **named),
    ]


def _share_words(base: dict) -> alt.Chart:
    wide = f"(datum.end - datum.start) * (right - left) > {NARROW}"
    words = base | {"x": _along("middle"), "text": _percent()}
    return mark("text", words, "!datum.apart", wide, fontSize=11, color=at("datum.ink || ink"))


def _along(name: str) -> dict:
    """The place of a share in its bar."""
    return field(f"{name}:Q", axis=None, scale={"range": [at("left"), at("right")], "domain": [0, 1]})  # fmt: skip


def _percent() -> dict:
    return field("share:Q", format=".0%")
