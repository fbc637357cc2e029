"""Assessments: how the results of a period fall, who fell short, and which raters have not given their scores."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import NO_FIGURE, SCORE_BANDS
from ..policy.assessments import Assessments as Policy
from ..policy.assessments import assessments_policy
from ..policy.criterion import Sourced
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .assessments_pictures import AssessmentPictures
from .board import open_board
from .decided import Decided
from .listing import Listing
from .state import State
from .words import NONE, cell, percent, period_words, signed

ASIDE = ("open", "none")  # too little is known to judge; nothing is known


def board(store: Store, lang: str | None = None) -> Page:
    """The page of assessments, of what `store` holds; lang: zh or en."""
    return open_board(Assessments(store, lang))


class Assessments(AssessmentPictures, Decided, State):
    """The assessments of one period among the people of one unit.

    A score is the mean of the indicators that have one, weighted by their own weights; what has no score counts neither
    as 0 nor as anything else, and where too much is missing nobody is judged.
    """

    name = "assessments"
    widths = (7, 5, 7, 5)
    alone = ("band", "concern", "indicator", "rater", "mark")
    period = t.Unicode(None, allow_none=True)
    band = t.Unicode(None, allow_none=True)
    concern = t.Unicode(None, allow_none=True)
    indicator = t.Unicode(None, allow_none=True)
    rater = t.Unicode(None, allow_none=True)
    mark = t.Unicode(None, allow_none=True)

    @cached_property
    def policy(self) -> Policy:
        return assessments_policy()

    @cached_property
    def periods(self) -> list[str]:
        """All periods, the latest first."""
        return self.store.frame("assessment_periods")["period"].tolist()

    @cached_property
    def choices(self) -> list[Choice]:
        periods = [(period_words(period, self.lang), period) for period in self.periods]
        known = self.store.frame("assessment_raters")[["indicator", "rater"]]
        raters = [(self.rater_words(one), one) for one in dict.fromkeys(known["rater"])]

        def said(kind: str, *codes: str) -> list[tuple[str, str]]:
            return [(self.say(f"{kind}_{code}"), code) for code in codes]

        return [
            Choice("period", self.say("period"), periods, next(iter(self.periods), None)),
            Choice("band", self.say("band"), [(told, code) for code, told in self.bands.items()], hidden=True),
            Choice("concern", self.say("concern"), said("concern", "short", "fallen", "uneven", "scored"), hidden=True),
            Choice("indicator", self.heading("assessment", "indicator"), [(one, one) for one in dict.fromkeys(known["indicator"])], hidden=True),
            Choice("rater", self.heading("assessment", "rater"), raters, hidden=True),
            Choice("mark", self.say("mark"), said("mark", "scored", "missing", "weak"), hidden=True),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return self.period is None

    def rater_words(self, code: str) -> str:
        return self.say("no_rater") if code == "none" else code

    @cached_property
    def edges(self) -> list[int]:
        """Where the bands of those who do not fall short begin."""
        line = self.policy.short.below
        return sorted({line + (100 - line) * quarter // 4 for quarter in range(4)})

    @cached_property
    def bands(self) -> dict[str, str]:
        """What a score may be, the lowest first, as code and in words; then what is none."""
        between = zip(self.edges, self.edges[1:], strict=False)
        return {
            "short": self.say("band_short", line=self.policy.short.below),
            **{str(low): self.say("band_between", low=low, high=high) for low, high in between},
            str(self.edges[-1]): self.say("band_top", low=self.edges[-1]),
            **{code: self.say(f"band_{code}") for code in ASIDE},
        }

    def banded(self, frame: pd.DataFrame) -> pd.Series:
        """The band of each line of a question that gives points and whether they are judged."""
        bins = [-1, *self.edges, 10**9]
        found = pd.cut(frame["points"].astype(float), bins, right=False, labels=["short", *map(str, self.edges)])  # fmt: skip
        found = found.astype(object).mask(frame["judged"] == 0, "open")
        return found.mask(frame["points"].isna(), "none")

    @cached_property
    def colours(self) -> dict[str, str]:
        """The colour of each band, by its words."""
        fills = [*SCORE_BANDS[-len(self.edges) - 1 :], *NO_FIGURE]
        return dict(zip(self.bands.values(), fills, strict=True))

    @property
    def given(self) -> dict[str, object]:
        policy, band = self.policy, self.band
        low = int(band) if band and band.isdigit() else None
        high = next((edge for edge in self.edges if low is not None and edge > low), None)
        standing = "fine" if low is not None else band
        return {"short": policy.short.below, "weak": policy.weak.below, "least": round(100 * policy.judged.at_least),
                "fall": policy.fall.points, "standing": standing, "low": low, "high": high}  # fmt: skip

    def thresholds(self) -> list[tuple[str, Sourced]]:
        policy = self.policy
        return [
            (self.say("short_rule", line=policy.short.below), policy.short),
            (self.say("weak_rule", line=policy.weak.below), policy.weak),
            (self.say("judged_rule", share=f"{policy.judged.at_least:.0%}"), policy.judged),
            (self.say("fall_rule", points=policy.fall.points), policy.fall),
        ]

    def tiles(self) -> list[Tile]:
        now = self.ask("assessment_summary").iloc[0]
        n = {name: int(now[name]) for name in now.index if name != "points"}
        policy, people = self.policy, {"view": "people"}
        mean = f"{now['points'] / n['scored']:.1f}" if n["scored"] else NONE
        judged = n["judged"]
        paired = self.say("fallen_note", count=f"{n['paired']:,}", points=policy.fall.points)

        def warned(key: str, unit: str, note: str, picks: dict) -> Tile:
            tone = "warn" if n[key] else ""
            return self.tile(key, f"{n[key]:,}", unit, note, tone=tone, picks=picks)

        return [
            self.tile("assessed", f"{n['assessed']:,}", "persons", self.say("assessed_note", count=f"{n['marks']:,}"), picks=people),
            self.tile("mean", mean, "points", self.say("mean_note", count=f"{n['scored']:,}"), picks=people | {"concern": "scored"}, whole=people | {"concern": "scored"}, sums="score"),
            warned("short", "persons", self.say("short_note", count=f"{judged:,}", line=policy.short.below), people | {"concern": "short"}),
            warned("fallen", "persons", paired, people | {"concern": "fallen"}),
            warned("missing", "marks", self.part_of("missing_note", n["missing"], n["marks"]) or NONE, {"view": "marks", "mark": "missing"}),
            warned("uneven", "persons", self.say("uneven_note"), people | {"concern": "uneven"}),
        ]  # fmt: skip

    def headline(self) -> Tile:
        return self.tiles()[2]

    def lists(self) -> dict[str, Listing]:
        right = {"align": "right"}
        about = {"subtitle": self.chosen_line, "file_name": self.title}
        who = [self.column("person", "person_id", kind="muted"), self.column("person", "name"), self.column("person", "unit_id", "unit")]  # fmt: skip
        say, head = self.say, self.heading
        people = [*who, Column("score", say("score"), about=say("score_about"), **right), Column("known", say("known"), about=say("known_about"), **right),
                  Column("step", say("step"), **right), Column("weights", say("weights"), **right), Column("standing", say("standing"), kind="tag"),
                  Column("weak", say("reason"), sortable=False)]  # fmt: skip
        marks = [*who, *(self.column("assessment", name, **options) for name, options in (
                     ("indicator", {}), ("weight", right), ("target", right), ("actual", right))),
                 Column("reached", say("reached"), **right), self.column("assessment", "score", **right), self.column("assessment", "rater")]  # fmt: skip
        raters = [self.column("assessment", "indicator"), self.column("assessment", "rater"), Column("heaviest", head("assessment", "weight"), **right),
                  Column("marks", say("marks_head"), **right), Column("scored", say("scored_head"), **right), Column("missing", say("missing"), **right),
                  Column("mean", say("mean"), **right), Column("reached", say("reached_head"), **right)]  # fmt: skip
        return {
            "people": Listing(say("people_title"), people, self.person_row, "assessment_people", **about),
            "marks": Listing(say("marks_title"), marks, self.mark_row, "assessment_marks", **about),
            "raters": Listing(say("raters_title"), raters, self.rater_row, "assessment_raters", **about),
        }  # fmt: skip

    def person_row(self, line) -> list[str]:
        score = "" if pd.isna(line.score) else f"{line.score:.1f}"
        step = "" if pd.isna(line.step) else signed(line.step, ".1f")
        weights = self.say("incomplete") if pd.isna(line.weights) else cell(line.weights)
        standing = self.say(f"standing_{line.standing}")
        return [line.person_id, line.name, line.unit, score, f"{line.known}%", step, weights, standing, self.reasons(line)]  # fmt: skip

    def reasons(self, line) -> str:
        """Why somebody stands where they do: what fell short of which line, which indicators are weak or still missing."""
        joint, said = self.say("joint"), []
        if line.standing == "short":
            said.append(self.say("reason_short", score=f"{line.score:.1f}", line=self.policy.short.below))  # fmt: skip
        if line.standing == "open":
            said.append(self.say("reason_open", known=line.known))
        for name in ("weak", "missing"):
            told = getattr(line, name)
            if isinstance(told, str):
                said.append(self.say(f"reason_{name}", what=self.say("comma").join(told.split("\n"))))  # fmt: skip
        if pd.notna(line.weights) and line.weights != 100:
            said.append(self.say("reason_weights", weights=cell(line.weights)))
        if line.plain:
            said.append(self.say("reason_plain"))
        return joint.join(said)

    def mark_row(self, line) -> list[str]:
        figures = [cell(value) for value in (line.weight, line.target, line.actual)]
        reached = "" if pd.isna(line.reached) else f"{line.reached:.0f}%"
        return [line.person_id, line.name, line.unit, line.indicator, *figures, reached, cell(line.score), cell(line.rater)]  # fmt: skip

    def rater_row(self, line) -> list[str]:
        weights = list(dict.fromkeys(cell(w) for w in (line.lightest, line.heaviest)))
        weight = self.say("between").join(filter(None, weights))
        marks = self.say("of_assessed", count=f"{line.marks:,}", whole=f"{line.assessed:,}")
        mean = "" if pd.isna(line.mean) else f"{line.mean:.1f}"
        reached = percent(line.reached / line.targeted, 0) if line.targeted else ""
        return [line.indicator, self.rater_words(line.rater), weight, marks, cell(line.scored), cell(line.missing), mean, reached]  # fmt: skip
