"""Training: how far the year's plan is done, by level; person-times and persons are kept apart."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import TRAINING_STATUS, composition, headed_bars
from ..locale import word
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .state import Picture, State
from .words import NONE, cell, share


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the training plan."""
    return open_board(Training(store, lang))


class Training(State):
    """The courses of one year, or of all, and how the people of one unit did in them."""

    name = "training"
    widths = (7, 5)
    question = "training_courses"
    opens = ("course", "course_id")
    meanings = (("enrolment", "status"),)
    year = t.Unicode(None, allow_none=True)
    audience = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        years = self.store.frame("training_years")["year"].tolist()
        options = [(word("board.year", self.lang, year=year), year) for year in years]
        known = self.store.frame("training_by_level")["audience"]
        levels = [(self.label("course", "audience", code), code) for code in known]
        return [
            Choice(
                "year",
                self.say("year"),
                [*options, (self.say("all_years"), None)],
                next(iter(years), None),
            ),
            Choice(
                "audience",
                self.heading("course", "audience"),
                [(self.say("all_levels"), None), *levels],
            ),
        ]

    @property
    def blank(self) -> bool:
        return self.store.frame("training_by_level").empty

    @property
    def whole(self) -> bool:
        """Whether everyone is looked at: the plan is not divided among units, so only then is it a goal."""
        return not self.units or self.unit == self.units[0][0]

    def headline(self) -> Tile:
        return self.tiles()[2]

    def tiles(self) -> list[Tile]:
        now = self.ask("training_summary").iloc[0]
        planned, enrolled, completed, started = (
            int(now[k]) for k in ("planned", "enrolled", "completed", "started")
        )
        levels = self.ask("training_by_level")
        levels = levels[levels["audience"] == self.audience] if self.audience else levels
        courses = self.say("planned_note", courses=f"{int(levels['courses'].sum()):,}")
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
        """group (level), figures, part, count, goal: person-times completed and others enrolled beside the plan.

        audience: what a click chooses; dim: not chosen.
        """
        rows, day = [], self.data_day
        for level in self.ask("training_by_level", as_of=day).itertuples():
            goal = int(level.planned) if self.whole and level.planned else None
            gap = level.completed - level.due if goal and day else None
            of = {"completed": f"{level.completed:,}", "whole": f"{goal or level.enrolled:,}"}
            figures = self.say(
                "of_plan" if goal else "of_enrolled",
                share=share(level.completed, goal or level.enrolled),
                gap=self.gap_words(gap),
                **of,
            )
            line = {
                "group": self.label("course", "audience", level.audience),
                "figures": figures,
                "goal": goal,
                "gap": gap,
                "whole": goal or level.enrolled,
                "audience": level.audience,
                "dim": self.audience not in (None, level.audience),
            }
            counts = level.completed, level.enrolled - level.completed
            rows += [
                line | {"part": p, "count": n} for p, n in zip(self.parts, counts, strict=True)
            ]
        columns = ["group", "figures", "part", "count", "goal", "gap", "whole", "audience", "dim"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def data_day(self) -> str | None:
        """The last day that the records speak of."""
        return self.store.frame("data_date")["day"].iloc[0]

    def gap_words(self, gap: int | None) -> str:
        """How far those who completed are ahead of what was due, or behind it."""
        if gap is None:
            return ""
        return self.say(
            "ahead" if gap > 0 else "behind" if gap < 0 else "on_time", gap=f"{abs(gap):,}"
        )

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
        dim = (frame["audience"] != self.audience) & (self.audience is not None)
        return pd.DataFrame(
            {
                "group": level,
                "part": status,
                "count": frame["persontimes"],
                "audience": frame["audience"],
                "dim": dim,
            }
        )

    def pictures(self) -> list[Picture]:
        plan, statuses, times = self.plan(), self.statuses(), word("unit.persontimes", self.lang)
        colours = {
            self.label("enrolment", "status", code): colour
            for code, colour in TRAINING_STATUS.items()
        }
        words = {"unit": times, "share": word("board.share", self.lang), "picks": ["audience"]}
        enrolled = self.say("enrolled_head")
        bars = headed_bars(
            plan, self.parts, whole=self.say("planned_head") if self.whole else enrolled, **words
        )
        parts = composition(statuses, colours, whole=enrolled, step=52, **words)
        return [
            self.picture(
                "plan" if self.whole else "plan_undivided",
                bars,
                unit=self.unit_name,
                day=self.data_day,
            ),
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

    def row(self, line) -> list[str]:
        codes = [self.label("course", name, getattr(line, name)) for name in ("audience", "mode")]
        counts = [cell(n) for n in (line.hours, line.planned, line.enrolled, line.completed)]
        rate = "" if pd.isna(line.rate) else f"{line.rate:.1%}"
        return [line.course_id, line.title, *codes, cell(line.start_date), *counts, rate]

    def table_words(self) -> dict[str, str]:
        joint = word("language.comma", self.lang)
        chosen = joint.join(text for _, text in self.chosen_words())
        return {
            name: self.say(f"table_{name}", unit=self.unit_name, chosen=chosen)
            for name in ("title", "subtitle", "file_name")
        }
