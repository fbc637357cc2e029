"""Training: how far the year's plan is done, by level; person-times and persons are kept apart."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import TRAINING_STATUS, composition, headed_bars
from ..locale import word
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import Picture, State, open_board
from .words import NONE, cell, share


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the training plan."""
    return open_board(Training(store, lang))


class Training(State):
    """The courses of one year, or of all, and how the people of one unit did in them."""

    name = "training"
    year = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        years = self.store.frame("training_years")["year"].tolist()
        options = [(word("board.year", self.lang, year=year), year) for year in years]
        return [
            Choice(
                "year",
                self.say("year"),
                [*options, (self.say("all_years"), None)],
                next(iter(years), None),
            )
        ]

    @property
    def blank(self) -> bool:
        return self.store.frame("training_by_level").empty

    @property
    def whole(self) -> bool:
        """Whether everyone is looked at: the plan is not divided among units, so only then is it a goal."""
        return not self.units or self.unit == self.units[0][0]

    def tiles(self) -> list[Tile]:
        now = self.ask("training_summary").iloc[0]
        planned, enrolled, completed, started = (
            int(now[k]) for k in ("planned", "enrolled", "completed", "started")
        )
        courses = self.say(
            "planned_note", courses=f"{int(self.ask('training_by_level')['courses'].sum()):,}"
        )
        waiting = self.say(
            "started_note", enrolled=f"{enrolled:,}", waiting=f"{enrolled - started:,}"
        )
        done = self.part_of("completed_note", completed, planned)
        reached = self.part_of(
            "reached_note", now["finished"], now["people"], reached=f"{int(now['reached']):,}"
        )
        return [
            self.tile(
                "planned",
                f"{planned:,}" if planned else NONE,
                "persontimes",
                courses if self.whole else self.say("undivided"),
            ),
            self.tile("started", f"{started:,}", "persontimes", waiting),
            self.tile("completed", f"{completed:,}", "persontimes", done),
            self.tile("reached", f"{int(now['finished']):,}", "persons", reached),
            self.tile(
                "rate",
                share(completed, started),
                "percent",
                self.say("rate_note", completed=f"{completed:,}", started=f"{started:,}"),
            ),
        ]

    @cached_property
    def parts(self) -> dict[str, str]:
        """The two parts of a bar of the plan: those who completed, and all others enrolled."""
        return {
            self.say("done"): TRAINING_STATUS["completed"],
            self.say("not_done"): TRAINING_STATUS["in_progress"],
        }

    def plan(self) -> pd.DataFrame:
        """group (level), figures, part, count, goal: person-times completed and others enrolled beside the plan."""
        rows, done = [], next(iter(self.parts))
        for level in self.ask("training_by_level").itertuples():
            goal = int(level.planned) if self.whole and level.planned else None
            words = {
                "completed": f"{level.completed:,}",
                "planned": f"{level.planned:,}",
                "enrolled": f"{level.enrolled:,}",
            }
            figures = self.say(
                "of_plan" if goal else "of_enrolled",
                share=share(level.completed, goal or level.enrolled),
                **words,
            )
            line = {
                "group": self.label("course", "audience", level.audience),
                "figures": figures,
                "goal": goal,
            }
            for part in self.parts:
                rows.append(
                    line
                    | {
                        "part": part,
                        "count": level.completed
                        if part == done
                        else level.enrolled - level.completed,
                    }
                )
        return pd.DataFrame(rows, columns=["group", "figures", "part", "count", "goal"])

    def statuses(self) -> pd.DataFrame:
        """group (level), part (status), count of person-times, levels in the order of the plan."""
        order = {
            audience: place
            for place, audience in enumerate(self.ask("training_by_level")["audience"])
        }
        frame = self.ask("training_by_status").sort_values(
            "audience", key=lambda column: column.map(order)
        )
        level = frame["audience"].map(
            {code: self.label("course", "audience", code) for code in order}
        )
        status = frame["status"].map(
            {code: self.label("enrolment", "status", code) for code in TRAINING_STATUS}
        )
        return pd.DataFrame({"group": level, "part": status, "count": frame["persontimes"]})

    def pictures(self) -> list[Picture]:
        plan, statuses, times = self.plan(), self.statuses(), word("unit.persontimes", self.lang)
        colours = {
            self.label("enrolment", "status", code): colour
            for code, colour in TRAINING_STATUS.items()
        }
        bars = headed_bars(plan, self.parts, unit=times)
        parts = composition(
            statuses, colours, unit=times, share=word("board.share", self.lang), step=52
        )
        return [
            self.picture("plan" if self.whole else "plan_undivided", bars, unit=self.unit_name),
            self.picture("status", parts, unit=self.unit_name),
        ]

    def columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("course", "course_id", kind="muted"),
            self.column("course", "title"),
            self.column("course", "audience"),
            self.column("course", "mode"),
            self.column("course", "start_date"),
            self.column("course", "hours", **right),
            self.column("course", "planned_persontimes", "planned", **right),
            Column("enrolled", self.say("enrolled_head"), **right),
            Column("completed", self.say("completed_head"), **right),
            Column("rate", self.say("rate"), **right),
        ]

    def courses(self, offset=0, limit=None, sort="", descending=False, search="") -> pd.DataFrame:
        """The courses with planned, enrolled and completed person-times."""
        return self.ask_leaf("training_courses", offset, limit, sort, descending, search)

    leaf = courses

    def row(self, line) -> list[str]:
        codes = [self.label("course", name, getattr(line, name)) for name in ("audience", "mode")]
        counts = [cell(n) for n in (line.hours, line.planned, line.enrolled, line.completed)]
        rate = "" if pd.isna(line.rate) else f"{line.rate:.1%}"
        return [line.course_id, line.title, *codes, cell(line.start_date), *counts, rate]

    def table_words(self) -> dict[str, str]:
        year = word("board.year", self.lang, year=self.year) if self.year else self.say("all_years")
        return {
            name: self.say(f"table_{name}", unit=self.unit_name, year=year)
            for name in ("title", "subtitle", "file_name")
        }
