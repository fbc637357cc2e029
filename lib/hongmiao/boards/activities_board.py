"""Activities: what branches owe in meetings and Party days, what was held, in time or late, and who came."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import composition, over_time
from ..locale import word
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .groups import grouped
from .held import Held
from .listing import Listing, Picture
from .state import State
from .words import NONE, cell, percent, period_words, share

STATES = {"in_time": "#1f7a5c", "late": "#d6b656", "overdue": "#c8661b"}
HOLDS = {"held": {"in_time", "late"}, "counted": {"in_time", "late"}, "due": {*STATES}}
MORE = ("ahead", "held", "due", "counted")  # what can be asked beside those that a bar is made of


def board(store: Store, lang: str | None = None) -> Page:
    """The page of activities, of what `store` holds; lang: zh or en."""
    return open_board(Activities(store, lang))


class Activities(Held, State):
    """The activities that the branches of one unit owe in a year, beside the whole district's."""

    name = "activities"
    states, holds = STATES, HOLDS
    widths = (7, 5, 7, 5)
    alone = ("state", "month", "lacking")
    year = t.Unicode(None, allow_none=True)
    kind = t.Unicode(None, allow_none=True)
    state = t.Unicode(None, allow_none=True)
    month = t.Unicode(None, allow_none=True)
    lacking = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        years = self.store.frame("activity_years")["year"].tolist()
        known = self.store.frame("activity_by_month")
        months = [(period_words(month, self.lang), month) for month in dict.fromkeys(known["month"])]  # fmt: skip
        return [
            self.year_choice(years),
            self.kind_choice(known["kind"]),
            Choice("state", self.say("state"), [(self.say(f"state_{code}"), code) for code in (*STATES, *MORE)], hidden=True),
            Choice("month", self.say("month"), months, hidden=True),
            Choice("lacking", self.say("lacking"), [(self.say("lacking_yes"), "1")], hidden=True),
        ]  # fmt: skip

    @property
    def given(self) -> dict[str, object]:
        return {"as_of": self.data_day}

    @property
    def top(self) -> str | None:
        """The whole that a unit is set beside."""
        return self.units[0][0] if self.units else None

    def counts(self, unit: str | None) -> pd.DataFrame:
        """Every group below a unit and kind, those chosen: in_time, late, overdue, due, attended, present, expected."""
        known = self.ask("activity_by_unit", unit=unit)
        known = known[known["kind"] == self.kind] if self.kind else known
        counted = known.columns.drop(["group_id", "group_name", "group_kind", "kind"])
        known = known.astype(dict.fromkeys(counted, int))
        return known.assign(due=known[[*STATES]].sum(axis=1))

    def headline(self) -> Tile:
        return self.tiles()[3]

    def tiles(self) -> list[Tile]:
        here, whole = (self.counts(unit).sum(numeric_only=True) for unit in (self.unit, self.top))
        lacking = self.ask("activity_branches", lacking=1, limit=1)
        behind = int(lacking["total"].iloc[0]) if len(lacking) else 0
        held, held_there = (row["in_time"] + row["late"] for row in (here, whole))

        def rate(key: str, part: float, of: float, there: float, of_there: float) -> str:
            """A share, and beside it the whole district's."""
            beside = "" if self.unit == self.top else self.say("beside", share=share(there, of_there))  # fmt: skip
            return self.part_of(key, part, of, beside=beside) or NONE

        def tile(key: str, count: float, note: str, unit: str = "times", **more) -> Tile:
            return self.tile(key, f"{int(count):,}", unit, note, **more)

        def rows(state: str) -> dict[str, str]:
            return {"view": "activities", "state": state}

        due = self.say("due_note", ahead=f"{int(here['ahead']):,}")
        warn = {"tone": "warn"} if here["overdue"] else {}
        return [
            tile("due", here["due"], due, picks=rows("due")),
            tile("held", held, rate("held_note", held, here["due"], held_there, whole["due"]), picks=rows("held")),
            tile("late", here["late"], rate("late_note", here["late"], held, whole["late"], held_there), picks=rows("late")),
            tile("overdue", here["overdue"], rate("overdue_note", here["overdue"], here["due"], whole["overdue"], whole["due"]), picks=rows("overdue"), **warn),
            tile("lacking", behind, self.say("lacking_note"), "units", picks={"view": "branches", "lacking": "1"}),
            tile("attended", here["present"], rate("attended_note", here["present"], here["expected"], whole["present"], whole["expected"]), "persontimes", picks=rows("counted"), sums="attended"),
        ]  # fmt: skip

    # What it draws.

    def groups(self) -> pd.DataFrame:
        """The groups below the unit, and before them, where the unit is not the whole, the whole district."""
        known = grouped(self.counts(self.unit), self.unit, self.lang, self.meeting, "due")
        if self.unit == self.top:
            return known
        whole = self.counts(self.top).assign(group=self.whole_name, unit=self.top)
        return pd.concat([whole, known])

    @property
    def whole_name(self) -> str:
        """What the whole is called."""
        return self.say("whole", name=self.units[0][1]) if self.units else ""

    def pictures(self) -> list[Picture]:
        colours = {self.say(f"state_{code}"): colour for code, colour in STATES.items()}
        words = {"unit": word("unit.times", self.lang), "whole": self.say("due"), "share": word("board.share", self.lang)}  # fmt: skip
        groups = self.groups()
        units = composition(self.parts(groups, "unit", groups["group"].tolist()), colours, strong=self.whole_name, picks=["unit", "state", "view"], **words)  # fmt: skip
        by_kind = self.ask("activity_by_month").sort_values("kind", key=lambda codes: codes.map(self.kind_places), kind="stable")  # fmt: skip
        names = [self.label("activity", "kind", code) for code in by_kind["kind"]]
        kinds = composition(self.parts(by_kind, "kind", names), colours, step=44, picks=["kind", "state", "view"], **words)  # fmt: skip
        by_month = self.ask("activity_by_month")
        by_month = by_month[by_month[[*STATES]].sum(axis=1) > 0]
        by_month = by_month[by_month["kind"] == self.kind] if self.kind else by_month
        named = [self.month_name(month) for month in by_month["month"]]
        months = over_time(self.parts(by_month, "month", named), colours, picks=["month", "state", "view"], **words)  # fmt: skip
        told = {"unit": self.unit_name, "day": self.data_day or NONE}
        return [
            self.picture("units", units, **told),
            self.picture("kinds", kinds, **told),
            self.attendance(groups),
            self.picture("months", months, **told),
        ]

    # The lists of rows.

    def lists(self) -> dict[str, Listing]:
        branches = (self.branch_columns(), self.branch_row, ("unit", "unit_id"))
        activities = (self.activity_columns(), self.activity_row, ("activity", "activity_id"))
        return {
            "branches": self.listing_of("branches", "activity_branches", *branches),
            "activities": self.listing_of("activities", "activity_list", *activities),
        }

    def branch_columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("unit", "unit_id", kind="muted"),
            Column("unit", self.heading("unit", "name")),
            Column("town", self.say("town")),
            Column("due", self.say("due"), **right),
            *(Column(code, self.say(f"state_{code}"), **right) for code in STATES),
            Column("held", self.say("held_rate"), about=self.say("held_about"), **right),
            Column("rate", self.say("rate"), about=self.say("attended_about"), **right),
            Column("town_place", self.say("town_place"), about=self.say("place_about"), **right),
            Column("place", self.say("place"), about=self.say("place_about"), **right),
        ]

    def branch_row(self, line) -> list[str]:
        counts = [cell(n) for n in (line.due, line.in_time, line.late, line.overdue)]
        places = [f"{line.town_place:,} / {line.town_among:,}", f"{line.place:,} / {line.among:,}"]
        return [line.unit_id, line.unit, cell(line.town), *counts, percent(line.held), percent(line.rate), *places]  # fmt: skip
