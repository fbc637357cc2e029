"""The pictures of the training board and the frames behind them."""

import calendar
from collections.abc import Iterator
from functools import cached_property

import pandas as pd

from ..charts import TRAINING_STATUS, composition, headed_bars
from ..charts.curve import curve
from ..charts.grid import heat
from ..locale import word
from ..records.enrolment import STATUSES
from .groups import grouped
from .listing import Picture
from .outlook import ENOUGH, Outlook, outlook
from .words import period_words, share

ALL = frozenset(STATUSES)
HOLDS = {"started": ALL - {"enrolled"}, "unfinished": ALL - {"completed"}, "overdue": ALL - {"completed"}, "over_leave": {"leave"}}  # fmt: skip
"""The statuses that each thing asked for beside a status can have."""
PLAN = ["group", "figures", "part", "count", "goal", "gap", "planned", "enrolled", "audience", "status", "view", "dim"]  # fmt: skip
POINT = {"count": 0.0, "low": None, "high": None, "tip": None, "said": "", "until": None, "status": None, "view": None}  # fmt: skip


class Pictures:
    """What the training board draws of what is chosen."""

    def pictures(self) -> Iterator[Picture]:
        yield self._plan_picture()
        yield self._status_picture()
        yield self._progress_picture()
        yield self._grid_picture()

    def _dim(self, audience: str, *codes: str) -> bool:
        """Whether something else than these statuses of a level is chosen."""
        chosen = HOLDS.get(self.status, {self.status})
        return self.audience not in (None, audience) or (self.status is not None and chosen.isdisjoint(codes))  # fmt: skip

    # The plan by level.

    @cached_property
    def parts(self) -> dict[str, str]:
        """The two parts of a bar of the plan: those who completed, and all others enrolled."""
        return {
            self.say("done"): TRAINING_STATUS["completed"],
            self.say("not_done"): TRAINING_STATUS["in_progress"],
        }

    def plan(self) -> pd.DataFrame:
        """group (level), figures, part, count, goal: person-times completed and others enrolled beside the plan.

        audience, status, view: what a click chooses; dim: not chosen.
        """
        rows = []
        for level in self.ask("training_by_level").itertuples():
            goal = int(level.planned) if self.whole and level.planned else None
            gap = level.completed - level.due if goal and self.data_day else None
            of = {"completed": f"{level.completed:,}", "whole": f"{goal or level.enrolled:,}"}
            figures = self.say(
                "of_plan" if goal else "of_enrolled",
                share=share(level.completed, goal or level.enrolled),
                gap=self.gap_words(gap),
                **of,
            )
            line = {
                "group": self.label("course", "audience", level.audience), "figures": figures, "goal": goal, "gap": gap,
                "planned": goal, "enrolled": None if goal else level.enrolled, "audience": level.audience, "view": "enrolments",
            }  # fmt: skip
            counts = level.completed, level.enrolled - level.completed
            for part, code, count in zip(
                self.parts, ("completed", "unfinished"), counts, strict=True
            ):
                dim = self._dim(level.audience, *HOLDS.get(code, {code}))
                rows.append(line | {"part": part, "count": count, "status": code, "dim": dim})
        return pd.DataFrame(rows, columns=PLAN)

    def gap_words(self, gap: int | None) -> str:
        """How far those who completed are ahead of what was due, or behind it."""
        if gap is None:
            return ""
        return self.say(
            "ahead" if gap > 0 else "behind" if gap < 0 else "on_time", gap=f"{abs(gap):,}"
        )

    def _plan_picture(self) -> Picture:
        key = "plan" if self.whole else "plan_undivided"
        whole = {"planned": self.say("planned_head"), "enrolled": self.say("enrolled_head")}
        words = {"unit": word("unit.persontimes", self.lang), "share": word("board.share", self.lang)}  # fmt: skip
        bars = headed_bars(self.plan(), self.parts, whole=whole, picks=["audience", "status", "view"], **words)  # fmt: skip
        return self.picture(key, bars, unit=self.unit_name, day=self.data_day)

    # Status by level.

    def statuses(self) -> pd.DataFrame:
        """group (level), part (status), count of person-times, levels in the order of the plan."""
        order = {level: i for i, level in enumerate(self.ask("training_by_level")["audience"])}
        found = self.ask("training_by_status").sort_values(
            "audience", key=lambda column: column.map(order)
        )
        rows = [
            {
                "group": self.label("course", "audience", line.audience), "part": self.label("enrolment", "status", line.status),
                "count": line.persontimes, "audience": line.audience, "status": line.status, "view": "enrolments",
                "dim": self._dim(line.audience, line.status),
            }
            for line in found.itertuples()
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["group", "part", "count", "audience", "status", "view", "dim"])  # fmt: skip

    def _status_picture(self) -> Picture:
        colours = {self.label("enrolment", "status", code): colour for code, colour in TRAINING_STATUS.items()}  # fmt: skip
        parts = composition(
            self.statuses(), colours, whole=self.say("enrolled_head"), step=52, unit=word("unit.persontimes", self.lang),
            share=word("board.share", self.lang), picks=["audience", "status", "view"],
        )  # fmt: skip
        return self.picture("status", parts, unit=self.unit_name)

    # Progress through the year.

    def progress(self) -> tuple[pd.DataFrame, Outlook | None]:
        """series, x, count … as `curve` wants them, and the outlook that stands in them."""
        found = self.ask("training_by_month")
        found = found[found["month"] != ""].set_index("month")
        if found.empty:
            return pd.DataFrame(columns=["series", "x", *POINT, "dim"]), None
        months = self._months(found.index)
        known = found.reindex(months, fill_value=0).cumsum()
        latest = (self.data_day or f"{found.index[found['completed'] > 0].max()}-31")[:10]
        so_far = [month for month in months if month <= latest[:7]]
        rows = [{"series": "tick", "x": i + 0.5, "said": self._tick(month, len(months))} for i, month in enumerate(months)]  # fmt: skip
        if self.whole and known["planned"].iloc[-1]:
            rows += self._line("plan", months, known["planned"], "planned_said")
        rows += self._line("done", so_far, known["completed"], "", latest)
        coming = self._outlook(int(known["completed"].iloc[-1])) if self.whole else None
        if coming:
            rows += self._coming(coming, months, rows[-1])
        frame = pd.DataFrame([POINT | {"dim": False} | row for row in rows])
        return frame.astype({"low": float, "high": float}), coming

    def _months(self, known: pd.Index) -> list[str]:
        first = min([*known, *([f"{self.year}-01"] if self.year else [])])
        last = max([*known, *([f"{self.year}-12"] if self.year else [])])
        return pd.period_range(first, last, freq="M").strftime("%Y-%m").tolist()

    def _tick(self, month: str, count: int) -> str:
        if count > 18:  # no room for months: the year, in its middle
            return month[:4] if month.endswith("-07") else ""
        name = word(f"board.month_{int(month[5:])}", self.lang)
        return name if self.lang == "zh" else name[:3]

    def _line(self, series: str, months: list[str], counts: pd.Series, said: str, day: str = "") -> list[dict]:  # fmt: skip
        """The points of a line; the last stands at the day of the data, and says how many. The plan opens no rows."""
        rows = [{"series": series, "x": 0.0}]
        for i, month in enumerate(months):
            days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
            part = min(1.0, int(day[8:]) / days) if month == day[:7] else 1.0
            row = {"series": series, "x": i + part, "count": float(counts[month]), "tip": period_words(month, self.lang)}  # fmt: skip
            if series == "done":
                dim = self.until not in (None, month)
                row |= {"until": month, "status": "completed", "view": "enrolments", "dim": dim}
            rows.append(row)
        number = f"{rows[-1]['count']:,.0f}"
        rows[-1]["said"] = self.say(said, count=number) if said else number
        return rows

    def _outlook(self, done: int) -> Outlook | None:
        if not self.year or not self.data_day:
            return None
        return outlook(self.ask("training_courses"), self.data_day, done)

    def _coming(self, coming: Outlook, months: list[str], start: dict) -> list[dict]:
        rows = [{"series": "forecast", "x": start["x"], "count": start["count"], "low": start["count"], "high": start["count"]}]  # fmt: skip
        for line in coming.months.itertuples():
            if line.month in months:
                rows.append({
                    "series": "forecast", "x": months.index(line.month) + 1.0, "count": round(line.middle), "low": round(line.low),
                    "high": round(line.high), "tip": period_words(line.month, self.lang),
                })  # fmt: skip
        rows[-1]["said"] = self.say("coming_said", count=f"{rows[-1]['count']:,}")
        return rows

    def _progress_picture(self) -> Picture:
        frame, coming = self.progress()
        chart = curve(
            frame, value=word("unit.persontimes", self.lang), low=self.say("low"), high=self.say("high"),
            picks=["until", "status", "view"],
        )  # fmt: skip
        end = coming.months.iloc[-1] if coming else {}
        told = {name: f"{end[name]:,.0f}" for name in ("low", "middle", "high")} if coming else {}
        outlook = self.say("outlook", ended=coming.ended, left=coming.left, **told) if coming else self.say("no_outlook", enough=ENOUGH)  # fmt: skip
        return self.picture("progress", chart, unit=self.unit_name, outlook=outlook)

    # Levels and units.

    def coverage(self) -> pd.DataFrame:
        """column (level), row (group), count, whole: how many of those a level is for it covered, or of those begun were completed."""
        part, whole = ("covered", "target") if self.measure == "coverage" else ("completed", "started")  # fmt: skip
        picks = {"view": "people", "reach": "covered", "status": None} if part == "covered" else {"view": "enrolments", "reach": None, "status": "completed"}  # fmt: skip
        found = self.ask("training_grid").rename(columns={part: "count", whole: "whole"})
        frame = (
            grouped(found, self.unit, self.lang, self.meeting, "whole")
            .rename(columns={"group": "row"})
            .assign(**picks)
        )
        frame["column"] = [self.label("course", "audience", code) for code in frame["audience"]]
        # A group that no unit stands for opens nothing: what a click would list is more than the cell counts.
        nobody = frame["unit"].isna()
        for name in ("audience", "view", "reach", "status"):
            frame[f"{name}_known"] = frame[name]
            frame[name] = frame[name].astype(object).mask(nobody, None)
        frame["dim"] = (frame["audience_known"] != self.audience) & (self.audience is not None)
        return frame

    def _grid_picture(self) -> Picture:
        frame = self.coverage()
        order = self.ask("training_by_level")["audience"]
        known = set(frame["audience_known"][frame["whole"] > 0])
        columns = [self.label("course", "audience", code) for code in order if code in known]
        key, unit = ("coverage", "persons") if self.measure == "coverage" else ("completion", "persontimes")  # fmt: skip
        chart = heat(
            frame, columns, [*dict.fromkeys(frame["row"])], unit=self.say(f"{key}_part"), whole=self.say(f"{key}_whole"),
            share=self.say(key), picks=["unit", "audience", "reach", "status", "view"],
        )  # fmt: skip
        return self.picture(key, chart, unit=self.unit_name)
