"""Screening: a pool's steps from the first recommendation to entry, who the candidates are, and where each stands."""

from dataclasses import replace
from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import SELECTION_RESULT, grid, headed_bars
from ..locale import word
from ..records.person import EDUCATION
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .state import Picture, State
from .words import cell, share

UNKNOWN, ENTERED = "unknown", "entered"  # as the questions call them


def board(store: Store, lang: str | None = None) -> Page:
    """The page of a pool's selection."""
    return open_board(Screening(store, lang))


class Screening(State):
    """The candidates of one pool and, if chosen, of one year among the people of one unit."""

    name = "screening"
    widths = (6, 6)
    question = "candidates"
    meanings = (("selection_step", "result"),)
    pool = t.Unicode(None, allow_none=True)
    year = t.Unicode(None, allow_none=True)
    age = t.Unicode(None, allow_none=True)
    education = t.Unicode(None, allow_none=True)
    step = t.Unicode(None, allow_none=True)
    result = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        found = self.store.frame("pools")
        pools = (
            found.groupby("pool")["candidates"].sum().sort_values(ascending=False).index.tolist()
        )
        years = sorted(found["year"].dropna().unique(), reverse=True)
        unknown = (self.say("unknown"), UNKNOWN)
        steps = [step for steps in self.steps.values() for step in steps]
        return [
            Choice("pool", self.say("pool"), [(self.label("pool_membership", "pool", p), p) for p in pools], next(iter(pools), None)),
            Choice("year", self.say("year"), [(self.say("all_years"), None), *((word("board.year", self.lang, year=y), y) for y in years)]),
            Choice("age", self.say("age_band"), [*((band, band) for band in self.age_bands), unknown], hidden=True),
            Choice("education", self.heading("person", "education"), [*((self.label("person", "education", e), e) for e in EDUCATION), unknown], hidden=True),
            Choice("step", self.heading("selection_step", "step"), [*((step, step) for step in dict.fromkeys(steps)), (self.say("entered"), ENTERED)], hidden=True),
            Choice("result", self.heading("selection_step", "result"), [(self.label("selection_step", "result", r), r) for r in SELECTION_RESULT], hidden=True),
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
        """group, figures, part, count: how many reached each step of the pool and how it ended there, then who entered.

        step, result: what a click chooses; dim: not chosen.
        """
        rows, before = [], None
        for line in self.ask("screening_funnel").itertuples():
            counts = {result: getattr(line, result) for result in SELECTION_RESULT}
            rows += self._step(line.step, line.step, line.reached, before, counts)
            before = line.reached
        if before:
            entered = int(self.ask("screening_summary", step=None)["entered"].iloc[0])
            rows += self._step(self.say("entered"), ENTERED, entered, before, {"passed": entered})
        return pd.DataFrame(
            rows, columns=["group", "figures", "whole", "part", "count", "step", "result", "dim"]
        )

    def _step(
        self, name: str, step: str, reached: int, before: int | None, counts: dict[str, int]
    ) -> list[dict]:
        key = "reached_first" if before is None else "reached"
        figures = self.say(key, count=f"{reached:,}", share=share(reached, before or 0))
        about = {"group": name, "figures": figures, "whole": before or reached, "step": step}
        rows = []
        for result, count in counts.items():
            chosen = self.step in (None, step) and (
                step == ENTERED or self.result in (None, result)
            )
            part = self.label("selection_step", "result", result)
            rows.append(about | {"part": part, "count": count, "result": result, "dim": not chosen})
        return rows

    def ages(self) -> pd.DataFrame:
        """column (age band), row (education), count; what is unknown is empty. age, education: what a click chooses."""
        frame = self.ask("candidates_by_age_education")
        words = {code: self.label("person", "education", code) for code in EDUCATION}
        age, education = (
            frame[name].astype(object).fillna(UNKNOWN) for name in ("age_band", "education")
        )
        chosen = age.eq(self.age) if self.age else True
        chosen &= education.eq(self.education) if self.education else True
        return pd.DataFrame(
            {"column": frame["age_band"], "row": frame["education"].map(words), "count": frame["persons"],
             "age": age, "education": education, "dim": ~pd.Series(chosen, frame.index, dtype=bool)}
        )  # fmt: skip

    @cached_property
    def age_bands(self) -> list[str]:
        """Every band that any candidate is in, the youngest first."""
        return sorted(self.store.frame("candidates_by_age_education")["age_band"].dropna().unique())

    def pictures(self) -> list[Picture]:
        funnel = self.funnel()
        words = {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}
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
            **words,
            whole=self.say("candidates"),
            height=height + 24,
            picks=["age", "education"],
        )
        about = {"pool": self.label("pool_membership", "pool", self.pool), "unit": self.unit_name}
        return [
            self.picture(
                "funnel",
                headed_bars(
                    funnel,
                    colours,
                    **words,
                    whole=self.say("step_before"),
                    height=height,
                    picks=["step", "result"],
                ),
                **about,
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
        joint = word("language.comma", self.lang)
        chosen = joint.join(text for _, text in self.chosen_words())
        return {
            name: self.say(f"table_{name}", chosen=chosen)
            for name in ("title", "subtitle", "file_name")
        }
