"""Parts of a page: each one small Python file, one small script, and one style sheet for all of them."""

from .card import Card, Section
from .chart_view import ChartView
from .compare import Compare
from .definitions import Definitions
from .filter_bar import Choice, FilterBar
from .guard import guarded
from .lines import Flow, Line, Lines, Step
from .link_state import LinkState
from .page import Page, Row
from .sheet import Sheet
from .table import Column, Table
from .take_home import TakeHome
from .tiles import Tile, Tiles
from .what_if import Lever, WhatIf

__all__ = [
    "Card",
    "ChartView",
    "Choice",
    "Column",
    "Compare",
    "Definitions",
    "FilterBar",
    "Flow",
    "Lever",
    "Line",
    "Lines",
    "LinkState",
    "Page",
    "Row",
    "Section",
    "Sheet",
    "Step",
    "Table",
    "TakeHome",
    "Tile",
    "Tiles",
    "WhatIf",
    "guarded",
]
