"""Parts of a page: each one small Python file, one small script, and one style sheet for all of them."""

from .card import Card, Section
from .chart_view import ChartView
from .definitions import Definitions
from .filter_bar import Choice, FilterBar
from .guard import guarded
from .link_state import LinkState
from .page import Page, Row
from .table import Column, Table
from .tiles import Tile, Tiles

__all__ = [
    "Card",
    "ChartView",
    "Choice",
    "Column",
    "Definitions",
    "FilterBar",
    "LinkState",
    "Page",
    "Row",
    "Section",
    "Table",
    "Tile",
    "Tiles",
    "guarded",
]
