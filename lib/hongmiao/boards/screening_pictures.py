"""The pictures of screening: the steps with their conversion and their days, who the candidates are, why people leave."""

from functools import cached_property

import altair as alt
import pandas as pd

from ..charts import EXIT_OUTCOME, SELECTION_RESULT, grid, headed_bars, intervals
from ..locale import word
from ..policy import policy_paths, pool_policy
from ..records.person import EDUCATION
from .listing import Picture
from .words import share

UNKNOWN, ENTERED = "unknown", "entered"  # as the questions call them
CANDIDATES = {
    "view": "candidates"
}  # a mark picks from the list that it counts, whatever list is shown
OTHER_OUTCOME = "#8a939c"


class ScreeningPictures:
    """What the state of screening shows as charts; each frame says what a click on a mark picks."""

    def funnel(self) -> pd.DataFrame:
        """group, figures, part, count: how many reached each step of the pool and how it ended there, then who entered.

        step, result: what a click chooses; dim: not chosen.
        """
        rows, before = [], None
        for line in self.ask("screening_funnel").itertuples():
            counts = {result: getattr(line, result) for result in SELECTION_RESULT}
            rows += self._step(line.step, line.step, line.reached, before, counts)
            before = line.reached
        if before:
            entered = int(self.ask("screening_summary", step=None)["entered"].iloc[0])
            rows += self._step(self.say("entered"), ENTERED, entered, before, {"passed": entered})
        return pd.DataFrame(
            rows,
            columns=["group", "figures", "whole", "part", "count", "step", "result", "dim", "view"],
        )

    def _step(
        self, name: str, step: str, reached: int, before: int | None, counts: dict[str, int]
    ) -> list[dict]:
        key = "reached_first" if before is None else "reached"
        figures = self.say(key, count=f"{reached:,}", share=share(reached, before or 0))
        about = {
            "group": name,
            "figures": figures,
            "whole": before or reached,
            "step": step,
            **CANDIDATES,
        }
        rows = []
        for result, count in counts.items():
            chosen = self.step in (None, step) and (
                step == ENTERED or self.result in (None, result)
            )
            part = self.label("selection_step", "result", result)
            rows.append(about | {"part": part, "count": count, "result": result, "dim": not chosen})
        return rows

    def ages(self) -> pd.DataFrame:
        """column (age band), row (education), count; what is unknown is empty. age, education: what a click chooses."""
        frame = self.ask("candidates_by_age_education")
        words = {code: self.label("person", "education", code) for code in EDUCATION}
        age, education = (
            frame[name].astype(object).fillna(UNKNOWN) for name in ("age_band", "education")
        )
        chosen = age.eq(self.age) if self.age else True
        chosen &= education.eq(self.education) if self.education else True
        return pd.DataFrame(
            {"column": frame["age_band"], "row": frame["education"].map(words), "count": frame["persons"],
             "age": age, "education": education, "dim": ~pd.Series(chosen, frame.index, dtype=bool), **CANDIDATES}
        )  # fmt: skip

    @cached_property
    def age_bands(self) -> list[str]:
        """Every band that any candidate is in, the youngest first."""
        return sorted(self.store.frame("candidates_by_age_education")["age_band"].dropna().unique())

    def days(self) -> pd.DataFrame:
        """How long each step takes from the one before: the median and the middle half, and the days the policy allows."""
        found = {line.step: line for line in self.ask("days_per_step").itertuples()}
        known = pool_policy(self.pool).step if self.pool in policy_paths() else []
        allowed = {step.key: step.days for step in known}
        order = [*self.steps.get(self.pool, []), ENTERED]
        rows = [
            {
                "group": self.say("entered") if step == ENTERED else step, "value": one.median, "low": one.low, "high": one.high,
                "goal": allowed.get(step), "n": self.say("days_size", days=f"{one.median:,}", size=f"{one.persons:,}"), "count": one.persons, "timed": step,
                "median": self.say("days", days=f"{one.median:,}"),
                "middle": self.say("days_between", low=f"{one.low:,}", high=f"{one.high:,}"),
                "allowed": self.say("days", days=allowed[step]) if allowed.get(step) else "",
                "dim": self.timed not in (None, step), **CANDIDATES,
            }
            for step in order if step in found for one in [found[step]]
        ]  # fmt: skip
        columns = ["group", "value", "low", "high", "goal", "n", "count", "timed", "median", "middle", "allowed", "dim", "view"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def exits(self) -> pd.DataFrame:
        """Stays that ended, by reason, cut by where the people went."""
        found = self.ask("exit_reasons")
        whole, by_reason = (
            found["stays"].sum(),
            found.fillna({"reason": UNKNOWN}).groupby("reason")["stays"].sum(),
        )
        rows = []
        for line in found.itertuples():
            reason = UNKNOWN if pd.isna(line.reason) else line.reason
            outcome = UNKNOWN if pd.isna(line.outcome) else line.outcome
            count, picked = by_reason[reason], (self.reason, self.outcome)
            rows.append({
                "group": self.say("unknown") if reason == UNKNOWN else reason,
                "figures": self.say("exit_figures", count=f"{count:,}", share=share(count, whole)), "whole": whole,
                "part": self.say("unknown") if outcome == UNKNOWN else self.label("pool_membership", "outcome", outcome),
                "count": line.stays, "reason": reason, "outcome": outcome, "stay": "left", "view": "stays",
                "dim": any(picked) and picked != (reason, outcome), "size": count,
            })  # fmt: skip
        columns = [
            "group",
            "figures",
            "whole",
            "part",
            "count",
            "reason",
            "outcome",
            "stay",
            "view",
            "dim",
            "size",
        ]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.sort_values("size", ascending=False, kind="stable")

    def pictures(self) -> list[Picture]:
        about = {"pool": self.label("pool_membership", "pool", self.pool), "unit": self.unit_name}
        funnel, people = self.funnel(), self._people()
        height = max(312, 52 * funnel["group"].nunique())
        results = {
            self.label("selection_step", "result", r): c for r, c in SELECTION_RESULT.items()
        }
        picks = ["step", "result", "view"]
        steps = headed_bars(
            funnel, results, **people, whole=self.say("step_before"), height=height, picks=picks
        )
        return [
            self.picture("funnel", steps, **about),
            self.picture("ages", self._ages_chart(height + 24), **about),
            self.picture("days", self._days_chart(), **about),
            self.picture("exits", self._exits_chart(), **about),
        ]  # fmt: skip

    def _people(self) -> dict[str, str]:
        return {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}

    def _ages_chart(self, height: int) -> alt.TopLevelMixin:
        schooling = [self.label("person", "education", code) for code in reversed(EDUCATION)]
        about = {"unknown": self.say("unknown"), "whole": self.say("candidates")} | self._people()
        picks = ["age", "education", "view"]
        return grid(self.ages(), self.age_bands, schooling, **about, height=height, picks=picks)

    def _days_chart(self) -> alt.TopLevelMixin:
        tells = {
            "median": self.say("days_median"),
            "middle": self.say("days_middle"),
            "allowed": self.say("days_allowed"),
        }
        frame = self.days()
        step = min(64, max(34, 260 // max(1, len(frame))))
        return intervals(frame, tells, step=step, picks=["timed", "view"])  # fmt: skip

    def _exits_chart(self) -> alt.TopLevelMixin:
        frame = self.exits()
        named = {
            self.label("pool_membership", "outcome", o): colour
            for o, colour in EXIT_OUTCOME.items()
        }
        parts = [
            *(p for p in named if p in {*frame["part"]}),
            *dict.fromkeys(p for p in frame["part"] if p not in named),
        ]
        colours = {part: named.get(part, OTHER_OUTCOME) for part in parts}
        words = {
            "unit": self.say("exits_head"),
            "share": word("board.share", self.lang),
            "whole": self.say("exits_whole"),
        }
        picks = ["stay", "outcome", "reason", "view"]
        return headed_bars(frame, colours, **words, height=max(240, 44 * frame["group"].nunique()), picks=picks)  # fmt: skip
