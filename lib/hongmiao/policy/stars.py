"""Stars as the office decided them: the guideline, the raters, what follows from stars, and when a branch stands out."""

from statistics import NormalDist

from pydantic import Field, model_validator

from .criterion import Sourced, Strict, Text
from .reading import fault, office_file
from .training import Share

STEP = 1 / 20  # of the range of scores: how finely rollups/rater_gap.sql counts


class Guideline(Sourced):
    """Five stars are normally at most this share of those rated."""

    at_most: Share


class SmallestGroup(Sourced):
    persons: int = Field(ge=1)


class Control(Sourced):
    """How likely a branch like all others lies between the limits."""

    inner: float = Field(gt=0, lt=1)
    outer: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def outer_is_farther(self) -> "Control":
        return self if self.inner < self.outer else fault("control")

    @property
    def distances(self) -> tuple[float, float]:
        """The limits in standard errors from the whole's figure."""
        inner, outer = (NormalDist().inv_cdf((1 + p) / 2) for p in (self.inner, self.outer))
        return inner, outer


class Agreement(Sourced):
    at_most: Share

    @property
    def steps(self) -> int:
        """The share in steps of the rollup, at least one."""
        return max(1, round(self.at_most / STEP))


class Rater(Sourced):
    key: str = Field(min_length=1)
    words: Text
    weight: float | int = Field(gt=0)


class Reward(Sourced):
    """What is due to those with so many stars."""

    stars: int = Field(ge=1, le=5)
    words: Text


class Stars(Strict):
    """The office's stars.toml."""

    guideline: Guideline
    smallest_group: SmallestGroup
    control: Control
    agreement: Agreement
    rater: list[Rater] = []
    reward: list[Reward] = []

    @model_validator(mode="after")
    def each_once(self) -> "Stars":
        for names in ([r.key for r in self.rater], [str(r.stars) for r in self.reward]):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                fault("twice", keys="、".join(sorted(twice)))
        return self

    def in_order(self, raters: list[str]) -> list[str]:
        """Raters that were found: the office's in its order, then any other."""
        known = [rater.key for rater in self.rater]
        return sorted(
            raters, key=lambda key: (known.index(key) if key in known else len(known), key)
        )

    def called(self, key: str, lang: str) -> str:
        """What people call a rater; one that the office does not name, as the records do."""
        return next((r.words.said(lang) for r in self.rater if r.key == key), key)


def stars_policy() -> Stars:
    """The office's stars.toml, else the shipped one. Raises BadValue."""
    return office_file("stars", Stars)
