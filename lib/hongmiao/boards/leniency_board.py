"""Leniency: whether a branch rates like all others, as far as its size lets one say, and how raters compare."""

import json
from dataclasses import replace
from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import PAGE_COLOURS, PLAN_DIVERGING, funnel_plot, headed_bars
from ..locale import word
from ..policy.criterion import Sourced
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .listing import Listing, Picture
from .ratings import Ratings
from .state import State
from .words import cell, signed

POINTS = 1_500  # of a funnel plot: those that stand out most come first
STANDINGS = ("high", "low", "usual", "small")
GAPS = {"lower": PLAN_DIVERGING["under"], "near": PAGE_COLOURS["line"], "higher": PLAN_DIVERGING["over"]}  # fmt: skip
FLIPPED = {"lower": "higher", "higher": "lower", "near": "near"}


def board(store: Store, lang: str | None = None) -> Page:
    """The page of how branches and raters rate, of what `store` holds; lang: zh or en."""
    return open_board(Leniency(store, lang))


class Leniency(Ratings, State):
    """The branches below one unit in one period, each against the whole, and each pair of raters over the same persons."""

    name = "leniency"
    widths = (7, 5)
    alone = ("branch", "verdict", "side")
    period = t.Unicode(None, allow_none=True)
    measure = t.Unicode("mean")
    pair = t.Unicode(None, allow_none=True)
    branch = t.Unicode(None, allow_none=True)
    verdict = t.Unicode(None, allow_none=True)
    side = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        pairs = [(self.pair_words(pair), pair) for pair in self.pairs]
        branches = [(name, unit) for unit, name, _ in self.units]
        verdicts = [(self.say(code), code) for code in (*STANDINGS, "judged", "over")]
        return [
            self.period_choice(),
            Choice("measure", self.say("measure"), [(self.say(m), m) for m in ("mean", "five")], "mean"),
            *[Choice("pair", self.say("pair"), pairs, next(iter(self.pairs), None))] * bool(pairs),
            Choice("branch", self.say("branch"), branches, hidden=True),
            Choice("verdict", self.say("verdict"), verdicts, hidden=True),
            Choice("side", self.say("gap"), [(self.say(code), code) for code in GAPS], hidden=True),
        ]  # fmt: skip

    @cached_property
    def pairs(self) -> list[str]:
        """Each two raters that scored the same persons in any period, as a|b in the office's order."""
        found = self.store.frame("rater_gaps", steps=self.policy.agreement.steps)
        pairs = {tuple(self.policy.in_order([a, b])) for a, b in zip(found["rater"], found["other"], strict=True)}  # fmt: skip
        order = self.policy.in_order(sorted({name for pair in pairs for name in pair}))
        return ["|".join(p) for p in sorted(pairs, key=lambda p: [order.index(name) for name in p])]

    def pair_words(self, pair: str) -> str:
        first, other = (self.policy.called(key, self.lang) for key in pair.split("|"))
        return self.say("against", first=first, other=other)

    @property
    def given(self) -> dict[str, object]:
        rater, _, other = (self.pair or "").partition("|")
        whole, spread = self.reference
        policy = self.policy
        return {
            "rater": rater, "other": other, "steps": policy.agreement.steps, "whole": whole, "spread": spread,
            "weights": json.dumps({rater.key: rater.weight for rater in policy.rater}),
            "distance": policy.control.distances[1], "smallest": policy.smallest_group.persons,
            "guideline": policy.guideline.at_most,
        }  # fmt: skip

    def thresholds(self) -> list[tuple[str, Sourced]]:
        policy = self.policy
        raters = [(self.say("weight", rater=r.words.said(self.lang), weight=r.weight), r) for r in policy.rater]  # fmt: skip
        return [
            (self.say("guideline", share=f"{policy.guideline.at_most:.0%}"), policy.guideline),
            (self.say("smallest", count=policy.smallest_group.persons), policy.smallest_group),
            (self.say("limits", **self._limits), policy.control),
            (self.say("agree", share=f"{policy.agreement.at_most:.0%}"), policy.agreement),
            *raters,
        ]

    @property
    def _limits(self) -> dict[str, str]:
        control = self.policy.control
        return {"inner": f"{100 * control.inner:.3g}%", "outer": f"{100 * control.outer:.3g}%"}

    @property
    def reference(self) -> tuple[float, float]:
        """The measure over the whole store, and its standard deviation among persons: what branches are held against."""
        known = self.store.frame("star_trend")
        known = known[(known["status"] == "rated") & (known["period"] == self.period)]
        n = known["persons"].sum()
        if not n:
            return 0.0, 0.0
        values = known["stars"] == 5 if self.measure == "five" else known["stars"]
        values, weights = values.astype(float), known["persons"] / n
        mean = (values * weights).sum()
        return float(mean), float(((values - mean) ** 2 * weights).sum() ** 0.5)

    def headline(self) -> Tile:
        return self.tiles()[1]

    def tiles(self) -> list[Tile]:
        found = self.branches()
        standing, over = found["standing"], found["over"].astype(bool)
        judged = int((standing != "small").sum())
        counts = {code: int((standing == code).sum()) for code in STANDINGS}
        size = self.policy.smallest_group.persons
        notes = {code: self.part_of("of_judged", counts[code], judged) or self.say("nobody_judged") for code in ("high", "low")}  # fmt: skip
        notes["small"] = self.say("small_note", count=size)

        def tile(key: str, count: int, note: str, **more) -> Tile:
            picks = {"view": "units", "verdict": key}
            return self.tile(key, f"{count:,}", "units", note, picks=picks, **more)

        part = self.part_of("of_judged", int(over.sum()), judged) or self.say("nobody_judged")
        return [
            tile("judged", judged, self.say("judged_note", count=f"{len(found):,}")),
            tile("high", counts["high"], notes["high"], tone="warn" if counts["high"] else ""),
            tile("low", counts["low"], notes["low"], tone="warn" if counts["low"] else ""),
            tile("over", int(over.sum()), part),
            tile("small", counts["small"], notes["small"]),
        ]

    def branches(self) -> pd.DataFrame:
        """Every unit that holds rated people of its own, those that stand out most first."""
        return self.ask("star_units", verdict=None, branch=None)

    def points(self) -> pd.DataFrame:
        """name, count (of rated people), value, standing; branch: what a click chooses; dim: not chosen."""
        found = self.branches()[:POINTS]
        twice = found["unit"].duplicated(keep=False)
        names = found["unit"].mask(twice, found["unit"] + " " + found["unit_id"])
        value = found["five_share" if self.measure == "five" else "mean"]
        chosen = found["unit_id"] == self.branch if self.branch else self._judged(found)
        return pd.DataFrame({
            "name": names, "count": found["persons"], "value": value.astype(float), "standing": found["standing"],
            "branch": found["unit_id"], "view": "units", "dim": ~chosen,
        })  # fmt: skip

    def _judged(self, found: pd.DataFrame) -> pd.Series:
        """Whether each branch is one of those that the verdict chooses."""
        if self.verdict == "over":
            return found["over"].astype(bool)
        if self.verdict == "judged":
            return found["standing"] != "small"
        return (found["standing"] == self.verdict) | (self.verdict is None)

    def gaps(self) -> pd.DataFrame:
        """group (two raters), figures, part, count, whole of the persons that both scored; pair, side: what a click chooses."""
        found = self.ask("rater_gaps")
        rows = []
        for (rater, other), some in found.groupby(["rater", "other"], sort=False):
            pair = "|".join(self.policy.in_order([rater, other]))
            turned = not pair.startswith(f"{rater}|")
            whole = int(some["persons"].sum())
            mean = some["gap"].sum() / whole * (-1 if turned else 1)
            figures = self.say("gap_figures", mean=signed(mean, ".2f"), whole=f"{whole:,}")
            for kind, count in zip(some["gap_kind"], some["persons"], strict=True):
                kind = FLIPPED[kind] if turned else kind
                chosen = self.side is None or (self.pair, self.side) == (pair, kind)
                rows.append({"group": self.pair_words(pair), "figures": figures, "part": self.say(kind), "count": int(count),
                             "whole": whole, "pair": pair, "side": kind, "view": "scores", "dim": not chosen})  # fmt: skip
        columns = ["group", "figures", "part", "count", "whole", "pair", "side", "view", "dim"]
        frame = pd.DataFrame(rows, columns=columns)
        places = {pair: place for place, pair in enumerate(self.pairs)}
        return frame.sort_values("pair", key=lambda p: p.map(places), kind="stable")

    def pictures(self) -> list[Picture]:
        gaps = self.gaps()
        return [self._funnel(min(640, max(360, 52 * gaps["pair"].nunique()))), self._raters(gaps)]

    def _funnel(self, height: int) -> Picture:
        points, (whole, spread) = self.points(), self.reference
        five, limits = self.measure == "five", self._limits
        said = f"{whole:.1%}" if five else f"{whole:.2f}"
        chart = funnel_plot(
            points, whole, spread, self.policy.control.distances, bounds=(0, 1) if five else (1, 5), percent=five,
            words={code: self.say(code) for code in STANDINGS}, count=self.say("size"), value=self.say(self.measure),
            whole_word=self.say("whole", value=said), limits=(limits["inner"], limits["outer"]),
            height=height, picks=["branch", "view"],
        )  # fmt: skip
        told = {"measure": self.say(self.measure), "unit": self.unit_name, "smallest": self.policy.smallest_group.persons}  # fmt: skip
        return replace(self.picture("funnel", chart, **told, **limits), sums="persons")

    def _raters(self, gaps: pd.DataFrame) -> Picture:
        known = self.ask("rater_gaps")["step_points"]
        near = known.max() * self.policy.agreement.steps if len(known) else 0
        chart = headed_bars(
            gaps, {self.say(code): colour for code, colour in GAPS.items()}, unit=word("board.persons", self.lang),
            whole=self.say("both"), share=word("board.share", self.lang), height=330, picks=["pair", "side", "view"],
        )  # fmt: skip
        return self.picture("raters", chart, unit=self.unit_name, near=cell(round(near, 2)))

    def lists(self) -> dict[str, Listing]:
        first, _, other = (self.pair or "|").partition("|")
        said = {"first": self.policy.called(first, self.lang), "other": self.policy.called(other, self.lang)}  # fmt: skip
        right = {"align": "right"}
        units = [
            self.column("unit", "unit_id", kind="muted"), self.column("unit", "name", "unit"), Column("town", self.say("town")),
            Column("persons", self.say("size"), **right), Column("mean", self.say("mean"), **right),
            Column("five_share", self.say("five"), **right), Column("standing", self.say("verdict"), kind="tag"),
        ]  # fmt: skip
        scores = [
            self.column("person", "person_id", kind="muted"), self.column("person", "name"), self.column("person", "unit_id", "unit"),
            Column("score", said["first"], **right), Column("other_score", said["other"], **right),
            Column("difference", self.say("difference"), **right), Column("weighted", self.say("weighted"), **right),
        ]  # fmt: skip
        both = {"subtitle": self.chosen_line, "file_name": self.title}
        lists = {"units": Listing(self.say("units_title"), units, self.unit_row, "star_units", opens=("unit", "unit_id"), **both)}  # fmt: skip
        if self.pair:
            title = self.say("scores_title", **said)
            lists["scores"] = Listing(title, scores, self.score_row, "rating_scores", **both)
        return lists

    def unit_row(self, line) -> list[str]:
        standing = self.say(line.standing)
        standing = self.say("and_over", standing=standing) if line.over else standing
        figures = [f"{line.persons:,}", f"{line.mean:.2f}", f"{line.five_share:.1%}"]
        return [line.unit_id, line.unit, cell(line.town), *figures, standing]

    def score_row(self, line) -> list[str]:
        scores = [cell(line.score), cell(line.other_score), signed(line.difference, ".4g"), f"{line.weighted:.2f}"]  # fmt: skip
        return [line.person_id, line.name, line.unit, *scores]
