"""Number tiles: a value, its unit, what it compares with, and on demand what it means."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import traitlets as t

from .part import Part, script


@dataclass(frozen=True)
class Tile:
    """One number, already formatted; `about` is its definition, `tone` colours the note.

    `trend` holds the latest values, the oldest first, and `trend_about` says them in words.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: Literal["", "good", "warn"] = ""
    about: str = ""
    trend: Sequence[float | None] = ()
    trend_about: str = ""


class Tiles(Part):
    """A row of tiles; `show` changes them in place."""

    _esm = script("tiles.js")
    tiles = t.List().tag(sync=True)

    def __init__(self, tiles: Sequence[Tile] = (), **traits):
        super().__init__(**traits)
        self.show(tiles)

    def show(self, tiles: Sequence[Tile]) -> None:
        self.tiles = [asdict(tile) | {"trend": [*map(_known, tile.trend)]} for tile in tiles]


def _known(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
