"""A unit's quarter on a few pages: stars, training and placements, what to make of them, and who needs attention."""

from functools import cached_property

import pandas as pd

from ..boards.wording import Wording
from ..boards.words import period_words
from ..locale import word
from ..store import Store
from .paper import PaperHours, PaperPlacements, PaperStars, PaperTraining, period_days, unit_of
from .parts import Chapter, Numbers, Terms
from .quarter_attention import QuarterAttention
from .quarter_placements import QuarterPlacements
from .quarter_stars import QuarterStars
from .quarter_training import QuarterTraining
from .sentences import Finding, Weighed, told

TOLD = (
    ("five", "unrated", "without"),
    ("completed", "reached", "overdue"),
    ("due", "missing"),
    ("covered", "ending"),
)
"""The terms of each board that these pages use."""


class UnitQuarter(
    QuarterStars, QuarterTraining, QuarterPlacements, QuarterAttention, Weighed, Wording
):
    """The report of one unit and one period; each method is a chapter.

    unit: unit_id or name, empty for the whole; period: such as 2018Q2, empty for the latest that is stored.
    Raises UnknownName for a unit that is not there, BadValue for what is no period.
    """

    name = "report_quarter"

    def __init__(self, store: Store, unit: str = "", period: str = "", lang: str = "zh") -> None:
        self.store, self.lang = store, lang
        self.unit = unit_of(store, unit)
        self.data_day = store.frame("data_date")["day"].iloc[0]
        self.periods = store.frame("rating_periods")["period"].tolist()
        self.period = period or next(iter(self.periods), None) or self._quarter_of(self.data_day)
        self.since, self.last = period_days(self.period) if self.period else (None, None)
        self.day = min(filter(None, (self.last, self.data_day)), default=None)

    @staticmethod
    def _quarter_of(day: str | None) -> str | None:
        return f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}" if day else None

    # What it is about.

    @property
    def year(self) -> str | None:
        return self.last and self.last[:4]

    @property
    def before(self) -> str | None:
        """The latest period with ratings before this one."""
        return next((one for one in self.periods if one < (self.period or "")), None)

    @cached_property
    def tree(self) -> pd.DataFrame:
        """The unit and all below it."""
        return self.store.frame("subtree", unit=self.unit)

    @property
    def unit_said(self) -> str:
        alone = len(self.tree) and self.unit
        return self.tree["name"].iloc[0] if alone else word("board.everything", self.lang)

    @property
    def period_said(self) -> str:
        return period_words(self.period, self.lang) if self.period else ""

    @property
    def year_said(self) -> str:
        return word("board.year", self.lang, year=self.year) if self.year else ""

    @cached_property
    def has_groups(self) -> bool:
        """Whether there are groups below the unit to be set side by side."""
        return self.stars_state.ask("unit_groups")["group_id"].nunique() > 1

    @cached_property
    def people(self) -> pd.DataFrame:
        """Each of the unit's people: rating now and before, and training up to the day."""
        asked = {"period": self.period or "", "before": self.before or "", "year": self.year or "", "day": self.day}  # fmt: skip
        return self.store.frame("quarter_people", unit=self.unit, since=self.since, **asked)

    @cached_property
    def stars_state(self) -> PaperStars:
        state = PaperStars(self.store, self.lang, self.day, unit=self.unit, period=self.period or "")  # fmt: skip
        state.periods = [one for one in self.periods if one <= (self.period or "")]
        return state

    @cached_property
    def training_state(self) -> PaperTraining:
        return PaperTraining(self.store, self.lang, self.day, unit=self.unit, year=self.year or "")

    @cached_property
    def hours_state(self) -> PaperHours:
        return PaperHours(self.store, self.lang, self.day, unit=self.unit, year=self.year or "")

    @cached_property
    def posts_state(self) -> PaperPlacements:
        return PaperPlacements(self.store, self.lang, self.day, unit=self.unit)

    # What was found.

    @cached_property
    def star_findings(self) -> list[Finding]:
        return self._star_findings()

    @cached_property
    def training_findings(self) -> list[Finding]:
        return self._training_findings()

    @cached_property
    def post_findings(self) -> list[Finding]:
        return self._post_findings()

    @property
    def empty(self) -> bool:
        """Whether nothing of the unit is recorded for the period."""
        stars, posts = self.stars_state.blank, self.posts_state.blank
        return stars and posts and not self.trained

    def summary(self) -> Chapter:
        """The cover: key numbers, and what weighs most."""
        title = self.say("title", unit=self.unit_said, period=self.period_said)
        subtitle = self.say("lead", day=self.day) if self.day else ""
        cover = {"subtitle": subtitle, "cover": True, "lang": self.lang}
        if self.empty:
            about = {"unit": self.unit_said, "period": self.period_said}
            return Chapter(title, told([Finding(1, self.say("nothing", **about), "warn")]), **cover)
        stars = [] if self.stars_state.blank else self.stars_state.tiles()
        tiles = [*stars[:1], *stars[2:4], *self.cover_tiles(), *self.post_tiles()[:1]]
        return Chapter(title, [Numbers(tiles[:6]), *told(self.weightiest)], **cover)

    @property
    def findings(self) -> list[Finding]:
        return [*self.star_findings, *self.training_findings, *self.post_findings]

    def notes(self) -> Chapter:
        """Terms, what the office decided, the parameters, and the day of the data."""
        day = self.data_day or word("report_paper.no_day", self.lang)
        given = [
            (self.say("unit"), self.unit_said), (self.say("period"), self.period_said), (self.say("up_to"), self.day or ""),
            (word("report_paper.data_day", self.lang), day), (self.say("weighing"), self.say("weighing_about", **self._limits)),
        ]  # fmt: skip
        given = Terms([one for one in given if one[1]], word("report_paper.parameters", self.lang))
        terms = Terms(self._terms(), word("board.definitions", self.lang))
        return Chapter(self.say("notes"), [given, terms], lang=self.lang)

    def _terms(self) -> list[tuple[str, str]]:
        """What the figures of these pages mean, and what the office decided."""
        states, terms = (self.stars_state, self.training_state, self.hours_state, self.posts_state), []  # fmt: skip
        for state, keys in zip(states, TOLD, strict=True):
            alone = state is self.posts_state and len(state.villages()) < 2
            if not state.blank and not alone:
                terms += [(state.say(key), state.say(f"{key}_about")) for key in keys]
                terms += state.decided()
        own = ("driver", "out") if self.has_groups else ()
        return terms + [(self.say(f"{key}_term"), self.say(f"{key}_term_about")) for key in own]

    @property
    def _limits(self) -> dict[str, object]:
        return {"smallest": self.policy.smallest_group.persons, "least": self.stars_state.least}
