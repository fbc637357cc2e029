"""Number tiles: a value, its unit, what it compares with, and on demand what it means."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import traitlets as t

from .guard import guarded
from .part import Part, script


@dataclass(frozen=True)
class Tile:
    """One number, already formatted; `about` is its definition, `tone` colours the note.

    `trend` holds the latest values, the oldest first, and `trend_about` says them in words.
    `picks` are the choices that list the rows behind the number: as many rows as it says, or, with `sums`, rows whose
    column of that name adds up to it. A share or a mean is that over the rows that `whole` lists.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: Literal["", "good", "warn"] = ""
    about: str = ""
    trend: Sequence[float | None] = ()
    trend_about: str = ""
    picks: Mapping[str, object] = field(default_factory=dict)
    whole: Mapping[str, object] = field(default_factory=dict)
    sums: str = ""


class Tiles(Part):
    """A row of tiles; `show` changes them in place. A click on one that has picks is told to `on_pick`."""

    _esm = script("tiles.js")
    tiles = t.List().tag(sync=True)

    def __init__(self, tiles: Sequence[Tile] = (), **traits):
        super().__init__(**traits)
        self._picked: list[Callable[[dict[str, object]], None]] = []
        self.on_msg(guarded(self._receive))
        self.show(tiles)

    def show(
        self, tiles: Sequence[Tile], is_picked: Callable[[dict], bool] = lambda picks: False
    ) -> None:
        """Show these numbers; `is_picked` says whether a tile's rows are what the page lists now."""
        self._picks = [dict(tile.picks) for tile in tiles]
        self.tiles = [
            {name: getattr(tile, name) for name in SHOWN}
            | {"trend": [*map(_known, tile.trend)], "opens": bool(tile.picks)}
            | {"chosen": bool(tile.picks) and is_picked(dict(tile.picks))}
            for tile in tiles
        ]

    def on_pick(self, callback: Callable[[dict[str, object]], None]) -> None:
        """Call back with the picks of a tile that was clicked."""
        self._picked.append(callback)

    def _receive(self, _widget, content: dict, _buffers) -> None:
        at = content.get("at")
        if content.get("want") == "pick" and at in range(len(self._picks)) and self._picks[at]:
            for callback in self._picked:
                callback(self._picks[at])


SHOWN = ("label", "value", "unit", "note", "tone", "about", "trend_about")


def _known(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
