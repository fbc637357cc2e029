"""What the overview says: five stages, what changed, what is late, what asks for a decision, and targets against today."""

from math import sqrt

import pandas as pd

from ..locale import word
from ..widgets import Line, Step
from .overview_doors import Doors, amount
from .progress import STATUS, Progress
from .words import cell, difference, percent, period_words

STEPS = {
    "select": (),  # a line per pool
    "train": (("training", "completed"), ("training", "reached"), ("training", "rate"), ("hours", "met"), ("activities", "held")),
    "temper": (("stars", "rated"), ("stars", "five"), ("placements", "covered"), ("placements", "seconded"), ("account", "mean")),
    "use": (("vacancies", "open"), ("vacancies", "ready"), ("assessments", "mean"), ("pools", "inside"), ("pools", "used")),
    "protect": (("branch_life", "held"), ("projects", "tile_done"), ("projects", "tile_on_track"), ("incentives", "awards_person"), ("incentives", "awards_team")),
}  # fmt: skip
FRONT = {"select": "screening", "train": "training", "temper": "stars", "use": "vacancies", "protect": "branch_life"}  # fmt: skip
DEAR = ("vacancies", "pools", "branch_life")
"""Boards that judge many people one by one: a page does not wait for them."""
LATE = (
    ("projects", "tile_late"), ("training", "overdue"), ("activities", "overdue"), ("branch_life", "overdue"),
    ("branch_life", "unseen"), ("stars", "unrated"),
)  # fmt: skip
DECIDE = (
    ("vacancies", "none"), ("vacancies", "ready"), ("placements", "empty"), ("placements", "ending"), ("placements", "double"), ("pools", "due"),
    ("projects", "tile_behind"), ("projects", "tile_differs"), ("hours", "short"), ("assessments", "short"), ("account", "helped"),
    ("account", "endangered"), ("leniency", "over"), ("quality", "findings"),
)  # fmt: skip
CHANGING = (
    ("stars", "five"), ("stars", "mean"), ("stars", "unrated"), ("leniency", "high"), ("leniency", "low"), ("leniency", "over"),
    ("account", "entries"), ("account", "helped"), ("account", "endangered"), ("assessments", "mean"), ("assessments", "short"),
)  # fmt: skip
FLOWS = ("entered", "gone")
TOLD = 8  # sentences, those of the largest change


