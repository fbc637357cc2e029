"""The pictures of the page of stars: who has how many, period by period, who moved, and what followed."""

from functools import cached_property

import pandas as pd

from ..charts import PAGE_COLOURS, STARS, composition, headed_bars, over_time
from ..charts.grid import heat
from ..locale import word
from .groups import grouped, kind_of
from .listing import Picture
from .words import period_words, share

PERIODS = 8  # columns that one chart can show
WITHOUT = ("exempt", "not_eligible")
GONE = "none"  # not on a period's list, as queries/star_moves.sql calls it
DONE = {"yes": "#1f7a5c", "no": "#d9dee3"}


class StarPictures:
    """A part of the state: its frames and what is drawn from them."""

    def composition(self) -> pd.DataFrame:
        """group, part, count, kind, unit, rating, over, dim: the groups below the unit, most five stars first, and before
        them the whole. unit and rating are what a click chooses; over: beyond the guideline, with enough people."""
        frame = grouped(self.ask("star_distribution"), self.unit, self.lang, self.meeting)
        if frame["group_id"].nunique() > 1:
            whole = frame.assign(
                group_id="", group=self.say("whole"), group_kind="", unit=self.unit
            )
            frame = pd.concat([whole, frame])
        frame = self._parted(frame).rename(columns={"persons": "count", "group_kind": "kind"})
        nobody = frame["unit"].isna() & (frame["group_id"] != "")
        frame["rating"] = frame["rating"].mask(nobody, None)
        rated = (
            frame["count"]
            .where(frame["status"] == "rated", 0)
            .groupby(frame["group_id"])
            .transform("sum")
        )
        five = (
            frame["count"].where(frame["stars"] == 5, 0).groupby(frame["group_id"]).transform("sum")
        )
        frame["over"] = (rated >= self.policy.smallest_group.persons) & (
            five > self.policy.guideline.at_most * rated
        )
        frame = frame[["group", "part", "count", "kind", "unit", "rating", "over", "dim"]]
        return frame.groupby(
            [*frame.columns.drop("count")], sort=False, dropna=False, as_index=False
        )["count"].sum()

    def trend(self) -> pd.DataFrame:
        """group, part, count of those rated in the latest periods, in order of time."""
        frame = self.ask("star_trend")
        frame = frame[(frame["status"] == "rated") & frame["period"].isin(self.periods[:PERIODS])]
        names = {period: period_words(period, self.lang, joint="\n") for period in self.periods}
        frame = self._parted(frame.assign(group=frame["period"].map(names)))
        frame = frame[["group", "part", "persons", "period", "rating", "dim"]]
        return frame.rename(columns={"persons": "count"})

    def moves(self) -> pd.DataFrame:
        """row (what they were), column (what they are), count, whole of the row; was and rating are what a click chooses."""
        frame = self.ask("star_moves").rename(columns={"persons": "count", "now": "rating"})
        words = {**self.rating_words, GONE: self.say("gone")}
        chosen = (frame["was"] == self.was) & (frame["rating"] == self.rating)
        return frame.assign(
            row=frame["was"].map(words),
            column=frame["rating"].map(words),
            whole=frame.groupby("was")["count"].transform("sum"),
            dim=~chosen & (self.was is not None),
        )

    def rewards(self) -> pd.DataFrame:
        """group (stars and what is due to them), figures, part, count, whole; rating, rewarded: what a click chooses."""
        found = self.ask("star_rewards").set_index("stars")
        rows = []
        for due in sorted(self.policy.reward, key=lambda one: -one.stars):
            if due.stars not in found.index:
                continue
            persons, rewarded = (
                int(found.loc[due.stars, name]) for name in ("persons", "rewarded")
            )
            figures = self.say("reward_figures", share=share(rewarded, persons), count=f"{rewarded:,}", whole=f"{persons:,}")  # fmt: skip
            line = {"group": self._due(due), "figures": figures, "whole": persons, "rating": str(due.stars)}  # fmt: skip
            for code, count in (("yes", rewarded), ("no", persons - rewarded)):
                part = self.say("rewarded" if code == "yes" else "not_rewarded")
                chosen = self.rewarded is None or (self.rating, self.rewarded) == (
                    line["rating"],
                    code,
                )
                rows.append(line | {"part": part, "count": count, "rewarded": code, "dim": not chosen})  # fmt: skip
        columns = ["group", "figures", "whole", "part", "count", "rating", "rewarded", "dim"]
        return pd.DataFrame(rows, columns=columns)

    def _parted(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The part each row belongs to: its stars, unrated, or exempt and not eligible together; pale if not chosen."""
        stars = frame["stars"].map(lambda n: "" if pd.isna(n) else str(int(n)))
        code = stars.mask(stars == "", frame["status"].replace(dict.fromkeys(WITHOUT, "without")))
        dim = (code != self.rating) & (self.rating is not None)
        return frame.assign(rating=code, part=code.map(self.rating_words), dim=dim)

    @cached_property
    def rating_words(self) -> dict[str, str]:
        """Every rating there can be, as code and as people say it."""
        stars = {str(n): self.say(f"star_{n}") for n in STARS}
        unrated = self.label("star_rating", "status", "unrated")
        return stars | {"unrated": unrated, "without": self.say("without")}

    def pictures(self) -> list[Picture]:
        groups, told = self.composition(), self.rating_words
        stars = {told[str(n)]: colour for n, colour in STARS.items()}
        apart = {told["unrated"]: PAGE_COLOURS["soft"], told["without"]: PAGE_COLOURS["line"]}
        words = {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}
        rated, kind = {"whole": self.say("rated")}, kind_of(set(groups["kind"]), self.lang)
        most = self.policy.guideline.at_most
        line = self.say("guideline", share=f"{most:.0%}")
        parts = composition(
            groups, stars | apart, apart=[*apart], apart_title=self.say("apart"), apart_whole=self.say("listed"),
            strong=self.say("whole"), limit=(1 - most, line), picks=["unit", "rating"], **rated, **words,
        )  # fmt: skip
        height = self.trend_height(groups["group"].nunique())
        columns = over_time(self.trend(), stars, height=height, picks=["period", "rating"], **rated, **words)  # fmt: skip
        about = {"unit": self.unit_name, "smallest": self.policy.smallest_group.persons}
        return [
            self.picture("groups", parts, kind=kind, **about),
            self.picture("trend", columns, unit=self.unit_name),
            self.picture("moves", self._matrix(words), before=self._before_words, **about),
            self.picture("rewards", self._followed(words), unit=self.unit_name),
        ]

    def trend_height(self, groups: int) -> int:
        """Pixels of the columns, which stand beside a bar for each of the groups."""
        return min(560, max(240, 30 * groups - 24))

    @property
    def _before_words(self) -> str:
        return period_words(self.before, self.lang) if self.before else self.say("no_before")

    def _matrix(self, words: dict[str, str]):
        moves = self.moves()
        order = [*reversed([self.rating_words[str(n)] for n in STARS]), self.rating_words["unrated"], self.rating_words["without"]]  # fmt: skip
        gone = self.say("gone")
        rows, columns = ([*order, *[gone] * (gone in set(moves[side]))] for side in ("row", "column"))  # fmt: skip
        return heat(moves, columns, rows, whole=self.say("row_whole"), step=36, picks=["was", "rating"], **words)  # fmt: skip

    def _followed(self, words: dict[str, str]):
        colours = {self.say("rewarded"): DONE["yes"], self.say("not_rewarded"): DONE["no"]}
        return headed_bars(self.rewards(), colours, whole=self.say("rated"), height=300, picks=["rating", "rewarded"], **words)  # fmt: skip
