"""What boards of activities share: how each was held as parts of a bar, who came as a heat map, and the list of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ..charts.grid import heat
from ..locale import word
from ..records.activity import KINDS
from ..widgets import Choice, Column
from .listing import Listing, Picture
from .words import NONE, cell, percent


class Held:
    """Goes before State among the bases of a board; its rows have a column for each of its `states`."""

    states: Mapping[str, str] = {}
    """How a thing due can have been held, and its colour."""
    holds: Mapping[str, set[str]] = {}
    """What can be asked beside those, and the states that it holds."""
    rows_view = "activities"
    """The list of the activities themselves."""

    @property
    def blank(self) -> bool:
        return self.year is None

    def year_choice(self, years: Sequence[str]) -> Choice:
        """The years there are, the latest first and chosen."""
        named = [(word("board.year", self.lang, year=year), year) for year in years]
        return Choice("year", self.say("year"), named, next(iter(years), None))

    def kind_choice(self, known: Sequence[str]) -> Choice:
        """All kinds that are known, those with a name of their own first."""
        kinds = [code for code in [*KINDS, *sorted({*known} - {*KINDS})] if code in {*known}]
        named = ((self.label("activity", "kind", code), code) for code in kinds)
        return Choice("kind", self.heading("activity", "kind"), [(self.say("all_kinds"), None), *named])  # fmt: skip

    @property
    def kind_places(self) -> dict[str, int]:
        """Where each kind stands among the choices."""
        options = next(choice.options for choice in self.choices if choice.name == "kind")
        return {code: i for i, (_, code) in enumerate(options)}

    def month_name(self, month: str) -> str:
        name = word(f"board.month_{int(month[5:])}", self.lang)
        return name if self.lang == "zh" else name[:3]

    def parts(self, known: pd.DataFrame, by: str, groups: list[str]) -> pd.DataFrame:
        """group, part (one of the states), count; `by`, state and view are what a click chooses."""
        frame = known.assign(group=groups, key=known[by]).melt(["group", "key"], [*self.states], "state", "count")  # fmt: skip
        frame = frame.groupby(["group", "key", "state"], sort=False, dropna=False, as_index=False)["count"].sum()  # fmt: skip
        frame = frame.assign(part=[self.say(f"state_{code}") for code in frame["state"]], view=self.rows_view)  # fmt: skip
        chosen = getattr(self, by) if by != "unit" else None
        frame["dim"] = (~frame["state"].isin(self.holds.get(self.state, {self.state})) & (self.state is not None)) | ((frame["key"] != chosen) & (chosen is not None))  # fmt: skip
        frame[["state", "view"]] = frame[["state", "view"]].astype(object).mask(frame["key"].isna(), None)  # fmt: skip
        return frame.rename(columns={"key": by})

    def attendance(self, groups: pd.DataFrame) -> Picture:
        """Who came of those expected, by group and kind."""
        nobody = groups["unit"].isna()
        frame = pd.DataFrame({
            "column": [self.label("activity", "kind", code) for code in groups["kind"]], "row": groups["group"].tolist(),
            "count": groups["present"].tolist(), "whole": groups["expected"].tolist(), "unit": groups["unit"].tolist(), "nobody": nobody.tolist(),
            "kind": groups["kind"].tolist(), "state": "counted", "view": self.rows_view, "dim": False,
        })  # fmt: skip
        columns = [*dict.fromkeys(self.label("activity", "kind", code) for code in sorted(groups["kind"].unique(), key=self.kind_places.get))]  # fmt: skip
        for name in ("kind", "state", "view"):
            frame[name] = frame[name].astype(object).mask(frame["nobody"], None)
        frame = frame.groupby([*frame.columns.drop(["count", "whole"])], sort=False, dropna=False, as_index=False)[["count", "whole"]].sum()  # fmt: skip
        chart = heat(
            frame, columns, [*dict.fromkeys(frame["row"])], unit=self.say("attended"), whole=self.heading("activity", "expected"),
            share=self.say("rate"), picks=["unit", "kind", "state", "view"],
        )  # fmt: skip
        picture = self.picture("attendance", chart, unit=self.unit_name)
        return Picture(picture.chart, picture.title, picture.subtitle, picture.alt, sums="attended")

    # The lists of rows.

    def listing_of(self, key: str, question: str, columns, row, opens) -> Listing:
        """A list under the words that stand in the board's section as key_title, key_subtitle and key_file_name."""
        told = {"chosen": self.chosen_line, "day": self.data_day or NONE}
        words = {part: self.say(f"{key}_{part}", **told) for part in ("title", "subtitle", "file_name")}  # fmt: skip
        return Listing(columns=columns, row=row, question=question, opens=opens, **words)

    def activity_columns(self) -> list[Column]:
        right = {"align": "right"}
        return [
            self.column("activity", "activity_id", kind="muted"),
            self.column("activity", "unit_id", "unit"),
            self.column("activity", "kind"),
            self.column("activity", "title"),
            self.column("activity", "due_date"),
            self.column("activity", "held_date"),
            Column("state", self.say("state"), kind="tag"),
            Column("days", self.say("days"), about=self.say("days_about"), **right),
            self.column("activity", "expected", **right),
            self.column("activity", "attended", **right),
            Column("rate", self.say("rate"), **right),
        ]

    def activity_row(self, line) -> list[str]:
        state = self.say(f"state_{line.state}")
        words = [cell(line.activity_id), line.unit, self.label("activity", "kind", line.kind), cell(line.title)]  # fmt: skip
        counts = [cell(None if pd.isna(n) else int(n)) for n in (line.days, line.expected, line.attended)]  # fmt: skip
        return [*words, cell(line.due_date), cell(line.held_date), state, *counts, percent(line.rate)]  # fmt: skip
