"""Pictures: pure functions from a frame to an Altair chart, one family per file; theme.py is their common look."""

from .composition import composition, over_time
from .coverage import coverage
from .funnel_plot import funnel_plot
from .grid import grid
from .headed import headed_bars
from .intervals import intervals
from .theme import (
    ACCOUNT_BANDS,
    CONDITION_STATE,
    EXIT_OUTCOME,
    GRADE_COLOURS,
    PAGE_COLOURS,
    PLAN_DIVERGING,
    POST_STATES,
    SELECTION_RESULT,
    STARS,
    TRAINING_STATUS,
    fills,
    ink_on,
    styled,
    theme,
)

__all__ = [
    "POST_STATES",
    "GRADE_COLOURS",
    "ACCOUNT_BANDS",
    "CONDITION_STATE",
    "EXIT_OUTCOME",
    "PAGE_COLOURS",
    "PLAN_DIVERGING",
    "SELECTION_RESULT",
    "STARS",
    "TRAINING_STATUS",
    "composition",
    "coverage",
    "fills",
    "funnel_plot",
    "grid",
    "headed_bars",
    "ink_on",
    "intervals",
    "over_time",
    "styled",
    "theme",
]
