"""Stars: how members are rated, group by group and period by period; those without stars stand apart."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import PAGE_COLOURS, STARS, composition, over_time
from ..locale import word
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import Picture, State, open_board
from .words import NONE, cell, difference, period_words, share

PERIODS = 8  # columns that one chart can show
GROUPS = {
    "town": "towns",
    "street": "towns",
    "village": "villages",
    "community": "villages",
    "branch": "branches",
}


def board(store: Store, lang: str | None = None) -> Page:
    """The page of star ratings."""
    return open_board(Stars(store, lang))


class Stars(State):
    """The ratings of one period among the people of one unit."""

    name = "stars"
    period = t.Unicode(None, allow_none=True)

    @cached_property
    def periods(self) -> list[str]:
        """All rating periods, the latest first."""
        return self.store.frame("rating_periods")["period"].tolist()

    @cached_property
    def choices(self) -> list[Choice]:
        options = [(period_words(period, self.lang), period) for period in self.periods]
        return [Choice("period", self.say("period"), options, next(iter(self.periods), None))]

    @property
    def before(self) -> str | None:
        """The period before the chosen one."""
        return dict(zip(self.periods, self.periods[1:], strict=False)).get(self.period)

    def tiles(self) -> list[Tile]:
        now = self.ask("star_summary").iloc[0]
        then = self.ask("star_summary", period=self.before).iloc[0] if self.before else {}
        rated, unrated, exempt, out = (
            int(now[s]) for s in ("rated", "unrated", "exempt", "not_eligible")
        )
        mean = NONE if pd.isna(now["mean_stars"]) else f"{now['mean_stars']:.2f}"
        listed = self.part_of("of_list", unrated, rated + unrated + exempt + out)
        apart = self.say("exempt_and_out", exempt=f"{exempt:,}", out=f"{out:,}")

        def against(field: str, unit: str, digits: int = 0) -> str:
            return difference(
                now[field], then.get(field), word(f"unit.{unit}", self.lang), self.lang, digits
            )

        five = [
            100 * s["five_stars"] / s["rated"] if len(s) and s["rated"] else None
            for s in (now, then)
        ]
        points = difference(*five, word("board.percentage_points", self.lang), self.lang, 1)
        return [
            self.tile("rated", f"{rated:,}", "persons", against("rated", "persons")),
            self.tile("mean", mean, "stars", against("mean_stars", "stars", 2)),
            self.tile("five", share(now["five_stars"], rated), "percent", points),
            self.tile("unrated", f"{unrated:,}", "persons", listed, "warn" if unrated else ""),
            self.tile("without", f"{exempt + out:,}", "persons", apart),
        ]

    def composition(self) -> pd.DataFrame:
        """group, part, count, kind: the groups below the unit, most five stars first, and before them the whole."""
        frame = self.ask("star_distribution").astype({"group_name": object})
        names = frame["group_name"].mask(
            frame["group_name"] == "", self.label("unit", "kind", "organ")
        )
        frame["group"] = names.mask(frame["group_id"] == self.unit, self.say("own"))
        namesakes = frame.groupby("group")["group_id"].transform("nunique") > 1
        frame["group"] = frame["group"].mask(namesakes, frame["group"] + " " + frame["group_id"])
        if frame["group_id"].nunique() > 1:
            frame = pd.concat([frame.assign(group=self.say("whole"), group_kind=""), frame])
        return self._parted(frame)[["group", "part", "persons", "group_kind"]].set_axis(
            ["group", "part", "count", "kind"], axis=1
        )

    def trend(self) -> pd.DataFrame:
        """group, part, count of those rated in the latest periods, in order of time."""
        frame = self.ask("star_trend")
        frame = frame[(frame["status"] == "rated") & frame["period"].isin(self.periods[:PERIODS])]
        names = {period: period_words(period, self.lang, joint="\n") for period in self.periods}
        frame = self._parted(frame.assign(group=frame["period"].map(names)))
        return frame[["group", "part", "persons"]].rename(columns={"persons": "count"})

    def _parted(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The part each row belongs to: its stars, unrated, or exempt and not eligible together."""
        stars = frame["stars"].map(self.star_words)
        status = frame["status"].map({"unrated": self.label("star_rating", "status", "unrated")})
        return frame.assign(
            part=stars.astype(object).fillna(status.astype(object)).fillna(self.say("without"))
        )

    @staticmethod
    def _kind_of(kinds: set[str]) -> str:
        """What the groups are, in one word; district organs stand as one group beside towns."""
        found = {GROUPS.get(kind, "units") for kind in kinds - {"", "organ"}}
        word = found.pop() if len(found) == 1 else "units"
        return "towns_and_organs" if word == "towns" and "organ" in kinds else word

    @cached_property
    def star_words(self) -> dict[int, str]:
        return {stars: self.say(f"star_{stars}") for stars in STARS}

    def pictures(self) -> list[Picture]:
        groups, trend = self.composition(), self.trend()
        stars = {self.star_words[stars]: colour for stars, colour in STARS.items()}
        apart = {
            self.label("star_rating", "status", "unrated"): PAGE_COLOURS["soft"],
            self.say("without"): PAGE_COLOURS["line"],
        }
        words = {"unit": word("unit.persons", self.lang), "share": word("board.share", self.lang)}
        kind = self.say(f"groups_{self._kind_of(set(groups['kind']))}")
        parts = composition(
            groups,
            stars | apart,
            apart=[*apart],
            apart_title=self.say("apart"),
            strong=self.say("whole"),
            **words,
        )
        columns = over_time(
            trend, stars, height=min(560, max(240, 30 * groups["group"].nunique() - 24)), **words
        )
        return [
            self.picture("groups", parts, kind=kind, unit=self.unit_name),
            self.picture("trend", columns, unit=self.unit_name),
        ]

    def columns(self) -> list[Column]:
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            self.column("star_rating", "post"),
            self.column("star_rating", "stars", kind="stars"),
            self.column("star_rating", "status", kind="tag"),
            self.column("star_rating", "reward"),
        ]

    def people(self, offset=0, limit=None, sort="", descending=False, search="") -> pd.DataFrame:
        """The people on the list of the period, most stars first."""
        return self.ask_leaf("star_people", offset, limit, sort, descending, search)

    leaf = people

    def row(self, line) -> list[str]:
        stars = "" if pd.isna(line.stars) else "★" * int(line.stars) + "☆" * (5 - int(line.stars))
        status = self.label("star_rating", "status", line.status)
        return [
            line.person_id,
            line.name,
            line.unit,
            cell(line.post),
            stars,
            status,
            cell(line.reward),
        ]

    def table_words(self) -> dict[str, str]:
        period = period_words(self.period or "", self.lang)
        return {
            name: self.say(f"table_{name}", unit=self.unit_name, period=period)
            for name in ("title", "subtitle", "file_name")
        }
