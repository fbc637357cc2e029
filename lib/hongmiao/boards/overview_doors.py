"""Doors to the other boards: their own figures for what is chosen here, each with the address that shows it again."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from ..locale import word, words
from ..widgets import Line, Tile
from . import state_of
from .stamped import Stamped
from .state import State
from .words import NONE

STANDING = ("vacancies",)
"""Boards whose figures are of the day of the data: a year that they do not offer leaves them all of their years."""


class Doors(Stamped):
    """A part of a state with a `unit` and a `period`."""

    def door(self, name: str, period: str | None = None, **more: object) -> State | None:
        """The state of another board for the unit and the period; None where it has nothing of them."""
        period = period or self.period
        about = (self.unit, period, self.lang, *more.items())
        return self.once(("door", name, *about), lambda: self._door(name, period, more))

    def _door(self, name: str, period: str, more: Mapping[str, object]) -> State | None:
        state = state_of(name)(self.store, self.lang)
        if state.blank:
            return None
        chosen = {"unit": self.unit, **more}
        for choice in state.choices:
            offered = [value for _, value in choice.options if value]
            if choice.name == "period":
                chosen["period"] = latest(offered, period)
            elif choice.name == "year" and not choice.hidden:
                chosen["year"] = period[:4] if period[:4] in offered else None
        if not chosen.get("period", "-") or (not chosen.get("year", "-") and name not in STANDING):
            return None
        for trait, value in chosen.items():
            state.set_trait(trait, value)
        return state

    def tile_of(self, state: State, key: str) -> Tile | None:
        """A tile of another board, by its word there."""
        asked = tuple(map(str, state.chosen().values()))
        tiles = self.once(("tiles", state.name, self.lang, asked), state.tiles)
        return next((tile for tile in tiles if tile.label == state.say(key)), None)

    def href(self, state: State, picks: Mapping[str, object]) -> str:
        """The address of another board that lists the rows behind a figure of it."""
        usual = state.defaults["unit"]
        query = {name: state.chosen().get(name) for name in ("unit", "period", "year", "pool")}
        query["unit"] = None if query["unit"] == usual else query["unit"]
        query |= {"lang": self.query().get("lang"), "mode": self.query().get("mode")} | dict(picks)
        known = {name: str(value) for name, value in query.items() if value is not None}
        return f"{state.name}.ipynb" + ("?" + urlencode(known) if known else "")

    def line(self, name: str, key: str) -> Line | None:
        """A figure of another board as a line; None where that board has none."""
        state = self.door(name)
        tile = state and self.tile_of(state, key)
        return self.line_of(state, tile, label=self.called(state, key)) if tile else None

    def called(self, state: State, key: str) -> str:
        """The word for a figure of another board; a fuller one where its own is clear only there."""
        fuller = f"{self.name}.as_{state.name}_{key}"
        return word(fuller, self.lang) if fuller in words(self.lang) else state.say(key)

    def line_of(self, state: State, tile: Tile, **more: object) -> Line:
        """A tile of another board as a line that leads to its rows."""
        about = {
            "label": tile.label, "value": tile.value, "unit": tile.unit, "note": tile.note, "tone": tile.tone,
            "href": self.href(state, tile.picks), "sums": tile.sums, "whole": tile.whole, "about": state.title,
        }  # fmt: skip
        return Line(**about | more)

    def counted(self, name: str, key: str) -> Line:
        """The same, with a dash where that board has nothing of the unit and the period."""
        none = state_of(name)(self.store, self.lang)
        return self.line(name, key) or Line(self.called(none, key), NONE)


def latest(offered: list[str], period: str) -> str | None:
    """Of the periods on offer, the one that ends last, yet within the year and no later than `period` does."""
    last = _end(period)
    known = [(_end(one), one == period, one) for one in offered]
    known = [one for one in known if one[0] and last and one[0][0] == last[0] and one[0] <= last]
    return max(known)[2] if known else None


def _end(period: str) -> tuple[str, int] | None:
    """The year and the month in which a period ends, such as 2018Q2, 2018H1, 2018-06 or 2018."""
    found = re.fullmatch(r"(\d{4})(?:Q([1-4])|H([12])|-(\d\d))?", period)
    if not found:
        return None
    year, quarter, half, month = found.groups()
    return year, int(month or 0) or 6 * int(half or 0) or 3 * int(quarter or 4)


def amount(value: str) -> float | None:
    """The number that a figure shows; None where it shows none."""
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None
