"""Branch life: which meetings are owed under the office's policy, held, late, missing, or nowhere in the records, and who came."""

import json
from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import composition
from ..charts.cells import cells
from ..locale import word
from ..policy.branch_life import BranchLife as Policy
from ..policy.branch_life import branch_life_policy
from ..policy.criterion import Sourced
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .decided import Decided
from .groups import grouped
from .held import Held
from .listing import Listing, Picture
from .progress import Progress
from .state import State
from .words import NONE, cell, percent, period_words, share

STATES = {"in_time": "#1f7a5c", "late": "#d6b656", "overdue": "#c8661b", "unseen": "#8a939c"}
HOLDS = {"held": {"in_time", "late"}, "counted": {"in_time", "late"}, "unmarked": {"in_time", "late"},
         "lacking": {"overdue", "unseen"}, "due": {*STATES}}  # fmt: skip
MOST, IN_A_MEETING = 15, 10  # branches that the grid has rows for
LACK = "#c8661b"


def board(store: Store, lang: str | None = None) -> Page:
    """The page of branch life, of what `store` holds; lang: zh or en."""
    return open_board(BranchLife(store, lang))


class BranchLife(Decided, Held, Progress, State):
    """What the branches of one unit owe in meetings in a year."""

    name = "branch_life"
    states, holds, rows_view = STATES, HOLDS, "meetings"
    widths = (7, 5, 12, 12, 12)
    alone = ("state", "month", "branch", "lacking", "project")
    year = t.Unicode(None, allow_none=True)
    kind = t.Unicode(None, allow_none=True)
    state = t.Unicode(None, allow_none=True)
    month = t.Unicode(None, allow_none=True)
    branch = t.Unicode(None, allow_none=True)
    lacking = t.Unicode(None, allow_none=True)
    project = t.Unicode(None, allow_none=True)

    @cached_property
    def policy(self) -> Policy:
        return branch_life_policy()

    @cached_property
    def duties(self) -> str:
        """What is owed, as questions take it."""
        return json.dumps(self.policy.asked())

    @cached_property
    def choices(self) -> list[Choice]:
        years = self.store.frame("life_years", duties=self.duties)["year"].tolist()
        months = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
        states = [*STATES, "ahead", *HOLDS]
        projects = [(name, key) for key, name in self.store.frame("project_list")[["project_id", "name"]].itertuples(index=False)]  # fmt: skip
        return [
            self.year_choice(years),
            self.kind_choice([duty.kind for duty in self.policy.duty]),
            Choice("state", self.say("state"), [(self.say(f"state_{code}"), code) for code in states], hidden=True),
            Choice("month", self.say("month"), [(period_words(month, self.lang), month) for month in months], hidden=True),
            Choice("branch", self.say("branch"), [(name, unit) for unit, name, _ in self.units], hidden=True),
            Choice("lacking", self.say("lacking"), [(self.say("lacking_yes"), "1")], hidden=True),
            Choice("project", self.say("project"), projects, hidden=True),
        ]  # fmt: skip

    @property
    def given(self) -> dict[str, object]:
        standard = self.policy.standard.project
        return {
            "as_of": self.data_day,
            "duties": self.duties,
            "named": standard,
            **self.project_given,
        }

    def thresholds(self) -> list[tuple[str, Sourced]]:
        return [(self._owed(duty), duty) for duty in self.policy.duty] + [
            (self.say("standard", project=self.policy.standard.project), self.policy.standard)
        ]

    def _owed(self, duty) -> str:
        """One duty in words."""
        kind = self.label("activity", "kind", duty.kind)
        if not duty.times:
            return self.say("owed_as_recorded", kind=kind)
        comma = word("language.comma", self.lang)
        units = comma.join(self.label("unit", "kind", code) for code in duty.units)
        units += self.say("owed_members", count=duty.members) if duty.members else ""
        return self.say("owed", kind=kind, times=duty.times, per=self.say(f"per_{duty.per}"), units=units)  # fmt: skip

    def counts(self, **more: object) -> pd.DataFrame:
        """Every group below the unit, kind (those chosen) and month: the states, due, lacking, present, expected."""
        known = self.ask("life_counts", **more)
        known = known[known["kind"] == self.kind] if self.kind else known
        named = ["group_id", "group_name", "group_kind", "kind", "month"]
        known = known.astype(dict.fromkeys(known.columns.drop(named), int))
        return known.assign(due=known[[*STATES]].sum(axis=1), lacking=known["overdue"] + known["unseen"])  # fmt: skip

    def headline(self) -> Tile:
        return self.tiles()[0]

    def tiles(self) -> list[Tile]:
        here = self.counts().sum(numeric_only=True)
        lacking = self.ask("life_branches", lacking=1, limit=1)
        behind = int(lacking["total"].iloc[0]) if len(lacking) else 0
        held = here["in_time"] + here["late"]

        def tile(key: str, count: float, note: str, unit: str = "times", **more) -> Tile:
            return self.tile(key, f"{int(count):,}", unit, note or NONE, **more)

        def rows(state: str) -> dict[str, str]:
            return {"view": "meetings", "state": state}

        def warn(count: float) -> dict[str, str]:
            return {"tone": "warn"} if count else {}

        due = f"{int(here['due']):,}"
        held_note = self.say("held_note", due=due, share=share(held, here["due"])) if here["due"] else self.say("nothing_due")  # fmt: skip
        unmarked = f"{int(here['unmarked']):,}"
        rate = self.say("attended_note", share=share(here["present"], here["expected"]), unmarked=unmarked) if here["expected"] else NONE  # fmt: skip
        return [
            tile("held", held, held_note, picks=rows("held")),
            tile("late", here["late"], self.part_of("late_note", here["late"], held), picks=rows("late")),
            tile("overdue", here["overdue"], self.part_of("overdue_note", here["overdue"], here["due"]), picks=rows("overdue"), **warn(here["overdue"])),
            tile("unseen", here["unseen"], self.part_of("unseen_note", here["unseen"], here["due"]), picks=rows("unseen"), **warn(here["unseen"])),
            tile("lacking", behind, self.say("lacking_note"), "units", picks={"view": "branches", "lacking": "1"}),
            tile("attended", here["present"], rate, "persontimes", picks=rows("counted"), sums="attended"),
        ]  # fmt: skip

    # What it draws.

    def pictures(self) -> list[Picture]:
        colours = {self.say(f"state_{code}"): colour for code, colour in STATES.items()}
        words = {"unit": word("unit.times", self.lang), "whole": self.say("due"), "share": word("board.share", self.lang)}  # fmt: skip
        known = self.counts()
        groups = grouped(known, self.unit, self.lang, self.meeting, "due")
        units = composition(self.parts(groups, "unit", groups["group"].tolist()), colours, picks=["unit", "state", "view"], **words)  # fmt: skip
        by_kind = self.ask("life_counts")
        by_kind = by_kind.sort_values("kind", key=lambda codes: codes.map(self.kind_places), kind="stable")  # fmt: skip
        names = [self.label("activity", "kind", code) for code in by_kind["kind"]]
        kinds = composition(self.parts(by_kind, "kind", names), colours, step=40, picks=["kind", "state", "view"], **words)  # fmt: skip
        told = {"unit": self.unit_name, "day": self.data_day or NONE}
        return [
            self.picture("units", units, **told),
            self.picture("kinds", kinds, **told),
            self._lacking(),
            self.attendance(groups),
            self._standard(),
        ]

    def _lacking(self) -> Picture:
        """Branch by month: how many of what was due are missing; most first."""
        most = IN_A_MEETING if self.meeting else MOST
        branches = self.ask("life_branches", lacking=1, limit=most)["unit_id"].tolist()
        known = self.counts(units=json.dumps(branches))
        places = {branch: i for i, branch in enumerate(branches)}
        known = known.groupby(["group_id", "group_name", "month"], as_index=False)[["due", "lacking"]].sum()  # fmt: skip
        known = known[known["due"] > 0].sort_values("group_id", key=lambda keys: keys.map(places), kind="stable")  # fmt: skip
        twice = known.groupby("group_name")["group_id"].transform("nunique") > 1
        chosen = (self.branch, self.month)
        frame = pd.DataFrame({
            "column": known["month"].map(self.month_name), "row": known["group_name"].mask(twice, known["group_name"] + " " + known["group_id"]),
            "count": known["lacking"], "text": known["lacking"].map(str), "branch": known["group_id"], "month": known["month"],
            "note": [self.say("lacking_of", lacking=n, due=due) for n, due in zip(known["lacking"], known["due"], strict=True)],
            "state": "lacking", "view": "meetings",
            "dim": [None not in chosen and chosen != key for key in zip(known["group_id"], known["month"], strict=True)],
        })  # fmt: skip
        months = [self.month_name(month) for month in sorted(known["month"].unique())]
        chart = cells(
            frame, months, [*dict.fromkeys(frame["row"])], hue=LACK, told=self.say("lacks"),
            picks=["branch", "month", "state", "view"],
        )  # fmt: skip
        return self.picture("lacking", chart, unit=self.unit_name, most=most)

    def _standard(self) -> Picture:
        """The project that counts branches up to the mark; it is the district's, whatever unit is chosen."""
        found = self.ask("project_list", project=None)
        return self.bars(found, "standard", self.project, day=self.data_day or NONE)

    # The lists of rows.

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        # The mark that branches should reach is the district's project, whatever unit is chosen.
        own = {"unit": None} if question == "project_list" else {}
        return super().ask(question, **own | more)

    def lists(self) -> dict[str, Listing]:
        branches = (self.branch_columns(), self.branch_row, ("unit", "unit_id"))
        meetings = (self.activity_columns(), self.activity_row, ("activity", "activity_id"))
        return {
            "branches": self.listing_of("branches", "life_branches", *branches),
            "meetings": self.listing_of("meetings", "life_meetings", *meetings),
            "projects": self.project_listing(),
        }

    def branch_columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("unit", "unit_id", kind="muted"),
            Column("unit", self.heading("unit", "name")),
            Column("town", self.say("town")),
            Column("due", self.say("due"), about=self.say("due_about"), **right),
            *(Column(code, self.say(f"state_{code}"), **right) for code in (*STATES, "ahead")),
            Column("held", self.say("held_rate"), about=self.say("held_rate_about"), **right),
            Column("rate", self.say("rate"), about=self.say("attended_about"), **right),
            Column("unmarked", self.say("state_unmarked"), **right),
        ]

    def branch_row(self, line) -> list[str]:
        counts = [cell(n) for n in (line.due, line.in_time, line.late, line.overdue, line.unseen, line.ahead)]  # fmt: skip
        held = self.say("nothing_due") if pd.isna(line.held) else percent(line.held)
        return [line.unit_id, line.unit, cell(line.town), *counts, held, percent(line.rate), cell(line.unmarked)]  # fmt: skip
