"""Incentives: awards by name; fault tolerance, benefits and care as counts, and no count of fewer than the office's minimum."""

import json
from collections.abc import Iterator
from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import headed_bars
from ..charts.cells import cells
from ..locale import word
from ..policy import privacy
from ..policy.criterion import Sourced
from ..policy.incentives import Incentives as Policy
from ..policy.incentives import incentives_policy
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .decided import Decided
from .groups import grouped
from .listing import Listing, Picture
from .state import State
from .words import NONE, period_words

WHOM = {"person": "#1f7a5c", "team": "#2f6f9f"}
NO_CARD = ("case", "")
TITLES = 8  # of awards that the chart has room for
PLACES = 200  # titles that can be chosen


def board(store: Store, lang: str | None = None) -> Page:
    """The page of incentives, of what `store` holds; lang: zh or en."""
    return open_board(Incentives(store, lang))


class Incentives(Decided, State):
    """What was done for people and units in a year. Everything shown of kinds that are only counted comes from the
    question case_cells, which never gives the number of a cell that is withheld."""

    name = "incentives"
    widths = (7, 5, 7, 5)
    alone = ("title_of", "whom", "month", "kind", "part", "state")
    year = t.Unicode(None, allow_none=True)
    title_of = t.Unicode(None, allow_none=True)
    whom = t.Unicode(None, allow_none=True)
    month = t.Unicode(None, allow_none=True)
    kind = t.Unicode(None, allow_none=True)
    part = t.Unicode(None, allow_none=True)
    state = t.Unicode(None, allow_none=True)

    @cached_property
    def policy(self) -> Policy:
        return incentives_policy()

    @cached_property
    def minimum(self) -> int:
        """The smallest number that is shown of a kind that is only counted."""
        return privacy().minimum_group

    @property
    def given(self) -> dict[str, object]:
        names, counts = (json.dumps(self.policy.shown(how)) for how in ("names", "counts"))
        return {"as_of": self.data_day, "public": names, "protected": counts, "minimum": self.minimum}  # fmt: skip

    @cached_property
    def known(self) -> pd.DataFrame:
        """All that may be shown of kinds that are only counted, over all years."""
        return self.store.frame("case_cells", **self.given)

    @cached_property
    def choices(self) -> list[Choice]:
        years = sorted({*self.known["year"]}, reverse=True)
        awards = self.store.frame("award_counts", public=self.given["public"])
        titles = awards.groupby("title")["count"].sum().sort_values(ascending=False).index[:PLACES]
        groups = self.known[["group_id", "group_name"]].drop_duplicates()
        kinds = dict.fromkeys([*self.known["kind"], *awards["kind"]])
        said = [(word("board.year", self.lang, year=year), year) for year in years]
        return [
            Choice("year", self.say("year"), [(self.say("all_years"), None), *said], next(iter(years), None)),
            Choice("kind", self.heading("case", "kind"), [(self.label("case", "kind", code), code) for code in kinds], hidden=True),
            Choice("title_of", self.heading("case", "title"), [(title, title) for title in titles], hidden=True),
            Choice("whom", self.say("whom"), [(self.say(code), code) for code in WHOM], hidden=True),
            Choice("month", self.say("month"), [(period_words(month, self.lang), month) for month in sorted({*awards["month"]})], hidden=True),
            Choice("part", self.heading("unit", "name"), [(self.group_words(*one), one[0]) for one in groups.itertuples(index=False)], hidden=True),
            Choice("state", self.say("state"), [(self.say(f"state_{code}"), code) for code in ("shown", "withheld", "rest")], hidden=True),
        ]  # fmt: skip

    @cached_property
    def blank(self) -> bool:
        # Told by what is public and by the tree of units, not by whether anything is withheld.
        return self.known.empty

    def thresholds(self) -> list[tuple[str, Sourced]]:
        told = []
        for kind in self.policy.kind:
            name = self.label("case", "kind", kind.kind)
            told.append((self.say(f"policy_{kind.shown}", kind=name, count=self.minimum), kind))
        return told

    def definitions(self) -> list[tuple[str, str]]:
        return [*super().definitions(), (self.say("protection"), self.say("protection_about", count=self.minimum))]  # fmt: skip

    def group_words(self, group_id: str, name: str) -> str:
        """What a group is called: organs as one, and those withheld taken together."""
        if group_id == "rest":
            return self.say("rest")
        return name or self.label("unit", "kind", "organ")

    # Figures.

    def headline(self) -> Tile:
        return self.tiles()[0]

    def tiles(self) -> list[Tile]:
        awards = self.ask("award_counts").groupby("whom")["count"].sum()
        known = self.ask("case_cells", kind=None, part=None, state=None)
        counted = [*dict.fromkeys(self.policy.shown("counts"))][:4]

        def award(key: str, unit: str) -> Tile:
            count = int(awards.get(key, 0))
            picks = {"view": "awards", "whom": key}
            return self.tile(f"awards_{key}", f"{count:,}", unit, self.say("awards_note"), picks=picks)  # fmt: skip

        return [
            award("person", "times"),
            award("team", "times"),
            *(self._counted(kind, known[known["kind"] == kind]) for kind in counted),
        ]

    def _counted(self, kind: str, found: pd.DataFrame) -> Tile:
        """A kind that is only counted: what is shown of it, and how much is not."""
        value, note = self._sum(found)
        picks = {"view": "cells", "kind": kind}
        about = self.say("counted_about", count=self.minimum)
        label, unit = self.label("case", "kind", kind), word("unit.persons", self.lang)
        if self.blank:
            return Tile(label, NONE, unit, about=about)
        return Tile(label, value, unit, note, about=about, picks=picks, sums="subjects")

    def _sum(self, found: pd.DataFrame) -> tuple[str, str]:
        """The sum of what is shown of some cells, and in words what it leaves out. Made of nothing but what is shown."""
        shown, closed = found["subjects"].sum(), found[found["subjects"].isna()]
        if found.empty:
            return NONE, self.say("below")
        if not shown:
            return NONE, self.say("withheld_all", count=self.minimum)
        rest = found["state"] == "rest"
        unsaid = closed["state"].eq("rest").any() or not rest.any() and len(closed)
        note = self.say("withheld_some", count=self.minimum) if unsaid else self.say("withheld_none")  # fmt: skip
        return f"{int(shown):,}", note

    # What it draws.

    def pictures(self) -> Iterator[Picture]:
        told = {"unit": self.unit_name, "count": self.minimum}
        yield self._grid("groups", "group_id", **told)
        yield self._awards("titles", "title", "title_of", **told)
        yield self._awards("units", "group", "unit", **told)
        yield self._years(**told)

    def _cell_words(self, group: str, subjects: float, more: bool = False) -> tuple[str, str]:
        """What stands in a cell, and the line of its tooltip; `more`: part of it is not shown."""
        if pd.isna(subjects):
            rest = group == "rest"
            note = self.say("note_rest" if rest else "note_fewer", count=self.minimum)
            return self.say("not_shown") if rest else self.say("fewer", count=self.minimum), note
        text = f"{int(subjects):,}" + "+" * more
        return text, self.say("note_more" if more else "note_shown", subjects=f"{int(subjects):,}", count=self.minimum)  # fmt: skip

    def _grid(self, key: str, by: str, **told: object) -> Picture:
        """Group by kind: how many, where it may be shown."""
        found = self.ask("case_cells", kind=None, part=None, state=None)
        # Several years together are what is shown of each, and a sign that something is not.
        cell = ["kind", "group_id", "group_name"]
        open_years = found.groupby(cell, sort=False)["subjects"].transform(lambda n: n.isna().any())
        found = found.assign(more=open_years.astype(bool)).groupby([*cell, "more"], sort=False, as_index=False)["subjects"].sum(min_count=1)  # fmt: skip
        words = [self._cell_words(*one) for one in found[["group_id", "subjects", "more"]].itertuples(index=False)]  # fmt: skip
        frame = pd.DataFrame({
            "column": [self.label("case", "kind", code) for code in found["kind"]],
            "row": [self.group_words(*one) for one in zip(found["group_id"], found["group_name"], strict=True)],
            "count": found["subjects"].tolist(), "text": [text for text, _ in words], "note": [note for _, note in words],
            "kind": found["kind"].tolist(), "part": found["group_id"].tolist(), "view": "cells",
            "dim": [(self.kind, self.part) not in ((k, g), (None, None), (k, None)) for k, g in zip(found["kind"], found["group_id"], strict=True)],
        })  # fmt: skip
        order = [*dict.fromkeys(self.known.sort_values("group_id", key=lambda ids: ids == "rest", kind="stable")["group_id"])]  # fmt: skip
        rows = [row for _, row in sorted({(order.index(p), r) for p, r in zip(frame["part"], frame["row"], strict=True)})]  # fmt: skip
        chart = cells(frame, [*dict.fromkeys(frame["column"])], rows, told=self.say("counted"), picks=["kind", "part", "view"])  # fmt: skip
        picture = self.picture(key, chart, **told)
        return Picture(picture.chart, picture.title, picture.subtitle, picture.alt, sums="subjects")

    def _years(self, **told: object) -> Picture:
        """Kind by year: the sum of what is shown."""
        found, rows = self.ask("case_cells", kind=None, part=None, state=None, year=None), []
        for (year, kind), some in found.groupby(["year", "kind"], sort=False):
            value, note = self._sum(some)
            shown = some["subjects"].sum()
            rows.append({
                "column": word("board.year", self.lang, year=year), "row": self.label("case", "kind", kind), "count": shown or None,
                "text": value if shown else self.say("not_shown"), "note": note, "year": year, "kind": kind, "view": "cells",
                "dim": self.kind not in (None, kind),
            })  # fmt: skip
        columns = ["column", "row", "count", "text", "note", "year", "kind", "view", "dim"]
        frame = pd.DataFrame(rows, columns=columns)
        frame["count"] = pd.to_numeric(frame["count"])
        years = [word("board.year", self.lang, year=year) for year in sorted({*frame["year"]})]
        chart = cells(frame, years, [*dict.fromkeys(frame["row"])], told=self.say("counted"), picks=["year", "kind", "view"])  # fmt: skip
        picture = self.picture("years", chart, **told)
        return Picture(picture.chart, picture.title, picture.subtitle, picture.alt, sums="subjects")

    def _awards(self, key: str, by: str, choice: str, **told: object) -> Picture:
        """Awards by title or by group, to persons and to teams."""
        found = self.ask("award_counts")
        if by == "group":
            found = grouped(found, self.unit, self.lang, self.meeting, "count")
        else:
            found = found.assign(group=found["title"], title_of=found["title"])
            most = found.groupby("group")["count"].sum().sort_values(ascending=False, kind="stable").index  # fmt: skip
            found = found[found["group"].isin(most[:TITLES])].sort_values("group", key=lambda g: g.map([*most].index), kind="stable")  # fmt: skip
        found = found.groupby(["group", choice, "whom"], sort=False, dropna=False, as_index=False)["count"].sum()  # fmt: skip
        found = found.assign(part=[self.say(code) for code in found["whom"]], view="awards")
        found["dim"] = ~found["whom"].isin([self.whom or "person", self.whom or "team"])
        if choice == "title_of":
            found["dim"] |= (found["title_of"] != self.title_of) & (self.title_of is not None)
        nobody = found[choice].isna()
        found[["whom", "view"]] = found[["whom", "view"]].astype(object).mask(nobody, None)
        sums = found.groupby("group")["count"].transform("sum")
        found = found.assign(figures=[f"{n:,}" for n in sums])
        chart = headed_bars(
            found, {self.say(code): colour for code, colour in WHOM.items()}, unit=word("unit.times", self.lang),
            height=300, picks=[choice, "whom", "view"],
        )  # fmt: skip
        return self.picture(key, chart, **told)

    # The lists of rows.

    def lists(self) -> dict[str, Listing]:
        right, about = {"align": "right"}, {"subtitle": self.chosen_line}
        awards = [
            self.column("case", "case_date"), self.column("case", "title"), Column("name", self.say("who")),
            self.column("person", "unit_id", "unit"), Column("whom", self.say("whom"), kind="tag"),
        ]  # fmt: skip
        counted = [
            Column("year", self.say("year")), self.column("case", "kind"), Column("group_name", self.heading("unit", "name")),
            Column("subjects", self.say("counted"), about=self.say("counted_about", count=self.minimum), **right),
            Column("state", self.say("state"), kind="tag"),
        ]  # fmt: skip
        title, withheld = self.say("awards_title"), self.say("cells_title")
        return {
            "awards": Listing(title, awards, self.award_row, "award_list", opens=NO_CARD, file_name=title, **about),
            "cells": Listing(withheld, counted, self.cell_row, "case_cells", opens=NO_CARD, file_name=withheld, **about),
        }  # fmt: skip

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        named = {"title": self.title_of} if question == "award_list" else {}
        return super().ask(question, **named | more)

    def award_row(self, line) -> list[str]:
        who = line.unit if pd.isna(line.name) else line.name
        return [line.case_date, line.title, who, line.unit, self.say(line.whom)]

    def cell_row(self, line) -> list[str]:
        text, _ = self._cell_words(line.group_id, line.subjects)
        kind, group = self.label("case", "kind", line.kind), self.group_words(line.group_id, line.group_name)  # fmt: skip
        return [line.year, kind, group, text, self.say(f"state_{line.state}")]

    # No card opens here: the numbers of cases run through all kinds, so that the gaps between those of awards would tell
    # how many others there are; and the cards of persons and units list their cases.

    @t.validate("opened")
    def _nothing_opens(self, proposal) -> None:
        return None

    def _is_stored(self, table: str, key: str) -> bool:
        return False
