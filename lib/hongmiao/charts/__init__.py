"""Pictures: pure functions from a frame to an Altair chart, one family per file; theme.py is their common look.

Whoever imports this room has charts shown in notebooks by showing.py; the pages of the boards draw theirs themselves.
"""

from . import showing
from .composition import composition, over_time
from .coverage import coverage
from .flow import flow
from .funnel_plot import funnel_plot
from .grid import grid
from .headed import headed_bars
from .intervals import intervals
from .theme import (
    ACCOUNT_BANDS,
    BENCH_COLOURS,
    CONDITION_STATE,
    EXIT_OUTCOME,
    GRADE_COLOURS,
    NO_FIGURE,
    PAGE_COLOURS,
    PLAN_DIVERGING,
    POST_STATES,
    SCORE_BANDS,
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
    "BENCH_COLOURS",
    "NO_FIGURE",
    "SCORE_BANDS",
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
    "flow",
    "funnel_plot",
    "grid",
    "headed_bars",
    "ink_on",
    "intervals",
    "over_time",
    "styled",
    "theme",
]

showing.enable()
