"""Boards' figures for a report on one unit: asked of its own people only, for a day, and fit for small groups."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from ..boards.hours_board import Hours
from ..boards.placements_board import Placements
from ..boards.stars_board import Stars
from ..boards.training_board import Training
from ..boards.words import NONE
from ..errors import BadValue
from ..locale import word
from ..policy import privacy
from ..policy.criterion import Sourced
from ..screening import certainty_words
from ..store import Store
from ..widgets import Choice, Tile
from .parameters import unit_id

PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?")


def unit_of(store: Store, named: str) -> str | None:
    """The unit_id that is meant by an id or a name; without one the whole tree's top, None where it has several.

    Raises UnknownName for a name that no unit has, BadValue for one that several have.
    """
    if not named:
        tops = store.frame("subtree", levels=0)
        tops = tops[tops["depth"] == 0]["unit_id"].tolist()
        return tops[0] if len(tops) == 1 else None
    found = store.sql("SELECT unit_id FROM unit WHERE unit_id = :named", named=named)
    return unit_id(store, "unit", named) if found.empty else named


def period_days(period: str) -> tuple[str, str]:
    """The first and the last day of a period such as 2018Q2, 2018H1, 2018 or 2018-03. Raises BadValue."""
    found = PERIOD.fullmatch(period)
    if not found:
        raise BadValue("period", period, word("report_paper.period_remedy"))
    year, quarter, half, month = found.groups()
    length = 3 if quarter else 6 if half else 1 if month else 12
    last = int(month) if month else length * int(quarter or half or 1)
    days = monthrange(int(year), last)[1]
    return f"{year}-{last - length + 1:02d}-01", f"{year}-{last:02d}-{days}"


MOST = 16  # groups that a chart on paper has room for


class OfUnit:
    """Goes first among the bases: nothing is on offer, so nothing is asked but of the unit's own subtree.

    What is given stands as chosen. day: the day that the report speaks of, else that of the data.
    """

    choices: Sequence[Choice] = ()

    def __init__(self, store: Store, lang: str, day: str | None = None, **chosen: object) -> None:
        self.defaults = chosen
        if day:
            self.data_day = day
        super().__init__(store, lang, **chosen)

    @cached_property
    def units(self) -> list[tuple[str | None, str, int]]:
        found = self.store.frame("subtree", unit=self.unit)
        return list(zip(found["unit_id"], found["name"], found["depth"].tolist(), strict=True))

    @cached_property
    def whole(self) -> bool:
        """Whether the unit is everything there is."""
        return self.unit == unit_of(self.store, "")

    @cached_property
    def drawn(self) -> list:
        """The board's pictures, drawn once."""
        return [*self.pictures()]

    def decided(self) -> list[tuple[str, str]]:
        """What the office decided of it, in words, and on what grounds."""
        thresholds = getattr(self, "thresholds", list)()
        return [(told, sourced(part, self.lang)) for told, part in thresholds]

    @property
    def least(self) -> int:
        """People below which no share is told."""
        return privacy().minimum_group


class PaperStars(OfUnit, Stars):
    """The ratings of one unit in one period."""

    @property
    def blank(self) -> bool:
        return self.ask("star_distribution").empty

    def decided(self) -> list[tuple[str, str]]:
        return super().decided()[:1]  # the guideline; what else is decided stands in the sentences

    @cached_property
    def rated(self) -> int:
        return int(self.ask("star_summary")["rated"].iloc[0])

    def tiles(self) -> list[Tile]:
        """The board's; of too few people neither a share nor a mean, of few no change, of nobody no share."""
        rated, mean, five, unrated, without = super().tiles()
        if 0 < self.rated < self.least:
            few = word("report_paper.too_few", self.lang, least=self.least)
            mean, five = (replace(one, value=NONE, unit="", note=few, trend=()) for one in (mean, five))  # fmt: skip
        elif self.rated < self.policy.smallest_group.persons:
            mean, five = (replace(one, note="") for one in (mean, five))
        unrated = unrated if unrated.tone else replace(unrated, note="")
        return [rated, mean, five, unrated, without]

    def composition(self) -> pd.DataFrame:
        """The board's; groups with too few people rated are one."""
        frame = super().composition()
        rated = frame["count"].where(frame["rating"].isin([*"12345"]), 0)
        apart = frame["group"] == self.say("whole")
        sizes = rated[~apart].groupby(frame["group"][~apart]).sum()
        return merged(frame, sizes, ["count"], self.least, self.lang)

    def trend(self) -> pd.DataFrame:
        """The board's, without periods of too few people."""
        frame = super().trend()
        return frame[frame.groupby("period")["count"].transform("sum") >= self.least]

    def trend_height(self, groups: int) -> int:
        return 250  # beside the movement, whatever stands above it


