"""Training: how far the year's plan is done, by level and unit; person-times and persons are kept apart."""

from functools import cached_property

import traitlets as t

from ..locale import word
from ..records.enrolment import STATUSES
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .listing import Listing
from .state import State
from .taught import Taught
from .training_pictures import Pictures
from .words import NONE, cell, percent, period_words, share

MORE = ("started", "unfinished", "overdue", "over_leave")  # what can be asked beside a status
REACH = ("done", "target", "covered", "missed")


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the training plan, of what `store` holds; lang: zh or en."""
    return open_board(Training(store, lang))


class Training(Taught, Pictures, State):
    """The courses of one year, or of all, and how the people of one unit did in them."""

    name = "training"
    widths = (7, 5, 6, 6)
    meanings = (("enrolment", "status"),)
    alone = ("status", "until", "reach")
    fixed = {"leave": {"status": "over_leave"}}
    year = t.Unicode(None, allow_none=True)
    audience = t.Unicode(None, allow_none=True)
    measure = t.Unicode("coverage")
    status = t.Unicode(None, allow_none=True)
    until = t.Unicode(None, allow_none=True)
    reach = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        years = self.store.frame("training_years")["year"].tolist()
        named = [(word("board.year", self.lang, year=year), year) for year in years]
        known = self.store.frame("training_by_level")["audience"]
        levels = [(self.label("course", "audience", code), code) for code in known]
        measures = [(self.say(f"{key}_measure"), key) for key in ("coverage", "completion")]
        status = [(self.label("enrolment", "status", code), code) for code in STATUSES]
        status += [(self.status_words(code), code) for code in MORE]
        months = [month for month in self.store.frame("training_by_month")["month"] if month]
        until = [(self.say("until_month", month=period_words(m, self.lang)), m) for m in months]
        reach = [(self.say(f"reach_{key}"), key) for key in REACH]
        return [
            Choice("year", self.say("year"), [*named, (self.say("all_years"), None)], next(iter(years), None)),
            Choice("audience", self.heading("course", "audience"), [(self.say("all_levels"), None), *levels]),
            Choice("measure", self.say("measure"), measures, "coverage"),
            Choice("status", self.heading("enrolment", "status"), status, hidden=True),
            Choice("until", self.say("until"), until, hidden=True),
            Choice("reach", self.say("reached"), reach, hidden=True),
        ]  # fmt: skip

    def status_words(self, code: str) -> str:
        """What is asked for beside a status, in words."""
        return self.say(f"status_{code}", limit=self.policy.leave.said)

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
        now = {name: int(n) for name, n in self.ask("training_summary").iloc[0].items()}
        levels = self.ask("training_by_level")
        levels = levels[levels["audience"] == self.audience] if self.audience else levels
        courses = self.say("planned_note", courses=f"{int(levels['courses'].sum()):,}")
        note = courses if self.whole else self.say("undivided")
        planned = f"{now['planned']:,}" if now["planned"] else NONE
        return [
            self.tile("planned", planned, "persontimes", note, picks={"view": "courses"}, sums="planned"),
            *self._persontimes(now),
            self._reached(now),
            self._rate(now),
            self._overdue(now),
        ]  # fmt: skip

    def _persontimes(self, now: dict[str, int]) -> list[Tile]:
        told = {name: f"{now[name]:,}" for name in ("enrolled", "started", "completed")}
        waiting = self.say("started_note", enrolled=told["enrolled"], waiting=f"{now['enrolled'] - now['started']:,}")  # fmt: skip
        done = self.part_of("completed_note", now["completed"], now["planned"])
        done = done or self.say("without_plan")
        return [
            self.tile(key, told[key], "persontimes", note, picks={"view": "enrolments", "status": key})
            for key, note in (("started", waiting), ("completed", done))
        ]  # fmt: skip

    def _reached(self, now: dict[str, int]) -> Tile:
        """Persons who completed anything; the share covered is of those the levels are for, where the policy says it."""
        known = {"target": f"{now['target']:,}"}
        key, part, whole = ("reached_note", now["covered"], now["target"]) if now["target"] else ("reached_of_all", now["finished"], now["people"])  # fmt: skip
        note = self.part_of(key, part, whole, **known)
        return self.tile("reached", f"{now['finished']:,}", "persons", note, picks={"view": "people", "reach": "done"})  # fmt: skip

    def _rate(self, now: dict[str, int]) -> Tile:
        told = {name: f"{now[name]:,}" for name in ("completed", "started")}
        whole = {"view": "enrolments", "status": "started"}
        picks = {"view": "enrolments", "status": "completed"}
        return self.tile("rate", share(now["completed"], now["started"]), "percent", self.say("rate_note", **told), picks=picks, whole=whole)  # fmt: skip

    def _overdue(self, now: dict[str, int]) -> Tile:
        note = self.say(
            "overdue_note", limit=self.policy.leave.said, leave=f"{now['over_leave']:,}"
        )
        picks = {"view": "enrolments", "status": "overdue"}
        return self.tile("overdue", f"{now['overdue']:,}", "persontimes", note, tone="warn" if now["overdue"] else "", picks=picks)  # fmt: skip

    # The lists of rows.

    def lists(self) -> dict[str, Listing]:
        which = self.say("everybody_enrolled") if self.reach is None else ""

        def listing(
            key: str, question: str, columns, row, opens=("person", "person_id")
        ) -> Listing:
            words = {part: self.say(f"{key}_{part}", unit=self.unit_name, chosen=self.chosen_line, which=which, limit=self.policy.leave.said) for part in ("title", "subtitle", "file_name")}  # fmt: skip
            return Listing(columns=columns, row=row, question=question, opens=opens, **words)

        enrolments = ("training_enrolments", self.enrolment_columns(), self.enrolment_row)
        return {
            "courses": listing("table", "training_courses", self.course_columns(), self.course_row, ("course", "course_id")),
            "enrolments": listing("enrolments", *enrolments),
            "people": listing("people", "training_people", self.people_columns(), self.people_row),
            "leave": listing("leave", *enrolments),
        }  # fmt: skip

    def course_columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("course", "course_id", kind="muted"),
            self.column("course", "title"),
            self.column("course", "audience"),
            self.column("course", "mode", shown=False),
            self.column("course", "start_date"),
            self.column("course", "end_date", shown=False),
            self.column("course", "hours", **right),
            self.column("course", "planned_persontimes", "planned", **right),
            Column("fill", self.say("fill"), about=self.say("fill_about"), **right),
            Column("enrolled", self.say("enrolled_head"), **right),
            Column("completed", self.say("completed_head"), **right),
            Column("rate", self.say("rate"), about=self.say("rate_about"), **right),
            Column("absent", self.label("enrolment", "status", "absent"), **right),
        ]

    def course_row(self, line) -> list[str]:
        codes = [self.label("course", name, getattr(line, name)) for name in ("audience", "mode")]
        days = [cell(line.start_date), cell(line.end_date), cell(line.hours), cell(line.planned)]
        counts = [cell(line.enrolled), cell(line.completed), percent(line.rate), cell(line.absent)]
        return [line.course_id, line.title, *codes, *days, percent(line.fill), *counts]

    def enrolment_columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            self.column("course", "title", "course"),
            self.column("course", "audience", shown=False),
            self.column("enrolment", "status", kind="tag"),
            Column("attempts", self.say("attempts"), about=self.say("attempts_about"), **right),
            self.column("enrolment", "hours_done", "hours", **right),
            Column("missed", self.say("missed"), about=self.say("missed_about", limit=self.policy.leave.said), **right),
            self.column("course", "end_date"),
            self.column("enrolment", "completed_date", "done_date"),
        ]  # fmt: skip

    def enrolment_row(self, line) -> list[str]:
        level, status = self.label("course", "audience", line.audience), self.label("enrolment", "status", line.status)  # fmt: skip
        counts = [cell(line.attempts), cell(line.hours), percent(line.missed)]
        days = [cell(line.end_date), cell(line.done_date)]
        return [line.person_id, line.name, line.unit, line.course, level, status, *counts, *days]

    def people_columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            self.column("person", "post_level"),
            self.column("person", "political_status"),
            Column("courses", self.say("courses_head"), **right),
            Column("completed", self.say("courses_completed"), **right),
        ]

    def people_row(self, line) -> list[str]:
        codes = [self.label("person", name, getattr(line, name)) for name in ("post_level", "political_status")]  # fmt: skip
        return [line.person_id, line.name, line.unit, *codes, cell(line.courses), cell(line.completed)]  # fmt: skip
