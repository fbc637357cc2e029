"""What groups are made of: bars of one length, cut into parts that are labelled by their share."""

import json
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from .theme import PAGE_COLOURS, breadth, fills, ink_on, legend, styled

SHARES = [
    *(
        "group",
        "place",
        "part",
        "count",
        "apart",
        "share",
        "start",
        "end",
        "middle",
        "first",
        "n",
        "aside",
        "tip",
        "ink",
        "faint",
    ),
]
FAINT = 10  # a share of fewer says little: its bar is pale
EDGE = {
    "stroke": alt.ExprRef("card"),
    "strokeWidth": 1,
    "opacity": alt.ExprRef("datum.faint && !datum.apart ? 0.4 : 1"),
}
NARROW = 34  # pixels that a share needs to be written into its part


def composition(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    apart: Sequence[str] = (),
    unit: str = "",
    share: str = "%",
    apart_title: str = "",
    strong: str = "",
    step: int = 30,
) -> alt.TopLevelMixin:
    """One bar per group; a share is of the group's counted parts, n beside it.

    frame: group, part, count, groups in the order they shall have. colours: part -> colour, in the order of the parts.
    apart: parts that are no part of the whole; they stand in a bar of their own, as long as their share of everyone.
    unit, share: words of the tooltip; apart_title: the head over the bars that stand apart.
    strong: the group whose name is bold, such as the whole that the others are compared with.
    """
    rows = shares(frame, colours, apart)
    size, gutter = min(step - 10, 24), min(176, max([0, *map(breadth, rows["group"])]) + 12)
    room = "width - (width < 480 ? 100 : 160)" if apart else "width - 62"
    edges = [alt.param(name="left", value=gutter), alt.param(name="right", expr=room)]
    base = alt.Chart(rows).encode(y=alt.Y("place:O", axis=None))
    whole = base.transform_filter("!datum.apart")
    bars = whole.mark_bar(size=size, **EDGE).encode(
        x=alt.X(
            "start:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=[_at("left"), _at("right")])
        ),
        x2="end:Q",
        color=_colour(colours),
        tooltip=_tooltip(unit, share),
    )
    layers = [bars, _share_words(whole), *_margins(base, gutter, strong)]
    if apart:
        layers += _apart(base, colours, _tooltip(unit, share), apart_title, step)
    chart = alt.layer(*layers).resolve_scale(x="independent").add_params(*edges)
    return styled(chart.properties(height=alt.Step(step)))


def over_time(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    unit: str = "",
    share: str = "%",
    height: int = 300,
) -> alt.TopLevelMixin:
    """One column per period, its parts named beside the latest; n on top.

    frame: group (the period's words, a line break is kept), part, count, periods in order.
    """
    rows = shares(frame, colours, ())
    rows["last"] = rows["place"] == rows["place"].max()
    gutter = max([0, *map(breadth, colours)]) + 10
    width = alt.Scale(range=[0, _at(f"width - {gutter}")], paddingInner=0.28, paddingOuter=0.02)
    base = alt.Chart(rows).encode(
        x=alt.X("place:O", axis=None, scale=width),
        y=alt.Y("start:Q", axis=None, scale=alt.Scale(domain=[0, 1])),
    )
    bars = base.mark_bar(**EDGE).encode(
        y2="end:Q", color=_colour(colours, legend=None), tooltip=_tooltip(unit, share)
    )
    middle = base.encode(y=alt.Y("middle:Q", axis=None))
    seen = f"(datum.end - datum.start) * {height} > 15 && bandwidth('x') > {NARROW} ? 1 : 0"
    words = middle.mark_text(fontSize=11, color=_at("datum.ink || ink"), opacity=_at(seen))
    names = middle.transform_filter("datum.last && datum.count > 0").mark_text(
        align="left", fontSize=12, color=_at("muted")
    )
    first = base.transform_filter("datum.first")
    total = first.mark_text(dy=-8, fontSize=11, color=_at("muted")).encode(
        y=alt.value(0), text="n:N"
    )
    under = first.mark_text(
        baseline="top", lineBreak="\n", fontSize=12, lineHeight=16, dy=8
    ).encode(y=alt.value(height), text="group:N")
    layers = [
        bars,
        words.encode(text=_percent()),
        names.encode(x=alt.value(_at(f"width - {gutter - 8}")), text="part:N"),
        total,
        under,
    ]
    return styled(alt.layer(*layers).properties(height=height))


