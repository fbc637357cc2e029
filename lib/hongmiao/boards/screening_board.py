"""Screening: a pool's steps from the first recommendation to entry, who the candidates are, and where each stands."""

from dataclasses import replace
from functools import cached_property

import traitlets as t

from ..charts import SELECTION_RESULT
from ..locale import word
from ..records.person import EDUCATION
from ..records.pool_membership import OUTCOMES
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .listing import Listing
from .screening_pictures import ENTERED, UNKNOWN, ScreeningPictures
from .state import State
from .words import cell

STAY = ("entry_date", "channel", "exit_date", "outcome", "reason", "decided_by")


def board(store: Store, lang: str | None = None) -> Page:
    """The page of a pool's selection, of what `store` holds; lang: zh or en."""
    return open_board(Screening(store, lang))


class Screening(ScreeningPictures, State):
    """The candidates of one pool and, if chosen, of one year among the people of one unit."""

    name = "screening"
    widths = (6, 6, 6, 6)
    alone = ("standing", "timed", "stay", "outcome", "reason")
    meanings = (("selection_step", "result"),)
    pool = t.Unicode(None, allow_none=True)
    year = t.Unicode(None, allow_none=True)
    age = t.Unicode(None, allow_none=True)
    education = t.Unicode(None, allow_none=True)
    step = t.Unicode(None, allow_none=True)
    result = t.Unicode(None, allow_none=True)
    standing = t.Unicode(None, allow_none=True)
    timed = t.Unicode(None, allow_none=True)
    stay = t.Unicode(None, allow_none=True)
    outcome = t.Unicode(None, allow_none=True)
    reason = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        found = self.store.frame("pools")
        pools = (
            found.groupby("pool")["candidates"].sum().sort_values(ascending=False).index.tolist()
        )
        years = sorted(found["year"].dropna().unique(), reverse=True)
        unknown = (self.say("unknown"), UNKNOWN)
        steps = [step for steps in self.steps.values() for step in steps]
        reached = [*((step, step) for step in dict.fromkeys(steps)), (self.say("entered"), ENTERED)]
        stands = [(self.say(key), key) for key in ("entered", "underway", "failed", "excepted")]
        stays = [(self.say("in_pool"), "in_pool"), (self.say("left"), "left")]
        gone = [*((self.label("pool_membership", "outcome", o), o) for o in OUTCOMES), unknown]
        return [
            Choice("pool", self.say("pool"), [(self.label("pool_membership", "pool", p), p) for p in pools], next(iter(pools), None)),
            Choice("year", self.say("year"), [(self.say("all_years"), None), *((word("board.year", self.lang, year=y), y) for y in years)]),
            Choice("age", self.say("age_band"), [*((band, band) for band in self.age_bands), unknown], hidden=True),
            Choice("education", self.heading("person", "education"), [*((self.label("person", "education", e), e) for e in EDUCATION), unknown], hidden=True),
            Choice("step", self.heading("selection_step", "step"), reached, hidden=True),
            Choice("result", self.heading("selection_step", "result"), [(self.label("selection_step", "result", r), r) for r in SELECTION_RESULT], hidden=True),
            Choice("standing", self.say("standing"), stands, hidden=True),
            Choice("timed", self.say("timed"), reached, hidden=True),
            Choice("stay", self.say("stay"), stays, hidden=True),
            Choice("outcome", self.heading("pool_membership", "outcome"), gone, hidden=True, accepts=bool),
            Choice("reason", self.heading("pool_membership", "reason"), [unknown], hidden=True, accepts=bool),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return self.pool is None

    @cached_property
    def steps(self) -> dict[str, list[str]]:
        """The steps of each pool in their order."""
        return self.store.frame("pool_steps").groupby("pool")["step"].agg(list).to_dict()

    @t.observe("pool")
    def _other_pool(self, _change) -> None:
        if self.step != ENTERED and self.step not in self.steps.get(self.pool, []):
            self.step = self.result = None

    @t.observe("step")
    def _other_step(self, _change) -> None:
        if self.step in (None, ENTERED):
            self.result = None

    def headline(self) -> Tile:
        first = self.tiles()[0]
        return replace(first, note=self.label("pool_membership", "pool", self.pool))

    def tiles(self) -> list[Tile]:
        found = self.ask("screening_summary").iloc[0]

        def tile(key: str, name: str = "") -> Tile:
            note = self.part_of("of_candidates", found[key], found["candidates"])
            picks = {"standing": name or key, "view": "candidates"}
            return self.tile(key, f"{found[key]:,}", "persons", note, picks=picks)

        counts = {name: f"{found[name]:,}" for name in ("candidates", "in_pool")}
        stays = {"stay": "in_pool", "view": "stays"}
        return [
            self.tile("candidates", counts["candidates"], "persons", self.say("candidates_note"), picks={"view": "candidates"}),
            tile("entered"),
            tile("underway"),
            tile("failed"),
            tile("exceptions", "excepted"),
            self.tile("in_pool", counts["in_pool"], "persons", self.say("in_pool_note"), picks=stays),
        ]  # fmt: skip

    def lists(self) -> dict[str, Listing]:

        def listing(key: str, columns: list[Column], row, question: str) -> Listing:
            words = {
                name: self.say(f"{key}_{name}", chosen=self.chosen_line)
                for name in ("title", "subtitle", "file_name")
            }
            return Listing(columns=columns, row=row, question=question, **words)

        return {
            "candidates": listing("table", self._candidate_columns(), self._candidate, "candidates"),
            "stays": listing("stays", self._stay_columns(), self._stay, "pool_stays"),
        }  # fmt: skip

    def _candidate_columns(self) -> list[Column]:
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            Column("age", self.say("age"), align="right"),
            self.column("person", "education"),
            Column("last_step", self.say("last_step")),
            self.column("selection_step", "result", "last_result", kind="tag"),
            self.column("selection_step", "step_date", "last_date"),
        ]

    def _candidate(self, line) -> list[str]:
        education = self.label("person", "education", line.education)
        result = self.label("selection_step", "result", line.last_result)
        return [
            *(line.person_id, line.name, line.unit, cell(line.age), education),
            *(line.last_step, result, cell(line.last_date)),
        ]

    def _stay_columns(self) -> list[Column]:
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            *(self.column("pool_membership", name) for name in STAY),
        ]

    def _stay(self, line) -> list[str]:
        told = [cell(getattr(line, name)) for name in STAY]
        told[STAY.index("outcome")] = self.label("pool_membership", "outcome", line.outcome)
        return [line.person_id, line.name, line.unit, *told]
