"""The pictures of the vacancies: how ready the people in line are, post by post, and who is ready by unit and level."""

from collections.abc import Iterable

import pandas as pd

from ..charts import BENCH_COLOURS, composition, grid, intervals
from ..locale import word
from ..records.person import POST_LEVELS
from .groups import grouped, kind_of
from .listing import Picture

MOST, IN_A_MEETING = 18, 10  # posts, and units, that have room


class VacancyPictures:
    """What the state of the vacancies shows as charts; each frame says what a click on a mark picks."""

    @property
    def room(self) -> int:
        return IN_A_MEETING if self.meeting else MOST

    def ordered(self, levels: Iterable[str]) -> list[str]:
        """Levels of posts from the top of the ladder down; those that it does not know last."""
        found = {*levels}
        return [code for code in dict.fromkeys([*POST_LEVELS, *sorted(found)]) if code in found]

    def readiness(self) -> pd.DataFrame:
        """group (post), part (how ready), count of people: the longest open first; vacancy, ready, view: what a click chooses."""
        found = self.vacancies if not self.blank else pd.DataFrame(columns=["line"])
        found = found[~found["line"].isin(["filled", "unruled"])].head(self.room)
        heads = [self.say("post_said", post=one.post, unit=one.unit) for one in found.itertuples()]
        twice, rows = {head for head in heads if heads.count(head) > 1}, []
        for head, post in zip(heads, found.itertuples(), strict=True):
            group = f"{head} {post.vacancy_id}" if head in twice else head
            for ready in BENCH_COLOURS:
                chosen = self.vacancy in (None, post.vacancy_id) and self.ready in (None, ready)
                rows.append({
                    "group": group, "part": self.ready_words(ready), "count": getattr(post, ready), "vacancy": post.vacancy_id,
                    "ready": ready, "view": "candidates", "dim": not chosen,
                })  # fmt: skip
        return pd.DataFrame(rows, columns=["group", "part", "count", "vacancy", "ready", "view", "dim"])  # fmt: skip

    def strength(self) -> pd.DataFrame:
        """row (group of units), column (level of post), count of people ready now; unit, level_is, ready, view: picks."""
        groups = self.ask("unit_groups").set_index("unit_id")
        found = self.of_unit(self.line) if not self.blank else pd.DataFrame(columns=["unit_id", "level", "ready"])  # fmt: skip
        found = found[found["level"] == self.level] if self.level else found
        found = found.assign(size=found["ready"] == "now")
        frame = found.groupby(["unit_id", "level"], as_index=False)["size"].sum()
        frame = frame.join(groups, on="unit_id").groupby([*groups, "level"], sort=True, as_index=False)["size"].sum()  # fmt: skip
        frame = grouped(frame, self.unit, self.lang, self.meeting, size="size")
        frame = frame[frame["group"].isin(frame["group"].unique()[: self.room])]
        none, chosen = frame["unit"].isna(), frame["level"].eq(self.level_is)
        level = frame["level"].astype(object).mask(none, None)
        rows = pd.DataFrame({
            "row": frame["group"], "column": frame["level"].map(self.level_words), "count": frame["size"], "unit": frame["unit"],
            "level_is": level, "kind": frame["group_kind"], "ready": pd.Series("now", frame.index, dtype=object).mask(none, None),
            "view": pd.Series("bench", frame.index, dtype=object).mask(none, None), "dim": ~chosen & (self.level_is is not None),
        })  # fmt: skip
        keys = [name for name in rows if name != "count"]
        return rows.groupby(keys, sort=False, dropna=False, as_index=False)["count"].sum()

    def times(self) -> pd.DataFrame:
        """group (level, filled or open), value, low, high in days, n; level_is, line_is, view: what a click chooses."""
        rows = []
        found = {"filled": self.filled, "open": self.vacancies[self.vacancies["line"] != "filled"]} if not self.blank else {}  # fmt: skip
        for line, posts in found.items():
            grouped_days = dict(iter(posts.groupby("post_level")["days"]))
            for level in self.ordered(grouped_days):
                days = grouped_days[level]
                low, middle, high = days.quantile([0.25, 0.5, 0.75], interpolation="lower")
                chosen = self.level_is in (None, level) and self.line_is in (None, line)
                head = self.say(f"time_{line}", level=self.level_words(level))
                rows.append({
                    "group": head, "value": middle, "low": low, "high": high, "count": len(days), "n": self.say("time_size", days=f"{middle:.0f}", count=len(days)),
                    "median": self.say("days_said", days=f"{middle:.0f}"), "middle": self.say("days_between", low=f"{low:.0f}", high=f"{high:.0f}"),
                    "level_is": level, "line_is": line, "view": "vacancies", "dim": not chosen,
                })  # fmt: skip
        columns = ["group", "value", "low", "high", "count", "n", "median", "middle", "level_is", "line_is", "view", "dim"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def pictures(self) -> list[Picture]:
        readiness, strength = self.readiness(), self.strength()
        words = {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}
        colours = {self.ready_words(code): colour for code, colour in BENCH_COLOURS.items()}
        shown = readiness["group"].nunique()
        bars = composition(readiness, colours, whole=self.say("in_line"), picks=["vacancy", "ready", "view"], step=32, **words)  # fmt: skip
        rows = list(dict.fromkeys(strength["row"]))
        levels = [
            self.level_words(code)
            for code in self.ordered(self.posts)
            if self.level in (None, code)
        ]
        cells = grid(
            strength, levels, rows, whole=self.say("all_ready"), height=max(120, 24 + 32 * max(len(rows), shown)), whole_rows=True,
            whole_columns=True, picks=["unit", "level_is", "ready", "view"], **words,
        )  # fmt: skip
        kind = kind_of(set(strength["kind"].dropna()), self.lang)
        about = {"unit": self.unit_name, "day": self.data_day or "", "months": self.rule.within.months, "later": self.rule.later.months}  # fmt: skip
        tells = {"median": self.say("time_median"), "middle": self.say("time_middle")}
        times = intervals(self.times(), tells, picks=["level_is", "line_is", "view"])
        return [
            self.picture("readiness", bars, count=shown, **about),
            self.picture("strength", cells, kind=kind, **about),
            self.picture("times", times, year=self.year_words, **about),
        ]
