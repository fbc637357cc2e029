"""The overview: the five stages as one flow, what changed, what is late, what asks for a decision, targets against today."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import traitlets as t

from ..locale import word
from ..store import Store
from ..widgets import Choice, Flow, Lines, Page, Row, Tile, guarded
from .board import open_board
from .listing import Listing
from .overview_lines import DECIDE, LATE, OverviewLines
from .state import State
from .words import period_words

LISTS = ("changes", "late", "decide")


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the whole programme, of what `store` holds; lang: zh or en."""
    return open_board(Overview(store, lang), _parts)


class Overview(OverviewLines, State):
    """All stages of one unit: the figures of a period, and those of the day of the data."""

    name = "overview"
    period = t.Unicode(None, allow_none=True)

    @cached_property
    def periods(self) -> list[str]:
        """The periods that were rated, the latest first; without any, the quarter of the day of the data."""
        rated = self.store.frame("rating_periods")["period"].tolist()
        day = self.data_day
        return rated or ([f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}"] if day else [])

    @cached_property
    def choices(self) -> list[Choice]:
        known = [(period_words(period, self.lang), period) for period in self.periods]
        default = known[0][1] if known else None
        return [Choice("period", self.say("period"), known, default)]

    @property
    def before(self) -> str | None:
        """The latest period before the one chosen."""
        return next((one for one in self.periods if one < (self.period or "")), None)

    def headline(self) -> Tile | None:
        """How many projects are past their day and not done."""
        state = self.door("projects")
        tile = state and self.tile_of(state, "tile_late")
        return tile and replace(tile, label=self.called(state, "tile_late"))

    def lists(self) -> dict[str, Listing]:
        return {}  # the boards behind its links list the rows

    def definitions(self) -> list[tuple[str, str]]:
        if self.blank:
            return []
        own = ("changes", "late", "decide", "targets")
        return [(self.say(key), self.say(f"{key}_about")) for key in own]


def _parts(state: Overview) -> Sequence[Flow | Row]:
    """The strip of stages at once, and below it lines that come as soon as the page can be seen."""
    flow = Flow(label=state.title, lang=state.lang)
    lists = {key: Lines(form="sentences" if key == "changes" else "figures", title=state.say(key), lang=state.lang) for key in LISTS}  # fmt: skip
    targets = Lines(form="bars", title=state.say("targets"), lang=state.lang)

    def draw(_change=None) -> None:
        if state.blank:
            flow.show([], state.empty)
            return
        for part in lists.values():
            part.waiting = True
        day = state.data_day or ""
        targets.show(state.targets(), state.say("targets_lead", day=day), "" if state.targets() else state.say("no_targets"))  # fmt: skip
        flow.show(state.steps(dear=False))

    def rest() -> None:
        flow.show(state.steps())
        changes = state.changes()
        lists["changes"].show(changes, state.periods_said, "" if changes else state.say("no_changes"))  # fmt: skip
        comma = word("language.comma", state.lang)
        for key, which in (("late", LATE), ("decide", DECIDE)):
            found, nothing = state.gathered(which)
            after = state.say("nothing", what=comma.join(nothing)) if nothing else ""
            lists[key].show(found, state.say(f"{key}_lead", day=state.data_day or ""), after)

    draw()
    state.observe(guarded(draw), ["unit", "period", "meeting"])
    flow.on_rest(guarded(rest))
    changes, late, decide = lists.values()
    return [flow, Row(changes, widths=[12]), Row(late, decide, widths=[5, 7]), targets]
