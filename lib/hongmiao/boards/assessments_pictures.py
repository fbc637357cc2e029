"""The pictures of assessments: scores by group and by period, weak indicators by unit, and who has still to give a score."""

import pandas as pd

from ..charts import NO_FIGURE, composition, headed_bars, over_time
from ..charts.grid import heat
from ..locale import word
from .groups import grouped, kind_of
from .listing import Picture
from .words import period_words, share

PERIODS = 8  # columns that the trend has room for
ROWS, IN_A_MEETING = 16, 12  # units of the heat map
GIVEN = "#1f7a5c"


class AssessmentPictures:
    """What the state of assessments shows as charts; each frame says what a click on a mark picks."""

    def groups(self) -> pd.DataFrame:
        """group, part (band), count, kind, unit, band, view, dim: first the whole, then the groups below the unit."""
        frame = grouped(self.ask("assessment_groups"), self.unit, self.lang, self.meeting, size="persons")  # fmt: skip
        frame = frame.assign(band=self.banded(frame), nobody=frame["unit"].isna(), kind=frame["group_kind"])  # fmt: skip
        if frame["group_id"].nunique() > 1:
            whole = frame.assign(group=self.say("whole"), kind="", unit=self.unit, nobody=False)
            frame = pd.concat([whole, frame])
        code = frame["band"]
        frame = frame.assign(
            part=code.map(self.bands), band=code.mask(frame["nobody"], None),
            view=pd.Series("people", frame.index, dtype=object).mask(frame["nobody"], None), dim=self._dim(code),
        ).rename(columns={"persons": "count"})  # fmt: skip
        columns = ["group", "part", "kind", "unit", "band", "view", "dim"]
        return frame.groupby(columns, sort=False, dropna=False, as_index=False)["count"].sum()

    def _dim(self, code: pd.Series) -> pd.Series:
        return (code != self.band) & (self.band is not None)

    def trend(self) -> pd.DataFrame:
        """group (period), part (band), count, period, band, view, dim, the latest period last."""
        frame = self.ask("assessment_trend")
        frame = frame[frame["period"].isin(self.periods[:PERIODS])]
        code = self.banded(frame)
        chosen = (code == self.band) & (frame["period"] == self.period)
        return pd.DataFrame({
            "group": [period_words(period, self.lang, joint="\n") for period in frame["period"]],
            "part": code.map(self.bands), "count": frame["persons"], "period": frame["period"], "band": code,
            "view": "people", "dim": ~chosen & (self.band is not None),
        }).groupby(["group", "part", "period", "band", "view", "dim"], sort=False, as_index=False)["count"].sum()  # fmt: skip

    def weak(self) -> pd.DataFrame:
        """row (group), column (indicator), count (weak), whole (scored); unit, indicator, mark, view: what a click chooses."""
        frame = grouped(self.ask("assessment_heat"), self.unit, self.lang, self.meeting, size="scored")  # fmt: skip
        most = IN_A_MEETING if self.meeting else ROWS
        frame = frame[frame["group"].isin(frame["group"].unique()[:most])]
        none, chosen = frame["unit"].isna(), frame["indicator"].eq(self.indicator)
        frame = pd.DataFrame({
            "row": frame["group"], "column": frame["indicator"], "count": frame["weak"], "whole": frame["scored"].fillna(0),
            "unit": frame["unit"], "indicator": frame["indicator"].mask(none, None), "kind": frame["group_kind"],
            "mark": pd.Series("weak", frame.index, dtype=object).mask(none, None),
            "view": pd.Series("marks", frame.index, dtype=object).mask(none, None),
            "dim": ~chosen & (self.mark == "weak") & (self.indicator is not None),
        })  # fmt: skip
        keys = ["row", "column", "unit", "indicator", "mark", "view", "dim", "kind"]
        return frame.groupby(keys, sort=False, dropna=False, as_index=False)[["count", "whole"]].sum()  # fmt: skip

    def given_scores(self) -> pd.DataFrame:
        """group (indicator and rater), part (scored or not yet), count, whole (people assessed): the heaviest first."""
        rows = []
        for line in self.ask("assessment_raters", indicator=None).itertuples():
            picks = {"indicator": line.indicator, "rater": line.rater, "view": "marks"}
            here = self.indicator == line.indicator and self.rater in (None, line.rater)
            figures = self.say("given_figures", share=share(line.scored, line.assessed), scored=f"{line.scored:,}", whole=f"{line.assessed:,}")  # fmt: skip
            head = self.say("given_head", indicator=line.indicator, rater=self.rater_words(line.rater))  # fmt: skip
            for mark in ("scored", "missing"):
                dim = self.indicator is not None and not (here and self.mark in (None, mark))
                rows.append(picks | {
                    "group": head, "figures": figures, "whole": line.assessed, "part": self.say(f"mark_{mark}"),
                    "count": int(getattr(line, mark)), "mark": mark, "goal": line.assessed, "dim": dim,
                })  # fmt: skip
        columns = ["group", "figures", "whole", "part", "count", "goal", "indicator", "rater", "mark", "view", "dim"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def pictures(self) -> list[Picture]:
        groups, trend, weak, given = self.groups(), self.trend(), self.weak(), self.given_scores()
        people = {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}
        aside = [self.bands[code] for code in ("open", "none")]
        judged = self.say("judged")
        bars = composition(
            groups, self.colours, apart=aside, whole=judged, apart_title=self.say("apart"), apart_whole=self.say("assessed"),
            strong=self.say("whole"), picks=["unit", "band", "view"], **people,
        )  # fmt: skip
        parts = {name: colour for name, colour in self.colours.items() if name not in aside}
        columns = over_time(
            trend[~trend["part"].isin(aside)], parts, whole=judged, picks=["period", "band", "view"], **people,
        )  # fmt: skip
        rows = list(dict.fromkeys(weak["row"]))
        cells = heat(
            weak, sorted(set(weak["column"])), rows, unit=self.say("mark_weak"), whole=self.say("mark_scored"),
            share=people["share"], step=36, picks=["unit", "indicator", "mark", "view"],
        )  # fmt: skip
        marks = {self.say("mark_scored"): GIVEN, self.say("mark_missing"): NO_FIGURE[0]}
        raters = headed_bars(
            given, marks, unit=word("unit.marks", self.lang), whole=self.say("assessed"), share=people["share"],
            height=24 + 36 * len(rows), picks=["indicator", "rater", "mark", "view"],
        )  # fmt: skip
        about = {"unit": self.unit_name, "period": period_words(self.period or "", self.lang)}
        kind = kind_of(set(groups["kind"]), self.lang)
        line = self.policy
        return [
            self.picture("groups", bars, kind=kind, share=f"{line.judged.at_least:.0%}", **about),
            self.picture("trend", columns, **about),
            self.picture("weak", cells, kind=kind, line=line.weak.below, **about),
            self.picture("given", raters, **about),
        ]
