"""Pictures: pure functions from a frame to an Altair chart, one family per file; theme.py is their common look."""

from .composition import composition, over_time
from .grid import grid
from .headed import headed_bars
from .theme import (
    PAGE_COLOURS,
    PLAN_DIVERGING,
    SELECTION_RESULT,
    STARS,
    TRAINING_STATUS,
    fills,
    ink_on,
    styled,
    theme,
)

__all__ = [
    "PAGE_COLOURS",
    "PLAN_DIVERGING",
    "SELECTION_RESULT",
    "STARS",
    "TRAINING_STATUS",
    "composition",
    "fills",
    "grid",
    "headed_bars",
    "ink_on",
    "over_time",
    "styled",
    "theme",
]
