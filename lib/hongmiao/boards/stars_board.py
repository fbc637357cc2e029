"""Stars: how members are rated, group by group and period by period; those without stars stand apart."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import PAGE_COLOURS, STARS, composition, over_time
from ..locale import word
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .state import Picture, State
from .words import NONE, cell, difference, period_words, share

PERIODS = 8  # columns that one chart can show
MEETING_GROUPS = 12  # bars that a projected chart can show
WITHOUT = ("exempt", "not_eligible")
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
    widths = (7, 5)
    question = "star_people"
    meanings = (("star_rating", "status"),)
    period = t.Unicode(None, allow_none=True)
    rating = t.Unicode(None, allow_none=True)

    @cached_property
    def periods(self) -> list[str]:
        """All rating periods, the latest first."""
        return self.store.frame("rating_periods")["period"].tolist()

    @cached_property
    def choices(self) -> list[Choice]:
        periods = [(period_words(period, self.lang), period) for period in self.periods]
        ratings = [(words, code) for code, words in self.rating_words.items()]
        return [
            Choice("period", self.say("period"), periods, next(iter(self.periods), None)),
            Choice("rating", self.say("rating"), ratings, hidden=True),
        ]

    @property
    def blank(self) -> bool:
        return not self.periods

    @property
    def before(self) -> str | None:
        """The period before the chosen one."""
        return dict(zip(self.periods, self.periods[1:], strict=False)).get(self.period)

    def headline(self) -> Tile:
        return self.tiles()[2]

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
            self.tile(
                "rated",
                f"{rated:,}",
                "persons",
                against("rated", "persons"),
                **self.course("rated"),
            ),
            self.tile(
                "mean", mean, "stars", against("mean_stars", "stars", 2), **self.course("mean")
            ),
            self.tile(
                "five", share(now["five_stars"], rated), "percent", points, **self.course("five")
            ),
            self.tile("unrated", f"{unrated:,}", "persons", listed, tone="warn" if unrated else ""),
            self.tile("without", f"{exempt + out:,}", "persons", apart),
        ]

    def course(self, figure: str) -> dict[str, object]:
        """The course of a figure over the latest periods up to the chosen one, for its tile."""
        known = self.ask("star_trend")
        known = known[(known["status"] == "rated") & (known["period"] <= (self.period or ""))]
        persons = known.groupby("period")["persons"].sum()
        weighed = known.assign(n=known["persons"] * known["stars"]).groupby("period")["n"].sum()
        five = known[known["stars"] == 5].groupby("period")["persons"].sum()
        shares = (100 * five / persons).fillna(0)
        values = {"rated": persons, "mean": weighed / persons, "five": shares}[figure][-PERIODS:]
        digits = {"rated": 0, "mean": 2, "five": 1}[figure]
        joint = word("language.comma", self.lang)
        told = joint.join(
            f"{period_words(p, self.lang)} {value:,.{digits}f}" for p, value in values.items()
        )
        about = word("board.course", self.lang, figure=self.say(figure), values=told)
        return {"trend": values.tolist(), "trend_about": about} if len(values) > 1 else {}

    def composition(self) -> pd.DataFrame:
        """group, part, count, kind, unit, rating, dim: the groups below the unit, most five stars first, and before
        them the whole. unit and rating are what a click chooses; nothing on the unit's own people and on all organs."""
        frame = self.ask("star_distribution").astype({"group_name": object})
        names = frame["group_name"].mask(
            frame["group_name"] == "", self.label("unit", "kind", "organ")
        )
        own = frame["group_id"] == self.unit
        frame["group"] = names.mask(own, self.say("own"))
        frame["nobody"] = own | (frame["group_id"] == "organ")
        frame["unit"] = frame["group_id"].mask(frame["nobody"], None)
        if self.meeting:
            frame = self._fewer(frame)
        namesakes = frame.groupby("group")["group_id"].transform("nunique") > 1
        frame["group"] = frame["group"].mask(namesakes, frame["group"] + " " + frame["group_id"])
        if frame["group_id"].nunique() > 1:
            whole = frame.assign(
                group=self.say("whole"), group_kind="", nobody=False, unit=self.unit
            )
            frame = pd.concat([whole, frame])
        frame = self._parted(frame).rename(columns={"persons": "count", "group_kind": "kind"})
        frame["rating"] = frame["rating"].mask(frame["nobody"], None)
        frame = frame[["group", "part", "count", "kind", "unit", "rating", "dim"]]
        return frame.groupby(
            [*frame.columns.drop("count")], sort=False, dropna=False, as_index=False
        )["count"].sum()

    def _fewer(self, frame: pd.DataFrame) -> pd.DataFrame:
        """As many groups as a projected chart can show; the others are one group at its end."""
        groups = frame["group_id"].unique()
        if len(groups) <= MEETING_GROUPS:
            return frame
        others = frame["group_id"].isin(groups[MEETING_GROUPS - 1 :])
        name = self.say("others", count=len(groups) - MEETING_GROUPS + 1)
        changed = frame.assign(group_id="others", group=name, unit=None, nobody=True)
        return frame.where(~others, changed)

    def trend(self) -> pd.DataFrame:
        """group, part, count of those rated in the latest periods, in order of time."""
        frame = self.ask("star_trend")
        frame = frame[(frame["status"] == "rated") & frame["period"].isin(self.periods[:PERIODS])]
        names = {period: period_words(period, self.lang, joint="\n") for period in self.periods}
        frame = self._parted(frame.assign(group=frame["period"].map(names)))
        frame = frame[["group", "part", "persons", "period", "rating", "dim"]]
        return frame.rename(columns={"persons": "count"})

    def _parted(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The part each row belongs to: its stars, unrated, or exempt and not eligible together; pale if not chosen."""
        stars = frame["stars"].map(lambda n: "" if pd.isna(n) else str(int(n)))
        code = stars.mask(stars == "", frame["status"].replace(dict.fromkeys(WITHOUT, "without")))
        dim = (code != self.rating) & (self.rating is not None)
        return frame.assign(rating=code, part=code.map(self.rating_words), dim=dim)

    @staticmethod
    def _kind_of(kinds: set[str]) -> str:
        """What the groups are, in one word; district organs stand as one group beside towns."""
        found = {GROUPS.get(kind, "units") for kind in kinds - {"", "organ"}}
        word = found.pop() if len(found) == 1 else "units"
        return "towns_and_organs" if word == "towns" and "organ" in kinds else word

    @cached_property
    def rating_words(self) -> dict[str, str]:
        """Every rating there can be, as code and as people say it."""
        stars = {str(n): self.say(f"star_{n}") for n in STARS}
        unrated = self.label("star_rating", "status", "unrated")
        return stars | {"unrated": unrated, "without": self.say("without")}

    def pictures(self) -> list[Picture]:
        groups, trend, told = self.composition(), self.trend(), self.rating_words
        stars = {told[str(n)]: colour for n, colour in STARS.items()}
        apart = {told["unrated"]: PAGE_COLOURS["soft"], told["without"]: PAGE_COLOURS["line"]}
        words = {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}
        words["whole"] = self.say("rated")
        kind = self.say(f"groups_{self._kind_of(set(groups['kind']))}")
        parts = composition(
            groups,
            stars | apart,
            apart=[*apart],
            apart_title=self.say("apart"),
            apart_whole=self.say("listed"),
            strong=self.say("whole"),
            picks=["unit", "rating"],
            **words,
        )
        height = min(560, max(240, 30 * groups["group"].nunique() - 24))
        columns = over_time(trend, stars, height=height, picks=["period", "rating"], **words)
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
        joint = word("language.comma", self.lang)
        chosen = joint.join(text for _, text in self.chosen_words())
        return {
            name: self.say(f"table_{name}", chosen=chosen)
            for name in ("title", "subtitle", "file_name")
        }
