"""Stars: how members are rated, group by group and period by period; those without stars stand apart."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..locale import word
from ..policy.criterion import Sourced
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .ratings import Ratings
from .stars_pictures import GONE, PERIODS, WITHOUT, StarPictures
from .state import State
from .words import NONE, cell, difference, period_words, share

RATED = {"status": "rated"}


def board(store: Store, lang: str | None = None) -> Page:
    """The page of star ratings, of what `store` holds; lang: zh or en."""
    return open_board(Stars(store, lang))


class Stars(StarPictures, Ratings, State):
    """The ratings of one period among the people of one unit."""

    name = "stars"
    widths = (7, 5, 7, 5)
    question = "star_people"
    meanings = (("star_rating", "status"),)
    alone = ("rating", "was", "status", "rewarded")
    period = t.Unicode(None, allow_none=True)
    rating = t.Unicode(None, allow_none=True)
    was = t.Unicode(None, allow_none=True)
    status = t.Unicode(None, allow_none=True)
    rewarded = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        ratings = [(words, code) for code, words in self.rating_words.items()]
        ratings += [(self.say("gone"), GONE)]
        statuses = [(self.label("star_rating", "status", code), code) for code in ("rated", "unrated", *WITHOUT)]  # fmt: skip
        recorded = [(self.say("rewarded"), "yes"), (self.say("not_rewarded"), "no")]
        return [
            self.period_choice(),
            Choice("rating", self.say("rating"), ratings, hidden=True),
            Choice("was", self.say("was"), ratings, hidden=True),
            Choice("status", self.heading("star_rating", "status"), statuses, hidden=True),
            Choice("rewarded", self.heading("star_rating", "reward"), recorded, hidden=True),
        ]

    @property
    def given(self) -> dict[str, object]:
        return {"before": self.before}

    def thresholds(self) -> list[tuple[str, Sourced]]:
        guideline, smallest = self.policy.guideline, self.policy.smallest_group
        return [
            (self.say("guideline", share=f"{guideline.at_most:.0%}"), guideline),
            (self.say("smallest", count=smallest.persons), smallest),
            *((self._due(due), due) for due in self.policy.reward),
        ]

    def _due(self, due) -> str:
        return self.say("due", stars=self.say(f"star_{due.stars}"), words=due.words.said(self.lang))

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
        five = [
            100 * s["five_stars"] / s["rated"] if len(s) and s["rated"] else None
            for s in (now, then)
        ]
        points = difference(*five, word("board.percentage_points", self.lang), self.lang, 1)

        def against(field: str, unit: str, digits: int = 0) -> str:
            return difference(
                now[field], then.get(field), word(f"unit.{unit}", self.lang), self.lang, digits
            )

        return [
            self.tile("rated", f"{rated:,}", "persons", against("rated", "persons"), picks=RATED, **self.course("rated")),
            self.tile("mean", mean, "stars", against("mean_stars", "stars", 2), picks=RATED, sums="stars", whole=RATED, **self.course("mean")),
            self.tile("five", share(now["five_stars"], rated), "percent", points, picks={"rating": "5"}, whole=RATED, **self.course("five")),
            self.tile("unrated", f"{unrated:,}", "persons", listed, tone="warn" if unrated else "", picks={"rating": "unrated"}),
            self.tile("without", f"{exempt + out:,}", "persons", apart, picks={"rating": "without"}),
        ]  # fmt: skip

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

    def columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            self.column("star_rating", "post"),
            self.column("star_rating", "stars", kind="stars"),
            self.column("star_rating", "status", kind="tag"),
            Column("town_place", self.say("town_place"), **right),
            Column("place", self.say("place"), **right),
            self.column("star_rating", "reward"),
        ]

    def row(self, line) -> list[str]:
        stars = "" if pd.isna(line.stars) else "★" * int(line.stars) + "☆" * (5 - int(line.stars))
        status = self.label("star_rating", "status", line.status)
        places = [(line.town_place, line.town_persons), (line.place, line.persons)]
        told = ["" if pd.isna(at) else f"{int(at):,}/{int(of):,}" for at, of in places]
        who = [line.person_id, line.name, line.unit, cell(line.post)]
        return [*who, stars, status, *told, cell(line.reward)]

    def table_words(self) -> dict[str, str]:
        return {
            name: self.say(f"table_{name}", chosen=self.chosen_line)
            for name in ("title", "subtitle", "file_name")
        }