class PaperTraining(OfUnit, Training):
    """The courses of one year and the people of one unit."""

    @property
    def blank(self) -> bool:
        return self.ask("training_by_level").empty

    def coverage(self) -> pd.DataFrame:
        """The board's; groups with too few people are one, and cells of too few are empty."""
        frame = super().coverage()
        sizes = frame.groupby("row", sort=False)["whole"].sum()
        counts = ["count", "whole", *({"started", "completed"} & {*frame})]
        frame = merged(frame, sizes, counts, self.least, self.lang, by="row", most=10)
        return frame[frame["whole"] >= self.least]


class PaperHours(OfUnit, Hours):
    """The hours that the people of one unit owe, up to the day."""

    meanings = ()  # no status of a course is shown

    @property
    def blank(self) -> bool:
        return self.everyone.empty

    def decided(self) -> list[tuple[str, str]]:
        duties = {one.key: one for one in self.policy.duty}
        owed = set(self.everyone["duty"])
        return [(words, sourced(duties[key], self.lang)) for key, words in self.duties.items() if key in owed]  # fmt: skip

    @cached_property
    def everyone(self) -> pd.DataFrame:
        """Each who owes hours: duty, standing, gap, way, due, offline, online, credit, missing."""
        return self.ask("hours_until", day=self.data_day).astype({"gap": str})

    @property
    def given(self) -> dict[str, object]:
        begun = self.year and self.data_day and self.data_day[:4] >= self.year
        return super().given | (
            {} if begun else {"rules": "[]"}
        )  # of a year to come, nothing is owed

    def tiles(self) -> list[Tile]:
        """The board's of hours; of too few people, and of nothing, no share."""
        due, met, short, missing = super().tiles()[:4]
        met = replace(met, note="") if len(self.everyone) < self.least else met
        done = self.everyone[["offline", "online"]].to_numpy().sum()
        return [due, met, short, missing if done else replace(missing, note="")]

    def people(self) -> pd.DataFrame:
        """As the board's, of this unit alone."""
        found = self.everyone.drop(columns=["person_id", "name", "unit"]).assign(persons=1)
        keys = ["unit_id", "duty", "standing", "gap", "way"]
        counted = found.groupby(keys, as_index=False)[["persons", "due", "offline", "online", "credit", "missing"]].sum()  # fmt: skip
        return self.ask("unit_groups").merge(counted, on="unit_id")

    def counts(self, by: str, kind: str) -> pd.DataFrame:
        """The board's; groups with too few people are one."""
        frame = super().counts(by, kind)
        sizes = frame.groupby("group", sort=False)["count"].sum()
        if by == "duty":
            frame = frame.assign(duty=frame["duty"].where(frame["group"].map(sizes) >= self.least, None))  # fmt: skip
        return merged(frame, sizes, ["count"], self.least, self.lang)


class PaperPlacements(OfUnit, Placements):
    """The posts in the villages and offices of one unit on the day."""

    meanings = ()

    def decided(self) -> list[tuple[str, str]]:
        term, _, ending, _ = super().decided()
        return [term, ending]

    @property
    def blank(self) -> bool:
        return self.villages().empty and self.ask("placement_counts").empty


def sourced(part: Sourced, lang: str) -> str:
    """Where something is written, and how sure that is."""
    certainty = certainty_words(part.certainty, lang)
    return word("decided.source", lang, source=part.source.said(lang), certainty=certainty)


def merged(
    frame: pd.DataFrame,
    sizes: pd.Series,
    counts: list[str],
    least: int,
    lang: str,
    by: str = "group",
    most: int = MOST,
) -> pd.DataFrame:
    """The frame with the groups of fewer than `least` people as one, at its end, together with the next smallest where
    they are still too few, so that no figure of them is found by subtraction; and no more groups than a page has room for.

    sizes: people of each group, as column `by` names it; groups that are not in it stay. counts: columns to be added up.
    """
    small, total = [], 0
    known = sizes[sizes > 0].sort_values(kind="stable")
    for name, size in known.items():
        fits = len(known) - len(small) + bool(small) <= most
        if fits and size >= least and (not small or total >= least):
            break
        small, total = [*small, name], total + size
    if len(small) < 2:
        return frame
    inside = frame[by].isin(small)
    others = word("groups.others", lang, count=len(small))
    told = {
        "group_id": "others",
        "group_name": "",
        "unit": None,
        "kind": "",
        "over": False,
        by: others,
    }
    one = frame[inside].assign(**{name: value for name, value in told.items() if name in frame})
    frame = pd.concat([frame[~inside].astype(object), one.astype(object)])
    keys = [name for name in frame if name not in counts]
    return frame.groupby(keys, sort=False, dropna=False, as_index=False)[counts].sum().infer_objects()  # fmt: skip