class OverviewLines(Progress, Doors):
    """A part of the overview's state."""

    def steps(self, dear: bool = True) -> list[Step]:
        """The five stages; without the `dear` ones, those whose figures take longer only wait for them."""
        return [self._step(stage, dear) for stage in STEPS]

    def _step(self, stage: str, dear: bool) -> Step:
        state = self.door(FRONT[stage]) if dear or FRONT[stage] not in DEAR else None
        href = self.href(state, {}) if state else f"{FRONT[stage]}.ipynb"
        title, about = (word(f"site.stage_{stage}{end}", self.lang) for end in ("", "_about"))
        waits = not dear and any(name in DEAR for name, _ in STEPS[stage])
        found = [] if waits else [self.counted(*one) for one in STEPS[stage]] or self.pools_entered()  # fmt: skip
        return Step(title, about, href, found, waits)

    def pools_entered(self) -> list[Line]:
        """How many of each pool's candidates of the year entered it."""
        state = self.door("screening")
        found = []
        for choice in state.choices if state else []:
            for label, pool in choice.options if choice.name == "pool" else []:
                one = self.door("screening", pool=pool)
                tile = self.tile_of(one, "entered")
                found.append(self.line_of(one, tile, label=self.say("pool_entered", pool=label)))
        return found

    def gathered(self, which: tuple[tuple[str, str], ...]) -> tuple[list[Line], list[str]]:
        """The lines with something to tell, and the labels of those with nothing."""
        found = [self.line(*one) for one in which]
        found = [line for line in found if line and amount(line.value) is not None]
        nothing = [line.label for line in found if not amount(line.value)]
        return [line for line in found if amount(line.value)], nothing

    def changes(self) -> list[Line]:
        """What is not as it was the period before, the largest change first, in sentences."""
        if not self.before:
            return []
        found = [self._change(*one) for one in CHANGING] + [self._flow(one) for one in FLOWS]
        told = sorted(filter(None, found), key=lambda one: -one[0])[:TOLD]
        return [line for _, line in told]

    def _change(self, name: str, key: str) -> tuple[float, Line] | None:
        states = self.door(name), self.door(name, self.before)
        if None in states or states[0].period == states[1].period:
            return None
        now, then = (self.tile_of(state, key) for state in states)
        pair = [amount(tile.value) if tile else None for tile in (now, then)]
        if None in pair:
            return None
        share = now.unit == word("unit.percent", self.lang)
        unit = word("board.percentage_points", self.lang) if share else now.unit
        digits = len(now.value.partition(".")[2])
        label = self._said(self.called(states[0], key), now.value, now.unit, *pair, unit, digits)
        worse = "warn" if now.tone == "warn" and pair[0] > pair[1] else ""
        line = self.line_of(states[0], now, label=label, note="", tone=worse)
        return (_weight(*pair, digits), line) if label else None

    def _flow(self, way: str) -> tuple[float, Line] | None:
        """Those who came into the pools in the period, or left them."""
        state, pair = self.door("pools"), []
        if state is None:
            return None
        spans = next(c.options for c in state.choices if c.name == way)
        if not {self.period, self.before} <= {span for _, span in spans}:
            return None
        for period in (self.period, self.before):
            other = type(state)(self.store, self.lang, **state.chosen())
            other.pick({"view": "entries", way: period})
            leaf = other.leaf(limit=1)
            pair.append(int(leaf["total"].iloc[0]) if len(leaf) else 0)
        unit = word("unit.stays", self.lang)
        label = self._said(self.called(state, way), f"{pair[0]:,}", unit, *pair, unit, 0)
        href = self.href(state, {"view": "entries", way: self.period})
        line = Line(label, f"{pair[0]:,}", unit, href=href, about=state.title)
        return (_weight(*pair), line) if label else None

    def _said(self, label: str, value: str, of: str, now: float, then: float, unit: str, digits: int) -> str:  # fmt: skip
        if not round(now - then, digits):
            return ""
        change = difference(now, then, unit, self.lang, digits)
        return self.say("change", label=label, value=value, unit=of, change=change)

    def targets(self) -> list[Line]:
        """Every project of the unit as a bar: those that are late first, those that are done last."""
        state = self.door("projects")
        if state is None:
            return []
        found = state.found()
        order = ("late", "behind", "on_track", "open", "done")
        found = found.sort_values(["status", "due_date"], key=lambda c: c.map([*order].index) if c.name == "status" else c, kind="stable")  # fmt: skip
        return [self._target(state, line) for line in found.itertuples()]

    def _target(self, state, line) -> Line:
        status = self.of_projects(f"status_{line.status}")
        note = self.say("due", day=cell(line.due_date) or "—", status=status)
        known = [None if pd.isna(one) else float(one) for one in (line.share, line.expected)]
        href = self.href(state, {"view": "projects", "project": line.project_id})
        return Line(
            line.name, self.measured(line.done, line.target, line.unit_of_measure), percent(line.share, 0), note, href,
            "warn" if line.status in ("late", "behind") else "", share=known[0], expected=known[1], colour=STATUS[line.status], sums="done",
        )  # fmt: skip

    @property
    def periods_said(self) -> str:
        if not self.before:
            return ""
        now, then = (period_words(one, self.lang) for one in (self.period, self.before))
        return self.say("changes_lead", now=now, then=then)


def _weight(now: float, then: float, digits: int = 0) -> float:
    """How much a change weighs: a count's by how far counts of its size waver by chance, another's by tenths of itself."""
    gap = abs(now - then)
    return 10 * gap / max(abs(now), abs(then)) if digits else gap / sqrt(now + then)
