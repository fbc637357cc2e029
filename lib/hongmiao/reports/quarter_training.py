"""The quarter's training: person-times and persons up to its end, what is overdue, and who is short of hours."""

from dataclasses import replace

from ..boards.words import share
from ..locale import word
from .hours_told import HoursTold
from .parts import Chapter, Chart, Numbers
from .sentences import Finding, counted


class QuarterTraining(HoursTold):
    """A part of the unit's quarter: `people`, `training_state`, `hours_state`, `lang`, `day` and `say` are the report's."""

    def training(self) -> Chapter:
        """What was done up to the end of the quarter; charts where the data ends there, too."""
        parts = []
        state, hours = self.training_state, self.hours_state
        if self.trained:
            parts.append(Numbers(self.training_tiles()))
        shown = self.trained and self.day == self.data_day and self.has_groups
        if shown and state.coverage()["row"].nunique() > 1:
            parts.append(Chart(state.drawn[3], 6))
        if len(hours.everyone) >= hours.least:
            parts.append(Chart(hours.drawn[0], 6 if len(parts) > 1 else 12))
        found = self.said(self.training_findings, parts)
        return Chapter(self.say("training"), found, lang=self.lang)

    @property
    def trained(self) -> bool:
        """Whether anybody had started a course by the day."""
        return bool(self.people["started"].sum())

    def _reach(self) -> tuple[int, int, int]:
        """Persons who completed anything; of those the levels are for, how many did, and how many they are."""
        done = self.people["completed"] > 0
        kinds = {kind for some in self.training_state.policy.targets(self.training_state.people_kinds).values() for kind in some}  # fmt: skip
        meant = self.people["kind"].isin(kinds)
        return int(done.sum()), int((done & meant).sum()), int(meant.sum())

    def training_tiles(self) -> list:
        """As the board's, up to the day: started, completed, reached, the rate, overdue."""
        state, lang = self.training_state, self.lang
        n = {name: int(self.people[name].sum()) for name in ("started", "completed", "lately", "overdue", "overdue_mandatory")}  # fmt: skip
        finished, covered, target = self._reach()
        known = {"target": f"{target:,}"}
        reach = state.part_of("reached_note", covered, target, **known) if target >= state.least else ""  # fmt: skip
        rate = {name: f"{n[name]:,}" for name in ("completed", "started")}
        mandatory = self.say("of_which_mandatory", count=counted("persontimes", n["overdue_mandatory"], lang)) if n["overdue"] else ""  # fmt: skip
        lately = self.say("lately", count=counted("persontimes", n["lately"], lang))
        return [
            state.tile("started", f"{n['started']:,}", "persontimes"),
            state.tile("completed", f"{n['completed']:,}", "persontimes", lately),
            state.tile("reached", f"{finished:,}", "persons", reach),
            state.tile("rate", share(n["completed"], n["started"]), "percent", state.say("rate_note", **rate)),
            state.tile("overdue", f"{n['overdue']:,}", "persontimes", mandatory, tone="warn" if n["overdue"] else ""),
        ]  # fmt: skip

    def _training_findings(self) -> list[Finding]:
        if not self.trained:
            about = {"year": self.year_said, "day": self.day or ""}
            key = "training_none" if self.year else "training_never"
            return [Finding(34, self.say(key, **about)), *self.hours_told()]
        return [self._done(), *self._overdue(), *self.hours_told()]

    def _done(self) -> Finding:
        completed, lately = (int(self.people[name].sum()) for name in ("completed", "lately"))
        finished, covered, target = self._reach()
        about = {
            "day": self.day, "year": self.year_said, "completed": counted("persontimes", completed, self.lang),
            "lately": f"{lately:,}", "finished": counted("persons", finished, self.lang),
        }  # fmt: skip
        if not completed:
            return Finding(56, self.say("done_nothing", **about), "warn")
        reach = self.say("reach", target=f"{target:,}", share=share(covered, target)) if target >= self.training_state.least else ""  # fmt: skip
        return Finding(58, self.say("done", **about, reach=reach))

    def _overdue(self) -> list[Finding]:
        late, mandatory = (int(self.people[name].sum()) for name in ("overdue", "overdue_mandatory"))  # fmt: skip
        if not late:
            return []
        key = "overdue_all" if late == mandatory else "overdue_some" if mandatory else "overdue"
        about = {name: counted("persontimes", n, self.lang) for name, n in (("late", late), ("mandatory", mandatory))}  # fmt: skip
        return [
            Finding(
                66 if mandatory else 45, word(f"report_paper.{key}", self.lang, **about), "warn"
            )
        ]

    def cover_tiles(self) -> list:
        """The figures of training that stand on the cover: person-times completed, and who has done the hours."""
        tiles = [self.training_tiles()[1]] if self.trained else []
        if self.hours_state.blank:
            return tiles
        met = self.hours_state.tiles()[1]
        label = word("report_paper.with_hours", self.lang, label=met.label)
        return [*tiles, replace(met, label=label)]
