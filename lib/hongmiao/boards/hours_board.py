"""Hours: who has done the hours of training that a year asks for, who is short, by how much, and what time is left."""

import calendar
import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property

import pandas as pd
import traitlets as t

from .. import kept
from ..charts import PAGE_COLOURS, composition
from ..locale import word
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .groups import grouped
from .listing import Listing, Picture
from .state import State
from .taught import Taught
from .words import NONE, cell, percent, share

STANDING = {"met": "#1f7a5c", "on_track": "#86b8a5", "behind": "#c8661b"}
GAPS = {"0": "#1f7a5c", "1": "#f4e7cf", "2": "#e9c88a", "3": "#d9a04a", "4": "#b76a24", "5": "#7c3418"}  # fmt: skip
HOLDS = {"short": {"on_track", "behind"}}
WAYS = {"offline": "#1f7a5c", "both": "#86b8a5", "online": "#8fa3b5", "none": PAGE_COLOURS["line"]}


def board(store: Store, lang: str | None = None) -> Page:
    """The page of hours of training, of what `store` holds; lang: zh or en."""
    return open_board(Hours(store, lang))


class Hours(Taught, State):
    """The hours that the people of one unit owe in a calendar year, and have done."""

    name = "hours"
    widths = (6, 6, 12)
    meanings = (("enrolment", "status"),)
    alone = ("duty", "standing", "gap", "way")
    fixed = {"overdue": {"status": "overdue", "mandatory": 1}}
    year = t.Unicode(None, allow_none=True)
    duty = t.Unicode(None, allow_none=True)
    standing = t.Unicode(None, allow_none=True)
    gap = t.Unicode(None, allow_none=True)
    way = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        years = kept.answer(self.store, "hours_years")["year"].tolist()
        named = [(word("board.year", self.lang, year=year), year) for year in years]

        def told(kind: str, codes) -> list[tuple[str, str]]:
            return [(self.say(f"{kind}_{code}"), code) for code in codes]

        return [
            Choice("year", self.say("year"), named, next(iter(years), None)),
            Choice("duty", self.say("duty"), [(text, key) for key, text in self.duties.items()], hidden=True),
            Choice("standing", self.say("standing"), told("standing", [*STANDING, "short"]), hidden=True),
            Choice("gap", self.say("gap"), told("gap", GAPS), hidden=True),
            Choice("way", self.say("way"), told("way", WAYS), hidden=True),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return self.year is None

    @cached_property
    def duties(self) -> dict[str, str]:
        """What each duty of the policy is called, with its hours."""
        return {
            one.key: self.say("duty_years" if one.years > 1 else "duty_year", words=one.words.said(self.lang), hours=f"{self.policy.due(one):,.10g}", years=one.years)
            for one in self.policy.duty
        }  # fmt: skip

    @property
    def elapsed(self) -> float:
        """The share of the chosen year that is over on the day of the data."""
        day, year = self.data_day, self.year
        if not day or not year or day[:4] != year:
            return float(not day or not year or day[:4] > year)
        return date.fromisoformat(day).timetuple().tm_yday / (365 + calendar.isleap(int(year)))

    @property
    def weeks_left(self) -> int:
        """Whole weeks from the day of the data to the end of the year."""
        if self.elapsed in (0.0, 1.0):
            return 0
        return (date(int(self.year), 12, 31) - date.fromisoformat(self.data_day)).days // 7

    @property
    def given(self) -> dict[str, object]:
        policy = self.policy
        duties = [
            [one.key, policy.due(one), one.years, (one.years - 1 + self.elapsed) / one.years]
            for one in policy.duty
        ]
        return super().given | {
            "rules": json.dumps(policy.rules(self.people_kinds)), "duties": json.dumps(duties),
            "counted": json.dumps(policy.counted.status), "retakes": int(policy.counted.retake == "each"),
            "per_day": policy.day.hours, "online": policy.online.at_most, "make_up": policy.make_up.months,
        }  # fmt: skip

    def people(self) -> pd.DataFrame:
        """Those who owe hours in the chosen year among the unit's people, by group, duty, standing, gap and way."""
        if (self.year, self.lang) != self._counted[0]:  # one look at everybody serves every unit
            self._counted = (self.year, self.lang), self.ask("hours_by_unit")
        return self.ask("unit_groups").merge(self._counted[1], on="unit_id").astype({"gap": str})

    _counted: tuple = (None, None)

    def headline(self) -> Tile:
        return self.tiles()[1]

    def tiles(self) -> list[Tile]:
        known = self.people()
        known = known if len(known) else known.astype({"persons": int})
        met, due = (int(known.loc[rows, "persons"].sum()) for rows in (known["standing"] == "met", slice(None)))  # fmt: skip
        behind = int(known.loc[known["standing"] == "behind", "persons"].sum())
        missing, offline, online = (float(known[name].sum()) for name in ("missing", "offline", "online"))  # fmt: skip
        key = "short_note" if self.weeks_left else "short_over"
        short = self.say(key, weeks=self.weeks_left, behind=f"{behind:,}")
        ways = self.say("missing_note", share=share(online, offline + online))
        late = int(self.ask("training_summary").iloc[0]["overdue_mandatory"])
        return [
            self.tile("due", f"{due:,}", "persons", self.say("due_note"), picks={"view": "people"}),
            self.tile("met", f"{met:,}", "persons", self.part_of("met_note", met, due) or NONE, picks={"view": "people", "standing": "met"}),
            self.tile("short", f"{due - met:,}", "persons", short, tone="warn" if behind else "", picks={"view": "people", "standing": "short"}),
            self.tile("missing", f"{missing:,.0f}", "hours", ways, picks={"view": "people", "standing": "short"}, sums="missing"),
            self.tile("overdue", f"{late:,}", "persontimes", self.say("overdue_note"), tone="warn" if late else "", picks={"view": "overdue"}),
        ]  # fmt: skip

    def counts(self, by: str, kind: str) -> pd.DataFrame:
        """group (unit or duty), part, count of people; unit or duty, the part's code and view are what a click chooses."""
        known = self.people()
        if by == "unit":
            known = grouped(known, self.unit, self.lang, self.meeting, "persons")
        else:
            known = known.assign(
                group=known["duty"].map(
                    {one.key: one.words.said(self.lang) for one in self.policy.duty}
                ),
                unit=None,
            )
            known = known.sort_values("duty", key=lambda keys: keys.map({key: i for i, key in enumerate(self.duties)}))  # fmt: skip
            known[by] = known["duty"]
        frame = known.groupby(["group", by, kind], sort=False, dropna=False, as_index=False)["persons"].sum()  # fmt: skip
        frame = frame.assign(part=[self.say(f"{kind}_{code}") for code in frame[kind]], view="people")  # fmt: skip
        chosen, duty = getattr(self, kind), self.duty if by == "duty" else None
        frame["dim"] = (~frame[kind].isin(HOLDS.get(chosen, {chosen})) & (chosen is not None)) | ((frame[by] != duty) & (duty is not None))  # fmt: skip
        frame[[kind, "view"]] = frame[[kind, "view"]].astype(object).mask(frame[by].isna(), None)
        return frame.rename(columns={"persons": "count"})

    def pictures(self) -> Iterator[Picture]:
        yield self._parts("gaps", "duty", "gap", GAPS)
        yield self._parts("ways", "duty", "way", WAYS)
        yield self._parts("units", "unit", "standing", STANDING)

    def _parts(self, key: str, by: str, kind: str, colours: dict[str, str]) -> Picture:
        parts = composition(
            self.counts(by, kind), {self.say(f"{kind}_{code}"): colour for code, colour in colours.items()},
            unit=word("board.persons", self.lang), whole=self.say("due"), share=word("board.share", self.lang),
            step=30 if by == "unit" else 52, picks=[by, kind, "view"],
        )  # fmt: skip
        return self.picture(key, parts, unit=self.unit_name, day=self.data_day or NONE, elapsed=percent(self.elapsed))  # fmt: skip

    # The lists of rows.

    def lists(self) -> dict[str, Listing]:

        def listing(key: str, question: str, columns, row) -> Listing:
            words = {part: self.say(f"{key}_{part}", chosen=self.chosen_line) for part in ("title", "subtitle", "file_name")}  # fmt: skip
            return Listing(columns=columns, row=row, question=question, **words)

        return {
            "people": listing("people", "hours_people", self.people_columns(), self.people_row),
            "overdue": listing(
                "overdue", "training_enrolments", self.late_columns(), self.late_row
            ),
        }

    def people_columns(self) -> list[Column]:
        def hours(name: str, **more) -> Column:
            return Column(name, self.say(f"{name}_head"), "right", about=self.say(f"{name}_about"), **more)  # fmt: skip

        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            self.column("person", "post", shown=False),
            Column("duty", self.say("duty"), about=self.say("duty_about")),
            Column("standing", self.say("standing"), kind="tag", tells={self.say(f"standing_{code}"): self.say(f"standing_{code}_about") for code in STANDING}),
            hours("due"),
            Column("offline", self.label("course", "mode", "offline"), "right"),
            Column("online", self.label("course", "mode", "online"), "right"),
            hours("credit"),
            hours("missing"),
            hours("missed"),
            Column("make_up_by", self.say("make_up_by"), about=self.say("make_up_by_about", months=self.policy.make_up.months), shown=False),
        ]  # fmt: skip

    def people_row(self, line) -> list[str]:
        hours = [cell(round(getattr(line, name), 2)) for name in ("due", "offline", "online", "credit", "missing", "missed")]  # fmt: skip
        codes = [self.duties[line.duty], self.say(f"standing_{line.standing}")]
        return [line.person_id, line.name, line.unit, cell(line.post), *codes, *hours, cell(line.make_up_by)]  # fmt: skip

    def late_columns(self) -> list[Column]:
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            self.column("course", "title", "course"),
            self.column("course", "end_date"),
            self.column("enrolment", "status", kind="tag"),
            self.column("enrolment", "hours_done", "hours", align="right"),
        ]

    def late_row(self, line) -> list[str]:
        status = self.label("enrolment", "status", line.status)
        return [line.person_id, line.name, line.unit, line.course, cell(line.end_date), status, cell(line.hours)]  # fmt: skip

    def definitions(self) -> list[tuple[str, str]]:
        """Beside the terms, each duty with where it is written."""
        told = [(self.duties[one.key], self.say("source", source=one.source.said(self.lang), certainty=self.say(f"certainty_{_GRADES[one.certainty]}"))) for one in self.policy.duty]  # fmt: skip
        return super().definitions() + told


_GRADES = {"F": "read", "S": "second_hand", "?": "none"}
