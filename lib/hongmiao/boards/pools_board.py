"""Pools: who is inside, who came and left by which way and for which reason, and which stays are due for review."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import EXIT_OUTCOME
from ..records.pool_membership import POOLS
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .decided import Decided
from .listing import Listing
from .pools_due import ACCOUNT, APPLICANTS, PROPOSALS, PoolReviews
from .pools_pictures import UNKNOWN, PoolPictures
from .stamped import Stamped
from .state import State
from .words import cell, period_words

SHOWN = ("within", "entered", "gone", "at", "inside", "outcome", "used", "channel", "reason", "several", "proposal", "rule")  # fmt: skip


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the pools, of what `store` holds; lang: zh or en."""
    return open_board(Pools(store, lang))


class Pools(PoolReviews, PoolPictures, Stamped, Decided, State):
    """The pools, or one of them, of one unit: today's stock, and what moved in a year."""

    name = "pools"
    widths = (12, 6, 6, 6, 6)
    alone = SHOWN
    pool = t.Unicode(None, allow_none=True)
    year = t.Unicode(None, allow_none=True)
    within = t.Unicode(None, allow_none=True)
    entered = t.Unicode(None, allow_none=True)
    gone = t.Unicode(None, allow_none=True)
    at = t.Unicode(None, allow_none=True)
    inside = t.Unicode(None, allow_none=True)
    outcome = t.Unicode(None, allow_none=True)
    used = t.Unicode(None, allow_none=True)
    channel = t.Unicode(None, allow_none=True)
    reason = t.Unicode(None, allow_none=True)
    several = t.Unicode(None, allow_none=True)
    proposal = t.Unicode(None, allow_none=True)
    rule = t.Unicode(None, allow_none=True)

    @cached_property
    def known(self) -> pd.DataFrame:
        """The pools and years that there are."""
        return self.store.frame("pool_years")

    @cached_property
    def choices(self) -> list[Choice]:
        found, flows, why = self.known, self.store.frame("pool_flows"), self.store.frame("pool_reasons")  # fmt: skip
        pools = [pool for pool in dict.fromkeys([*POOLS, *found["pool"]]) if pool in {*found["pool"]}]  # fmt: skip
        named = [(self.pool_words(pool), pool) for pool in pools]
        years = sorted(set(found["year"]), reverse=True)
        spans = [(period_words(span, self.lang), span) for span in (*years, *sorted(set(flows["quarter"])))]  # fmt: skip
        outcomes = [(self.outcome_words(code), code) for code in dict.fromkeys([*EXIT_OUTCOME, *flows["outcome"].dropna(), UNKNOWN])]  # fmt: skip
        rules = [*self.rules, f"{APPLICANTS}.{ACCOUNT}"]

        def said(way: str) -> list[tuple[str, str]]:
            return [
                (self.said(one), one) for one in dict.fromkeys(why.loc[why["way"] == way, "said"])
            ]

        hidden = {
            "within": (self.say("pool"), named), "entered": (self.say("entered"), spans), "gone": (self.say("gone"), spans),
            "at": (self.say("at"), spans), "inside": (self.say("state"), [(self.say("inside"), "yes"), (self.say("ended"), "no")]),
            "outcome": (self.heading("pool_membership", "outcome"), outcomes), "used": (self.say("used"), [(self.say("yes"), "yes")]),
            "channel": (self.heading("pool_membership", "channel"), said("in")),
            "reason": (self.heading("pool_membership", "reason"), said("out")), "several": (self.say("several"), [(self.say("yes"), "yes")]),
            "proposal": (self.say("proposal"), [(self.say(one), one) for one in PROPOSALS]),
            "rule": (self.say("rule"), [(self.rule_words(code), code) for code in rules]),
        }  # fmt: skip
        return [
            Choice("pool", self.say("pool"), [(self.say("all_pools"), None), *named]),
            Choice("year", self.say("year"), [(self.say("all_years"), None), *((period_words(y, self.lang), y) for y in years)], next(iter(years), None)),
            *(Choice(name, *hidden[name], hidden=True) for name in SHOWN),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return self.known.empty

    @property
    def given(self) -> dict[str, object]:
        return {"day": self.data_day}

    def pool_words(self, pool: str) -> str:
        return self.label("pool_membership", "pool", pool)

    def outcome_words(self, code: object) -> str:
        return self.say("unknown") if code == UNKNOWN else self.label("pool_membership", "outcome", code)  # fmt: skip

    def said(self, text: str) -> str:
        return self.say("unknown") if text == UNKNOWN else text

    @property
    def pool_name(self) -> str:
        return self.pool_words(self.pool) if self.pool else self.say("all_pools")

    @property
    def year_words(self) -> str:
        return period_words(self.year, self.lang) if self.year else self.say("all_years")

    def tiles(self) -> list[Tile]:
        now = self.ask("pool_summary").iloc[0].astype(int)
        n = {name: f"{now[name]:,}" for name in now.index}
        here = self.here(self.judged())
        due, unsure = (
            here[here["proposal"].notna()],
            here[here["proposal"].isna() & here["open"].gt(0)],
        )
        leave = int((due["proposal"] == "exit").sum())
        entries, people, year = {"view": "entries"}, {"view": "people"}, self.year_words
        return [
            self.tile("inside", n["inside"], "persons", self.say("inside_note", count=n["open"]), picks=people),
            self.tile("several", n["several"], "persons", self.part_of("several_note", now["several"], now["inside"]) or year, picks=people | {"several": "yes"}),
            self.tile("entered", n["entered"], "stays", year, picks=entries | {"entered": self.year}),
            self.tile("gone", n["gone"], "stays", year, picks=entries | {"gone": self.year, "inside": "no"}),
            self.tile("used", n["used"], "stays", self.part_of("used_note", now["used"], now["gone"]) or year, tone="good" if now["used"] else "", picks=entries | {"gone": self.year, "used": "yes"}),
            self.tile("due", f"{len(due):,}", "stays", self.say("due_note", count=f"{leave:,}", unsure=f"{len(unsure):,}"), tone="warn" if len(due) else "", picks={"view": "due"}),
        ]  # fmt: skip

    def lists(self) -> dict[str, Listing]:
        about = {"subtitle": self.chosen_line, "file_name": self.title}
        who = [self.column("person", "person_id", kind="muted"), self.column("person", "name"), self.column("person", "unit_id", "unit")]  # fmt: skip
        months = Column("months", self.say("months"), "right", about=self.say("months_about"))
        stay = [self.column("pool_membership", name) for name in ("channel", "exit_date")]
        end = [self.column("pool_membership", "outcome", kind="tag"), *(self.column("pool_membership", name) for name in ("reason", "decided_by"))]  # fmt: skip
        pool = self.column("pool_membership", "pool")
        entries = [*who, pool, self.column("pool_membership", "entry_date"), months, *stay, *end]
        people = [*who, self.column("person", "post"), Column("pools", self.say("pools")), Column("since", self.say("since")), months]  # fmt: skip
        due = [*who, pool, months, Column("proposal", self.say("proposal"), kind="tag", about=self.say("proposal_about")),
               Column("rules", self.say("reasons")), Column("open", self.say("open"), "right", about=self.say("open_about"))]  # fmt: skip
        told = about | {
            "subtitle": self.say("due_lead", chosen=self.chosen_line, day=self.data_day)
        }
        return {
            "entries": Listing(self.say("entries_title"), entries, self.entry_row, "pool_entries", **about),
            "people": Listing(self.say("people_title"), people, self.person_row, "pool_people", **about),
            "due": Listing(self.say("due_title"), due, self.due_row, frame=self.due, **told),
        }  # fmt: skip

    def entry_row(self, line) -> list[str]:
        outcome = "" if pd.isna(line.outcome) else self.outcome_words(line.outcome)
        outcome = self.say("inside") if pd.isna(line.exit_date) else outcome
        dates = [line.entry_date, cell(line.months), cell(line.channel), cell(line.exit_date)]
        return [line.person_id, line.name, line.unit, self.pool_words(line.pool), *dates, outcome, cell(line.reason), cell(line.decided_by)]  # fmt: skip

    def person_row(self, line) -> list[str]:
        pools = self.say("comma").join(map(self.pool_words, line.pools.split("\n")))
        return [line.person_id, line.name, line.unit, cell(line.post), pools, line.since, cell(line.months)]  # fmt: skip

    def due_row(self, line) -> list[str]:
        months = cell(line.months)
        return [line.person_id, line.name, cell(line.unit), self.pool_words(line.pool), months, self.say(line.proposal), self.why(line), cell(line.open)]  # fmt: skip
