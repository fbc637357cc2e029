"""Red accounts: who stands where with points, what they were booked for, and who gives nothing."""

from dataclasses import replace
from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import ACCOUNT_BANDS, composition, grid
from ..locale import word
from ..policy.account import Account as Policy
from ..policy.account import account_policy
from ..policy.criterion import Sourced
from ..records.points_entry import EFFECTS
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .decided import Decided
from .groups import grouped, kind_of
from .listing import Listing, Picture
from .state import State
from .words import NONE, cell, period_words, signed

ACTIVITIES = 12  # rows of the grid; the others stand together in one more
CONCERNS = ("help", "applicant", "idle")


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the red accounts, of what `store` holds; lang: zh or en."""
    return open_board(Account(store, lang))


class Account(Decided, State):
    """The accounts of one quarter among the people of one unit."""

    name = "account"
    widths = (7, 5)
    alone = ("band", "concern", "activity", "effect")
    period = t.Unicode(None, allow_none=True)
    band = t.Unicode(None, allow_none=True)
    concern = t.Unicode(None, allow_none=True)
    activity = t.Unicode(None, allow_none=True)
    effect = t.Unicode(None, allow_none=True)

    @cached_property
    def policy(self) -> Policy:
        return account_policy()

    @cached_property
    def choices(self) -> list[Choice]:
        found = self.store.frame("account_periods")["period"]
        periods = [(period_words(period, self.lang), period) for period in found]
        known = self.store.frame("points_by_activity")["activity"].unique()
        effects = [(self.label("points_entry", "effect", code), code) for code in EFFECTS]
        return [
            Choice("period", self.say("period"), periods, next(iter(found), None)),
            Choice("band", self.say("band"), [(told, code) for code, told in self.bands.items()], hidden=True),
            Choice("concern", self.say("concern"), [(self.say(f"state_{code}"), code) for code in CONCERNS], hidden=True),
            Choice("activity", self.heading("points_entry", "activity"), [(self._activity(one), one) for one in known], hidden=True),
            Choice("effect", self.heading("points_entry", "effect"), [*effects, (self.say("no_effect"), "none")], hidden=True),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return self.period is None

    def _activity(self, code: str) -> str:
        return self.say("no_activity") if code == "none" else code

    @cached_property
    def bands(self) -> dict[str, str]:
        """What a quarter's balance may be, the lowest first, as code and in words."""
        base, low, watched = (part.points if hasattr(part, "points") else part.below for part in (self.policy.base, self.policy.help, self.policy.applicant))  # fmt: skip
        limits = {"base": base, "help": low, "watch": watched}
        return {code: self.say(f"band_{code}", **limits) for code in ACCOUNT_BANDS}

    @property
    def given(self) -> dict[str, object]:
        policy = self.policy
        months = pd.Period(self.data_day, "M") - policy.inactive.months if self.data_day else None
        return {"base": policy.base.points, "help": policy.help.below, "limit_applicant": policy.applicant.below,
                "idle_since": months and str(months)}  # fmt: skip

    def thresholds(self) -> list[tuple[str, Sourced]]:
        policy = self.policy
        return [
            (self.say("base", points=policy.base.points), policy.base),
            (self.say("help_below", points=policy.help.below), policy.help),
            (self.say("applicant_below", points=policy.applicant.below), policy.applicant),
            (self.say("inactive_after", months=policy.inactive.months), policy.inactive),
        ]

    def headline(self) -> Tile:
        return self.tiles()[1]

    def tiles(self) -> list[Tile]:
        now = self.ask("account_summary").iloc[0]
        count = {name: int(now[name]) for name in ("accounts", "booked", "helped", "applicants", "endangered", "entries", "idle")}  # fmt: skip
        accounts, policy = count["accounts"], self.policy
        mean = f"{now['balance'] / accounts:.1f}" if accounts else NONE
        booked = self.part_of(
            "booked_note", count["booked"], accounts, count=f"{count['booked']:,}"
        )
        idle = self.part_of("idle_note", count["idle"], accounts, day=self.data_day)
        endangered = self.say("endangered_note", count=f"{count['applicants']:,}", points=policy.applicant.below)  # fmt: skip

        def people(concern: str | None) -> dict[str, object]:
            return {"view": "people", "concern": concern}

        def warn(number: int) -> str:
            return "warn" if number else ""

        return [
            self.tile("accounts", f"{accounts:,}", "persons", booked or NONE, picks={"view": "people"}),
            self.tile("mean", mean, "points", self.say("mean_note", base=policy.base.points), picks={"view": "people"}, whole={"view": "people"}, sums="balance"),
            self.tile("entries", f"{count['entries']:,}", "entries", self.say("entries_note", points=f"{now['points']:,.0f}"), picks={"view": "entries"}),
            self.tile("helped", f"{count['helped']:,}", "persons", self.say("helped_note", points=policy.help.below), tone=warn(count["helped"]), picks=people("help")),
            self.tile("endangered", f"{count['endangered']:,}", "persons", endangered, tone=warn(count["endangered"]), picks=people("applicant")),
            self.tile("idle", f"{count['idle']:,}", "persons", idle or NONE, picks=people("idle")),
        ]  # fmt: skip

    def groups(self) -> pd.DataFrame:
        """group, part, count, kind, unit, band, view, dim: the groups below the unit, the most points first; first the whole."""
        frame = grouped(self.ask("account_bands"), self.unit, self.lang, self.meeting)
        nobody = frame["unit"].isna()
        if frame["group_id"].nunique() > 1:
            whole = frame.assign(group=self.say("whole"), group_kind="", unit=self.unit)
            frame, nobody = pd.concat([whole, frame]), [*[False] * len(whole), *nobody]
        frame = frame.assign(
            part=frame["band"].map(self.bands),
            view="people",
            dim=(frame["band"] != self.band) & (self.band is not None),
            nobody=nobody,
        )
        frame["band"] = frame["band"].mask(frame["nobody"], None)
        frame["view"] = frame["view"].mask(frame["nobody"], None)
        frame = frame.rename(columns={"persons": "count", "group_kind": "kind"})
        columns = ["group", "part", "kind", "unit", "band", "view", "dim"]
        return frame.groupby(columns, sort=False, dropna=False, as_index=False)["count"].sum()

    def activities(self) -> pd.DataFrame:
        """row (activity), column (effect), count of times; activity, effect, view: what a click chooses. The rarer
        activities stand together, and nothing can be chosen on them."""
        found = self.ask("points_by_activity")
        order = found.groupby("activity")["times"].sum().sort_values(ascending=False, kind="stable")
        rare = found["activity"].isin(order.index[ACTIVITIES:])
        others = self.say("other_activities", count=max(0, len(order) - ACTIVITIES))
        picked = found[["activity", "effect"]].where(~rare, None)
        chosen = picked["activity"].eq(self.activity) & picked["effect"].eq(self.effect)
        frame = pd.DataFrame({
            "row": found["activity"].map(self._activity).mask(rare, others),
            "column": found["effect"].map(self._effect),
            "count": found["times"], "activity": picked["activity"], "effect": picked["effect"],
            "view": pd.Series("entries", found.index, dtype=object).mask(rare, None),
            "dim": ~chosen & (self.activity is not None), "sort": found["activity"].map(order).mask(rare, -1),
        })  # fmt: skip
        keys = ["row", "column", "activity", "effect", "view", "dim", "sort"]
        frame = frame.groupby(keys, sort=False, dropna=False, as_index=False)["count"].sum()
        return frame.sort_values("sort", ascending=False, kind="stable")

    def _effect(self, code: str) -> str | None:
        return None if code == "none" else self.label("points_entry", "effect", code)

    def pictures(self) -> list[Picture]:
        groups, activities = self.groups(), self.activities()
        share = word("board.share", self.lang)
        colours = {self.bands[code]: colour for code, colour in ACCOUNT_BANDS.items()}
        rows = list(dict.fromkeys(activities["row"]))
        # The bars share the height that the grid beside them takes.
        step = min(52, max(30, 36 * len(rows) // max(1, groups["group"].nunique())))
        bars = composition(
            groups, colours, unit=word("board.persons", self.lang), whole=self.say("accounts"), share=share,
            strong=self.say("whole"), step=step, picks=["unit", "band", "view"],
        )  # fmt: skip
        known = [self.label("points_entry", "effect", code) for code in EFFECTS]
        effects = [*known, *sorted({*activities["column"].dropna()} - {*known})]
        cells = grid(
            activities, effects, rows, unknown=self.say("no_effect"), unit=word("unit.times", self.lang),
            whole=self.say("all_times"), share=share, height=36 * len(rows) + 64, whole_rows=True, picks=["activity", "effect", "view"],
        )  # fmt: skip
        about = {"unit": self.unit_name, "period": period_words(self.period or "", self.lang)}
        kind = kind_of(set(groups["kind"]), self.lang)
        return [
            self.picture("groups", bars, kind=kind, **about),
            replace(self.picture("activities", cells, **about), sums="times"),
        ]

    def lists(self) -> dict[str, Listing]:
        about = {"subtitle": self.chosen_line, "file_name": self.title}
        right = {"align": "right"}
        who = [self.column("person", "person_id", kind="muted"), self.column("person", "name"), self.column("person", "unit_id", "unit")]  # fmt: skip
        booked = [Column("points", self.say("points_head"), **right), Column("times", self.heading("points_entry", "times"), **right)]  # fmt: skip
        people = [*who, Column("role", self.say("role")), Column("balance", self.say("balance"), **right), *booked,
                  Column("last_date", self.say("last_date")), Column("state", self.say("concern"), kind="tag")]  # fmt: skip
        entries = [self.column("points_entry", "entry_id", kind="muted"), *who, self.column("points_entry", "activity_date"),
                   self.column("points_entry", "activity"), self.column("points_entry", "times", **right),
                   self.column("points_entry", "effect", kind="tag"), self.column("points_entry", "points", **right)]  # fmt: skip
        units = [self.column("unit", "unit_id", kind="muted"), self.column("unit", "name", "unit"), Column("accounts", self.say("accounts"), **right),
                 Column("mean_balance", self.say("mean"), **right), booked[0], Column("booked", self.say("booked"), **right),
                 Column("idle", self.say("idle"), **right)]  # fmt: skip
        return {
            "people": Listing(self.say("people_title"), people, self.person_row, "account_people", **about),
            "entries": Listing(self.say("entries_title"), entries, self.entry_row, "points_entries", **about),
            "units": Listing(self.say("units_title"), units, self.unit_row, "account_units", opens=("unit", "unit_id"), **about),
        }  # fmt: skip

    def person_row(self, line) -> list[str]:
        points = "" if pd.isna(line.points) else signed(line.points, ".1f")
        who = [line.person_id, line.name, line.unit, self.say(f"role_{line.role}")]
        return [*who, f"{line.balance:.1f}", points, cell(line.times), cell(line.last_date), self.say(f"state_{line.state}")]  # fmt: skip

    def entry_row(self, line) -> list[str]:
        effect = self.label("points_entry", "effect", line.effect)
        what = [
            line.activity_date,
            cell(line.activity),
            cell(line.times),
            effect,
            cell(line.points),
        ]
        return [line.entry_id, line.person_id, line.name, line.unit, *what]

    def unit_row(self, line) -> list[str]:
        figures = [f"{line.mean_balance:.1f}", f"{line.points:,.1f}"]
        return [line.unit_id, line.unit, f"{line.accounts:,}", *figures, cell(line.booked), cell(line.idle)]  # fmt: skip
