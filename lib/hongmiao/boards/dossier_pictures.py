"""The charts of a dossier: hours by year against what is due, stars by period, points by quarter; asked as the boards ask."""

from collections.abc import Mapping

import pandas as pd

from ..charts.history import amounts, grades
from ..locale import word
from ..policy.account import account_policy
from .hours_board import Hours
from .listing import Picture
from .words import period_words

HOURS = ["year", "offline", "online", "due", "credit", "missing"]
WAYS = {"offline": "#1f7a5c", "online": "#8fa3b5"}
POINTS = "#c98a2e"
LATEST = 10  # moments that a chart has room for


class Owed(Hours):
    """The hours that the people of one unit owe, as the board has them; nothing else is asked for."""

    choices = ()
    defaults: Mapping[str, object] = {"unit": None, "year": None}


class DossierPictures:
    """What the charts of a dossier show."""

    def hours(self) -> pd.DataFrame:
        """year, offline, online, due, credit and missing (none where nothing is due), the latest year last."""
        life = self.somebody
        if life is None:
            return pd.DataFrame(columns=HOURS)
        return self.once(("hours", life.person_id), lambda: self._hours(life))

    def _hours(self, life) -> pd.DataFrame:
        years = self.store.frame("hours_years")["year"].tolist()
        if not years:
            return pd.DataFrame(columns=HOURS)
        board = Owed(self.store, self.lang, unit=life.person["unit_id"], year=years[0])
        given = {name: board.given[name] for name in ("counted", "retakes", "per_day")}
        done = self.store.frame("dossier_hours", person=life.person_id, **given).set_index("year")
        rows = []
        for year in years:
            board.year = year
            owed = board.ask("hours_people", search=life.person_id)
            owed = owed[owed["person_id"] == life.person_id]
            if len(owed):
                one = owed.iloc[0]
                rows.append([year, *(float(one[name]) for name in HOURS[1:])])
            elif year in done.index:
                offline, online = done.loc[year, ["offline", "online"]]
                rows.append([year, offline, online, None, offline + online, None])
        return pd.DataFrame(rows, columns=HOURS).sort_values("year").astype(dict.fromkeys(HOURS[1:], float))  # fmt: skip

    def ratings(self) -> pd.DataFrame:
        """period, group, stars, status and said of each rating, the latest last."""
        life = self.somebody
        rows = sorted(life.rows.get("star_rating", ()), key=lambda row: row["period"]) if life else []  # fmt: skip
        found = [[row["period"], period_words(row["period"], self.lang), row["stars"], self.label("star_rating", "status", row["status"])] for row in rows]  # fmt: skip
        return pd.DataFrame(found, columns=["period", "group", "stars", "said"]).astype({"stars": float})  # fmt: skip

    def points(self) -> pd.DataFrame:
        """period, value and balance of each quarter with entries, the latest last."""
        life = self.somebody
        rows = [*self.store.db.table("account_quarter").rows_where("person_id = ?", [life.person_id], order_by="period")] if life else []  # fmt: skip
        base = account_policy().base.points
        found = [[row["period"], row["points"], base + row["points"]] for row in rows]
        return pd.DataFrame(found, columns=["period", "value", "balance"])

    def pictures(self) -> list[Picture]:
        return [self._hours_picture(), self._stars_picture(), self._points_picture()]

    def _hours_picture(self) -> Picture:
        known = self.hours().tail(LATEST)
        frame = known.melt(["year", "due"], list(WAYS), "way", "value")
        frame = frame.assign(group=frame["year"], part=[self.label("course", "mode", way) for way in frame["way"]], time=frame["year"], what="enrolment", view="timeline")  # fmt: skip
        frame["dim"] = (self.what == "enrolment") & self._other(frame["time"])
        colours = {self.label("course", "mode", way): colour for way, colour in WAYS.items()}
        return self.picture("hours", amounts(frame.sort_values("year", kind="stable"), colours, whole=self.heading("enrolment", "hours_done"), due=self.say("due"), picks=["what", "time", "view"]))  # fmt: skip

    def _stars_picture(self) -> Picture:
        known = self.ratings().tail(LATEST)
        frame = known.assign(group=known["period"].map(self._short), said=[self._stars_said(one) for one in known.itertuples()], time=known["period"], what="star_rating", view="timeline", count=1)  # fmt: skip
        frame["dim"] = (self.what == "star_rating") & self._other(frame["time"])
        return self.picture("stars", grades(frame, picks=["what", "time", "view"]))

    def _stars_said(self, one) -> str:
        return one.said if pd.isna(one.stars) else f"{int(one.stars)} {word('unit.stars', self.lang)}"  # fmt: skip

    def _points_picture(self) -> Picture:
        known = self.points().tail(LATEST)
        unit = word("unit.points", self.lang)
        frame = known.assign(group=known["period"].map(self._short), part=unit, due=None, count=known["value"], time=known["period"], what="points_entry", view="timeline")  # fmt: skip
        frame["dim"] = (self.what == "points_entry") & self._other(frame["time"])
        drawn = self.picture("points", amounts(frame, {unit: POINTS}, whole=unit, picks=["what", "time", "view"]))  # fmt: skip
        return Picture(drawn.chart, drawn.title, drawn.subtitle, drawn.alt, sums="points")

    def _short(self, period: str) -> str:
        """A period as an axis has room for it: 18Q2."""
        return period[2:]

    def _other(self, times: pd.Series) -> pd.Series:
        return (times != self.time) & (self.time is not None)