def shares(frame: pd.DataFrame, colours: Mapping[str, str], apart: Sequence[str]) -> pd.DataFrame:
    """Where each part begins and ends in its group's bar: a row per group and part, parts in the order of the colours."""
    groups = list(dict.fromkeys(frame["group"]))
    counts = frame.groupby(["group", "part"])["count"].sum()
    rows = []
    for place, group in enumerate(groups):
        have = {part: int(counts.get((group, part), 0)) for part in colours}
        whole = sum(n for part, n in have.items() if part not in apart)
        everyone = sum(have.values())
        ends = {False: 0.0, True: 0.0}
        for part, count in have.items():
            aside = part in apart
            share = count / (everyone if aside else whole or 1) if count else 0.0
            row = {
                "group": group,
                "place": place,
                "part": part,
                "count": count,
                "apart": aside,
                "share": share,
            }
            row |= {
                "start": ends[aside],
                "end": ends[aside] + share,
                "middle": ends[aside] + share / 2,
            }
            ends[aside] += share
            row |= {
                "aside": everyone - whole,
                "first": part == next(iter(colours)),
                "n": f"n={whole:,}",
                "tip": f"{group} · {part}".replace("\n", " "),
            }
            ink = (
                ""
                if colours[part] in PAGE_COLOURS.values() or whole < FAINT
                else ink_on(colours[part])
            )
            rows.append(row | {"ink": ink, "faint": whole < FAINT})
    return pd.DataFrame(rows, columns=SHARES)


def _margins(base: alt.Chart, gutter: int, strong: str) -> list[alt.Chart]:
    """The groups' names on the left, n on the right."""
    first = base.transform_filter("datum.first")
    bold = _at(f"datum.group === {json.dumps(strong)} ? 700 : 400")
    name = first.mark_text(
        align="right", fontSize=13, fontWeight=bold, limit=gutter - 8, x=gutter - 8
    ).encode(text="group:N")
    n = first.mark_text(align="left", color=_at("muted"), x=_at("right + 8")).encode(text="n:N")
    return [name, n]


def _apart(
    base: alt.Chart, colours: Mapping, tooltip: list, title: str, step: int
) -> list[alt.Chart]:
    """Bars at the far right, and how many people they stand for where there is room to say it."""
    aside = base.transform_filter("datum.apart")
    scale = alt.Scale(
        domainMin=0, nice=False, range=[_at("right + 62"), _at("width < 480 ? width : width - 38")]
    )
    bars = aside.mark_bar(size=step - 10, **EDGE).encode(
        x=alt.X("start:Q", axis=None, scale=scale),
        x2="end:Q",
        color=_colour(colours),
        tooltip=tooltip,
    )
    head = base.transform_filter("datum.first && datum.place == 0").mark_text(
        align="right", dy=-step / 2 - 8, color=_at("muted"), fontSize=11, x=_at("width")
    )
    total = base.transform_filter("datum.first").mark_text(
        align="right", color=_at("muted"), x=_at("width"), opacity=_at("width < 480 ? 0 : 1")
    )
    return [
        bars,
        head.encode(text=alt.value(title)),
        total.encode(text=alt.Text("aside:Q", format=",")),
    ]


def _share_words(base: alt.Chart) -> alt.Chart:
    wide = base.transform_filter(f"(datum.end - datum.start) * (right - left) > {NARROW}")
    scale = alt.Scale(domain=[0, 1], range=[_at("left"), _at("right")])
    return wide.mark_text(fontSize=11, color=_at("datum.ink || ink")).encode(
        x=alt.X("middle:Q", axis=None, scale=scale), text=_percent()
    )


def _at(expression: str) -> alt.ExprRef:
    return alt.ExprRef(expression)


def _percent() -> alt.Text:
    return alt.Text("share:Q", format=".0%")


def _colour(colours: Mapping, **options) -> alt.Color:
    options.setdefault("legend", legend(colours))
    return alt.Color(
        "part:N", scale=alt.Scale(domain=list(colours), range=fills(colours.values())), **options
    )


def _tooltip(unit: str, share: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("tip:N", title="title"),
        alt.Tooltip("count:Q", title=unit, format=","),
        alt.Tooltip("share:Q", title=share, format=".1%"),
    ]
