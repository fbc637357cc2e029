"""A training year on a few pages: plan against done, where it is heading, coverage, courses, and who is short of hours."""

from functools import cached_property

import pandas as pd

from ..boards.wording import Wording
from ..boards.words import NONE, cell, percent, share
from ..locale import word
from ..store import Store
from ..widgets import Column
from .hours_told import HoursTold
from .paper import PaperHours, PaperTraining, unit_of
from .parts import Chapter, Chart, Numbers, Rows, Terms
from .sentences import Finding, Weighed, counted, listed, points, told

SHOWN, KEPT = 20, 1000
RIGHT = {"align": "right"}


class TrainingYear(HoursTold, Weighed, Wording):
    """The report of one unit's people in one training year; each method is a chapter.

    unit: unit_id or name, empty for the whole; year: such as 2018, empty or 0 for the latest that has courses.
    Raises UnknownName for a unit that is not there.
    """

    name = "report_year"

    def __init__(
        self, store: Store, unit: str = "", year: str | int = "", lang: str = "zh"
    ) -> None:
        self.store, self.lang = store, lang
        self.unit = unit_of(store, unit)
        self.data_day = store.frame("data_date")["day"].iloc[0]
        years = store.frame("training_years")["year"].tolist()
        self.year = str(year or next(iter(years), "") or (self.data_day or "")[:4])

    @cached_property
    def state(self) -> PaperTraining:
        return PaperTraining(self.store, self.lang, unit=self.unit, year=self.year)

    @cached_property
    def hours_state(self) -> PaperHours:
        return PaperHours(self.store, self.lang, unit=self.unit, year=self.year)

    @property
    def unit_said(self) -> str:
        return self.state.unit_name

    @property
    def year_said(self) -> str:
        return word("board.year", self.lang, year=self.year) if self.year else ""

    @cached_property
    def levels(self) -> pd.DataFrame:
        """By level: planned, due by the day of the data, enrolled, completed; name."""
        found = self.state.ask("training_by_level")
        names = [self.state.label("course", "audience", code) for code in found["audience"]]
        return found.assign(name=names)

    @cached_property
    def totals(self) -> pd.Series:
        return self.state.ask("training_summary").iloc[0]

    @property
    def empty(self) -> bool:
        """Whether nobody of the unit is enrolled, and nothing is planned."""
        return not self.totals["enrolled"] and not (self.state.whole and self.totals["planned"])

    @property
    def findings(self) -> list[Finding]:
        return [*self.plan_findings, *self.reach_findings, *self.course_findings, *self.hours_findings]  # fmt: skip

    # Chapters.

    def summary(self) -> Chapter:
        """The cover: key numbers, and what weighs most."""
        title = self.say("title", unit=self.unit_said, year=self.year_said)
        subtitle = self.say("lead", day=self.data_day) if self.data_day else ""
        cover = {"subtitle": subtitle, "cover": True, "lang": self.lang}
        if self.empty:
            about = {"unit": self.unit_said, "year": self.year_said}
            return Chapter(title, told([Finding(1, self.say("nothing", **about), "warn")]), **cover)
        planned, *tiles = self.state.tiles()
        tiles = [planned, *tiles] if self.state.whole else tiles
        return Chapter(title, [Numbers(tiles), *told(self.weightiest)], **cover)

    def plan(self) -> Chapter:
        """By level, what was planned and what was done, and the course of the year."""
        parts = []
        if not self.empty:
            plan, status, progress, _ = self.state.drawn
            parts += [Chart(plan, 6), Chart(status, 6), Chart(progress)]
        return Chapter(self.say("plan"), self.said(self.plan_findings, parts), lang=self.lang)

    def coverage(self) -> Chapter:
        """Who was reached of those that the levels are for, by unit and level."""
        found = self.reach_findings or [Finding(1, self.say("nobody_meant"))]
        shown = not self.empty and not self.state.coverage().empty
        parts = [Chart(self.state.drawn[3])] if shown else []
        return Chapter(self.say("coverage"), self.said(found, parts), lang=self.lang)

    def courses(self) -> Chapter:
        """Every course of the year with the unit's people in it."""
        found, state = self.course_frame, self.state
        if found.empty:
            none = told([Finding(1, self.say("no_courses", year=self.year_said))])
            return Chapter(self.say("courses"), none, lang=self.lang)
        columns = [
            state.column("course", "title"), state.column("course", "audience"), state.column("course", "start_date"),
            state.column("course", "end_date"), *[state.column("course", "planned_persontimes", "planned", **RIGHT)] * state.whole,
            Column("enrolled", state.say("enrolled_head"), **RIGHT), Column("completed", state.say("completed_head"), **RIGHT),
            Column("rate", state.say("rate"), **RIGHT),
        ]  # fmt: skip
        rows = [self._course_row(line) for line in found.itertuples(index=False)]
        table = Rows(self.say("courses_title"), columns, rows, self.say("courses_about"), 40)
        said = self.said(self.course_findings, [table])
        return Chapter(self.say("courses"), said, lang=self.lang)

    def _course_row(self, line) -> list[str]:
        planned = [cell(None if pd.isna(line.planned) else int(line.planned))] * self.state.whole
        rate = f"{share(line.completed, line.started)}%" if line.started else NONE
        level = self.state.label("course", "audience", line.audience)
        return [line.title, level, cell(line.start_date), cell(line.end_date), *planned, cell(line.enrolled), cell(line.completed), rate]  # fmt: skip

    def hours(self) -> Chapter:
        """Who owes hours, how they stand, and the people who lack most."""
        state, parts = self.hours_state, []
        if not state.blank:
            parts.append(Numbers(state.tiles()))
        if len(state.everyone) >= state.least:
            gaps, ways, units = state.drawn
            parts += [Chart(gaps, 6), Chart(ways, 6), Chart(units)]
        found = self.hours_findings or [Finding(1, self.say("nobody_owes", year=self.year_said))]
        said = self.said(found, [*parts, *self._short_rows()])
        return Chapter(self.say("hours"), said, lang=self.lang)

    def _short_rows(self) -> list[Rows]:
        state, found = self.hours_state, self.hours_state.everyone
        found = found[found["standing"] == "behind"].sort_values("missing", ascending=False, kind="stable")  # fmt: skip
        if found.empty:
            return []
        columns = [
            state.column("person", "name"), state.column("person", "unit_id", "unit"), Column("duty", state.say("duty")),
            *(Column(name, state.say(f"{name}_head"), **RIGHT) for name in ("due", "credit", "missing")),
        ]  # fmt: skip
        rows = [
            [line.name, line.unit, state.duties[line.duty], *(cell(round(n, 2)) for n in (line.due, line.credit, line.missing))]
            for line in found[:KEPT].itertuples(index=False)
        ]  # fmt: skip
        return [Rows(self.say("short_title"), columns, rows, self.say("short_about"), SHOWN, len(found))]  # fmt: skip

    def notes(self) -> Chapter:
        """Terms, what the office decided, the parameters, and the day of the data."""
        states = [self.state] * (not self.empty) + [self.hours_state] * (not self.hours_state.blank)
        terms = dict(term for state in states for term in state.definitions())
        day = self.data_day or word("report_paper.no_day", self.lang)
        given = [
            (word("widgets.unit", self.lang), self.unit_said), (self.say("year"), self.year_said),
            (word("report_paper.data_day", self.lang), day), (self.say("small"), self.say("small_about", least=self.state.least)),
        ]  # fmt: skip
        given = Terms([one for one in given if one[1]], word("report_paper.parameters", self.lang))
        parts = [given, *[Terms([*terms.items()], word("board.definitions", self.lang))] * bool(terms)]  # fmt: skip
        return Chapter(self.say("notes"), parts, lang=self.lang)

    # What was found.

    @cached_property
    def plan_findings(self) -> list[Finding]:
        if self.empty:
            return [Finding(50, self.say("no_records", year=self.year_said))]
        if not self.state.whole:
            return [self._undivided()]
        return [self._done(), *self._levels(), *self._forecast()]

    def _undivided(self) -> Finding:
        told_of = {name: counted("persontimes", int(self.totals[name]), self.lang) for name in ("enrolled", "completed")}  # fmt: skip
        return Finding(80, self.say("undivided", year=self.year_said, **told_of))

    def _done(self) -> Finding:
        planned, completed = (int(self.totals[name]) for name in ("planned", "completed"))
        about = {"year": self.year_said, "completed": counted("persontimes", completed, self.lang)}
        if not planned:
            return Finding(80, self.say("no_plan", **about))
        gap = completed - int(self.levels["due"].sum())
        about |= {"planned": counted("persontimes", planned, self.lang), "share": share(completed, planned)}  # fmt: skip
        about |= {"day": self.data_day or "", "due": f"{int(self.levels['due'].sum()):,}"}
        if not self.data_day:
            return Finding(80, self.say("done", **about))
        key = "done_ahead" if gap > 0 else "done_behind" if gap < 0 else "done_on_time"
        said = self.say(key, **about, gap=counted("persontimes", abs(gap), self.lang))
        return Finding(90 if gap < 0 else 80, said, "warn" if gap < 0 else "good")

    def _levels(self) -> list[Finding]:
        """The levels that lag behind what was due by now, the farthest first."""
        found = self.levels[self.levels["planned"] > 0] if self.data_day else self.levels[:0]
        behind = found.assign(gap=found["due"] - found["completed"])
        behind = behind[behind["gap"] > 0].sort_values("gap", ascending=False, kind="stable")
        if behind.empty or len(found) < 2:
            return []
        names = [self.say("level_gap", name=one.name, gap=f"{one.gap:,}") for one in behind.itertuples(index=False)]  # fmt: skip
        about = {"count": f"{len(behind):,}", "levels": counted("levels", len(found), self.lang)}
        return [Finding(70, self.say("levels_behind", **about, names=listed(names, self.lang)), "warn")]  # fmt: skip

    def _forecast(self) -> list[Finding]:
        _, coming = self.state.progress()
        planned = int(self.totals["planned"])
        if not coming or not planned:
            return []
        end = coming.months.iloc[-1]
        numbers = {name: f"{end[name]:,.0f}" for name in ("low", "middle", "high")}
        key = "coming_short" if end["high"] < planned else "coming_full" if end["low"] >= planned else "coming_open"  # fmt: skip
        about = {"planned": f"{planned:,}", "ended": counted("courses", coming.ended, self.lang), "left": counted("courses", coming.left, self.lang)}  # fmt: skip
        tone = {"coming_short": "bad", "coming_full": "good", "coming_open": ""}[key]
        return [Finding(85, self.say(key, **numbers, **about), tone)]

    @cached_property
    def reach_findings(self) -> list[Finding]:
        target, covered = (int(self.totals[name]) for name in ("target", "covered"))
        if self.empty or target < self.state.least:
            return []
        about = {"target": counted("persons", target, self.lang), "covered": f"{covered:,}"}
        about |= {"missed": counted("persons", target - covered, self.lang), "share": share(covered, target)}  # fmt: skip
        key = "covered_all" if covered == target else "covered"
        return [Finding(75, self.say(key, **about), "good" if covered == target else ""), *self._uncovered()]  # fmt: skip

    def _uncovered(self) -> list[Finding]:
        """The levels that reach least, and the groups that miss more of their people than chance gives."""
        found = self.state.ask("training_grid")
        levels = found.groupby("audience")[["target", "covered"]].sum()
        levels = levels[levels["target"] >= self.state.least]
        rates = (levels["covered"] / levels["target"]).sort_values(kind="stable")
        said = []
        if len(rates) > 1 and points(rates.iloc[-1] - rates.iloc[0]):
            low, high = rates.index[0], rates.index[-1]
            names = [self.state.label("course", "audience", code) for code in (low, high)]
            about = {"low": names[0], "high": names[1], "least": percent(rates.iloc[0]), "most": percent(rates.iloc[-1])}  # fmt: skip
            said.append(Finding(55, self.say("levels_apart", **about)))
        return [*said, *self._groups_low()]

    def _groups_low(self) -> list[Finding]:
        """The groups that miss more of those whom the levels are for than chance gives."""
        meant = {kind for kinds in self.state.policy.targets(self.state.people_kinds).values() for kind in kinds}  # fmt: skip
        asked = {"unit": self.unit, "year": self.year, "day": self.data_day}
        people = self.store.frame("quarter_people", **asked)
        people = people[people["kind"].isin(meant)]
        out = self.out_of_line(people["completed"] == 0, people["unit_id"])
        if out.empty:
            return []
        named = [word("report_paper.group_share", self.lang, name=name, share=percent(1 - value)) for name, value in out["share"].items()]  # fmt: skip
        return [Finding(60, self.say("groups_low", names=listed(named, self.lang)), "warn")]

    @cached_property
    def course_frame(self) -> pd.DataFrame:
        """The courses; of a unit only those that its people are enrolled in."""
        found = self.state.ask("course_progress")
        return found if self.state.whole else found[found["enrolled"] > 0]

    @cached_property
    def course_findings(self) -> list[Finding]:
        found = self.course_frame
        if found.empty or not self.data_day:
            return []
        last = found["end_date"].fillna(found["start_date"]).fillna("")
        ended, ahead = int((last <= self.data_day).sum()), int((last > self.data_day).sum())
        about = {"courses": counted("courses", len(found), self.lang), "ended": f"{ended:,}", "ahead": f"{ahead:,}"}  # fmt: skip
        said = [Finding(50, self.say("course_count", **about))]
        late = int(self.totals["overdue"])
        if late:
            mandatory = int(self.totals["overdue_mandatory"])
            key = "overdue_all" if late == mandatory else "overdue_some" if mandatory else "overdue"
            about = {name: counted("persontimes", n, self.lang) for name, n in (("late", late), ("mandatory", mandatory))}  # fmt: skip
            said.append(Finding(65, word(f"report_paper.{key}", self.lang, **about), "warn"))
        over = int(self.totals["over_leave"])
        if over:
            about = {"over": counted("persontimes", over, self.lang), "limit": self.state.policy.leave.said}  # fmt: skip
            said.append(Finding(62, self.say("over_leave", **about), "warn"))
        return said

    @cached_property
    def hours_findings(self) -> list[Finding]:
        return self.hours_told()
