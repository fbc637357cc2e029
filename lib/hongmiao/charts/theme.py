"""The look of every chart: fonts, named colours, quiet axes. Pure functions; nothing is displayed or registered.

Colours that follow the page's light or dark theme are Vega parameters (`ink`, `muted`, `line`, `card`, `accent`,
`soft`): write `alt.ExprRef("ink")` in a mark. `styled` gives them their light values, the page replaces them.
"""

from collections.abc import Iterable
from functools import cache

import altair as alt

FONT = '"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif'

PAGE_COLOURS = {
    "ink": "#1f2328",
    "muted": "#59636e",
    "line": "#d9dee3",
    "card": "#ffffff",
    "accent": "#b3202a",
    "soft": "#8fa3b5",
}
"""Parameters the page sets from its style sheet; these are the light theme's values, and those of print."""

STARS = {1: "#f4e7cf", 2: "#e9c88a", 3: "#d9a04a", 4: "#b76a24", 5: "#7c3418"}
TRAINING_STATUS = {
    "completed": "#1f7a5c",
    "in_progress": "#86b8a5",
    "leave": "#d6b656",
    "absent": "#c8661b",
    "failed": "#7d4a3a",
    "withdrawn": "#8a939c",
    "enrolled": "#d9dee3",
}
SELECTION_RESULT = {"passed": "#1f7a5c", "pending": "#86b8a5", "failed": "#d9dee3"}
EXIT_OUTCOME = {
    "promoted": "#1f7a5c",
    "elected": "#2f6f9f",
    "development": "#86b8a5",
    "appointed": "#7fa9c9",
    "left": "#c8661b",
}
CONDITION_STATE = {"passed": "#1f7a5c", "unknown": "#d6b656", "failed": "#d9dee3"}
ACCOUNT_BANDS = {
    "help": "#b3202a",
    "watch": "#d98c5f",
    "under": "#f0d3ae",
    "base": "#d9dee3",
    "over": "#1f7a5c",
}
POST_STATES = {
    "filled": "#1f7a5c",
    "ending": "#d6b656",
    "overdue": "#c8661b",
    "double": "#6b4c9a",
    "empty": "#b3202a",
}
GRADE_COLOURS = {
    "excellent": "#7c3418",
    "competent": "#d9a04a",
    "basic": "#f4e7cf",
    "incompetent": "#7a6fb0",
}
SCORE_BANDS = ("#c8661b", "#e3ebe7", "#b5d1c6", "#6ba58f", "#1f7a5c")
"""What falls short, then the bands of those who do not, the lowest first."""
NO_FIGURE = ("#d6b656", "#8a939c")
"""Too little is known; nothing is."""
BENCH_COLOURS = {
    "now": "#1f7a5c",
    "within": "#86b8a5",
    "later": "#c9d9d2",
    "cannot_tell": "#d6b656",
}
PLAN_DIVERGING = {"over": "#1b7f79", "under": "#c8661b"}


def fills(colours: Iterable[str]) -> list:
    """The `colours` as a scale's range; one of the page's own follows its light or dark theme."""
    names = {value: name for name, value in PAGE_COLOURS.items()}
    return [_followed(names[colour]) if colour in names else colour for colour in colours]


@cache
def _followed(name: str) -> alt.ExprRef:
    return alt.ExprRef(name)


def breadth(text: str) -> int:
    """About how many pixels a word is wide in 13 px type: Chinese signs are square, others are not."""
    return sum(13 if ord(sign) > 0x2E80 else 8 for sign in text)


def legend(words: Iterable[str], orient: str = "bottom") -> dict:
    """A legend of these words below or over the chart, on as many lines as its width asks for."""
    items = [breadth(word) + 34 for word in words]
    line = f"width >= {sum(items)} ? {len(items)} : max(1, floor(width / {max([1, *items])}))"
    offset = 10 if orient == "bottom" else 26
    return {"columns": at(line), "orient": orient, "offset": offset, "labelLimit": 160}


def at(expression: str) -> dict:
    """A value that Vega works out from the width, the page's colours or the row."""
    return {"expr": expression}


def ink_on(colour: str) -> str:
    """The text colour that is readable on a fill of this `colour`, such as #1f7a5c."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return "#3b2a10" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 else "#ffffff"


def theme() -> dict:
    """The Vega-Lite config of every chart."""
    ink, muted, line = ({"expr": name} for name in ("ink", "muted", "line"))
    words = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "titleFontSize": 12}
    quiet = {"titleFontWeight": "normal", "labelColor": muted, "titleColor": muted, **words}
    return {
        "font": FONT,
        "background": "transparent",
        "padding": {"left": 0, "right": 4, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            **quiet,
            **{
                "grid": False,
                "domain": False,
                "ticks": False,
                "labelPadding": 6,
                "titlePadding": 8,
            },
            "gridColor": line,
            "domainColor": line,
        },
        "axisY": {"labelColor": ink, "labelLimit": 140},
        "legend": {
            **quiet,
            **{"title": None, "orient": "bottom", "symbolType": "square", "symbolSize": 130},
            **{"symbolStrokeWidth": 0, "columnPadding": 16, "rowPadding": 6},
        },
        "header": {**quiet, "labelColor": ink},
        "title": {"font": FONT, "fontSize": 13, "color": ink, "anchor": "start"},
        "text": {"font": FONT, "fontSize": 12, "color": ink},
        "rule": {"color": ink},
        "bar": {"color": {"expr": "soft"}, "cornerRadius": 0},
        "point": {"color": {"expr": "soft"}, "filled": True, "size": 50},
        "line": {"color": {"expr": "soft"}, "strokeWidth": 2},
        "range": {"category": [*TRAINING_STATUS.values()], "ordinal": [*STARS.values()]},
    }


def styled(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart with the house theme and the page's colours as parameters."""
    # Altair's own `add_params` and `configure` copy the whole chart each time: as slow as all the rest of it.
    done = chart.copy(deep=False)
    done.params = [*done._get("params", []), *page_colours()]
    done.config = theme()
    return done


@cache
def page_colours() -> list[alt.VariableParameter]:
    """The page's colours as parameters, with their light values."""
    return [alt.VariableParameter(name=name, value=value) for name, value in PAGE_COLOURS.items()]
