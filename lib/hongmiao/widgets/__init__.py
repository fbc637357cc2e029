"""Parts of a page: each one small Python file, one small script, and one style sheet for all of them."""

from .card import Card, Section
from .chart_view import ChartView
from .compare import Compare
from .definitions import Definitions
from .filter_bar import Choice, FilterBar
from .guard import guarded
from .link_state import LinkState
from .page import Page, Row
from .table import Column, Table
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
    "Lever",
    "LinkState",
    "Page",
    "Row",
    "Section",
    "Table",
    "Tile",
    "Tiles",
    "WhatIf",
    "guarded",
]
