"""Screening: a pool's steps from the first recommendation to entry, who the candidates are, and where each stands."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import SELECTION_RESULT, grid, headed_bars
from ..locale import word
from ..records.person import EDUCATION
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import Picture, State, open_board
from .words import NONE, cell, share


def board(store: Store, lang: str | None = None) -> Page:
    """The page of a pool's selection."""
    return open_board(Screening(store, lang))


class Screening(State):
    """The candidates of one pool and, if chosen, of one year among the people of one unit."""

    name = "screening"
    widths = (6, 6)
    pool = t.Unicode(None, allow_none=True)
    year = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        found = self.store.frame("pools")
        pools = (
            found.groupby("pool")["candidates"].sum().sort_values(ascending=False).index.tolist()
        )
        years = sorted(found["year"].dropna().unique(), reverse=True)
        return [
            Choice("pool", self.say("pool"), [(self.label("pool_membership", "pool", p), p) for p in pools], next(iter(pools), None)),
            Choice("year", self.say("year"), [(self.say("all_years"), None), *((word("board.year", self.lang, year=y), y) for y in years)]),
        ]  # fmt: skip

    def tiles(self) -> list[Tile]:
        found = self.ask("screening_summary").iloc[0]

        def tile(key: str) -> Tile:
            note = self.part_of("of_candidates", found[key], found["candidates"])
            return self.tile(key, f"{found[key]:,}", "persons", note)

        return [
            self.tile(
                "candidates", f"{found['candidates']:,}", "persons", self.say("candidates_note")
            ),
            tile("entered"),
            tile("underway"),
            tile("failed"),
            tile("exceptions"),
            self.tile("in_pool", f"{found['in_pool']:,}", "persons", self.say("in_pool_note")),
        ]

    def funnel(self) -> pd.DataFrame:
        """group, figures, part, count: how many reached each step of the pool and how it ended there, then who entered."""
        rows, before = [], None
        for step in self.ask("screening_funnel").itertuples():
            counts = {result: getattr(step, result) for result in SELECTION_RESULT}
            rows += self._step(step.step, step.reached, before, counts)
            before = step.reached
        if before:
            entered = int(self.ask("screening_summary")["entered"].iloc[0])
            rows += self._step(self.say("entered"), entered, before, {"passed": entered})
        return pd.DataFrame(rows, columns=["group", "figures", "part", "count"])

    def _step(
        self, name: str, reached: int, before: int | None, counts: dict[str, int]
    ) -> list[dict]:
        key = "reached_first" if before is None else "reached"
        figures = self.say(key, count=f"{reached:,}", share=share(reached, before or 0))
        labels = {result: self.label("selection_step", "result", result) for result in counts}
        return [
            {"group": name, "figures": figures, "part": labels[r], "count": n}
            for r, n in counts.items()
        ]

    def ages(self) -> pd.DataFrame:
        """column (age band), row (education), count; what is unknown is empty."""
        frame = self.ask("candidates_by_age_education")
        learned = frame["education"].map(
            {code: self.label("person", "education", code) for code in EDUCATION}
        )
        return pd.DataFrame(
            {"column": frame["age_band"], "row": learned, "count": frame["persons"]}
        )

    @cached_property
    def age_bands(self) -> list[str]:
        """Every band that any candidate is in, the youngest first."""
        return sorted(self.store.frame("candidates_by_age_education")["age_band"].dropna().unique())

    def pictures(self) -> list[Picture]:
        funnel, persons = self.funnel(), word("unit.persons", self.lang)
        colours = {
            self.label("selection_step", "result", r): colour
            for r, colour in SELECTION_RESULT.items()
        }
        height = max(312, 52 * funnel["group"].nunique())
        schooling = [self.label("person", "education", code) for code in reversed(EDUCATION)]
        ages = grid(
            self.ages(),
            self.age_bands,
            schooling,
            unknown=self.say("unknown"),
            unit=persons,
            height=height + 24,
        )
        about = {"pool": self.label("pool_membership", "pool", self.pool), "unit": self.unit_name}
        return [
            self.picture(
                "funnel", headed_bars(funnel, colours, unit=persons, height=height), **about
            ),
            self.picture("ages", ages, **about),
        ]

    def columns(self) -> list[Column]:
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

    def candidates(
        self, offset=0, limit=None, sort="", descending=False, search=""
    ) -> pd.DataFrame:
        """The candidates with their last step."""
        return self.ask_leaf("candidates", offset, limit, sort, descending, search)

    leaf = candidates

    def row(self, line) -> list[str]:
        education = self.label("person", "education", line.education)
        result = self.label("selection_step", "result", line.last_result)
        return [
            line.person_id,
            line.name,
            line.unit,
            cell(line.age),
            education,
            line.last_step,
            result,
            cell(line.last_date),
        ]

    def table_words(self) -> dict[str, str]:
        pool = self.label("pool_membership", "pool", self.pool) or NONE
        year = word("board.year", self.lang, year=self.year) if self.year else self.say("all_years")
        return {
            name: self.say(f"table_{name}", unit=self.unit_name, pool=pool, year=year)
            for name in ("title", "subtitle", "file_name")
        }
