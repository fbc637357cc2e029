"""Vacant posts as the office decided them: who may fill one of a level, and what time and effort still make up for."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, field_validator, model_validator

from ..errors import BadValue
from ..locale import word
from ..places import policy_folders
from .criterion import Sourced, Strict, Text
from .fields import FIELDS
from .pool import Condition, Policy
from .reading import fault, near, office_file, read_toml

Kind = TypeVar("Kind", bound=Policy)


class Post(Policy):
    """Who may fill a vacant post of a level, in the words of a pool's policy.

    reach: where the people may come from: anywhere, the town or organ of the post's unit, or the unit itself.
    """

    level: str = Field(min_length=1)
    reach: Literal["district", "town", "unit"] = "district"


class Rule(Condition):
    """What a stay must keep to, and what is proposed where it does not."""

    proposes: Literal["review", "exit"]


class Review(Policy):
    """When a stay in a pool is due for review or exit."""

    condition: list[Rule] = []


class Span(Sourced):
    months: int = Field(ge=1)
    words: Text


class Heal(Sourced):
    """A field in which a shortfall passes: with time alone, or by effort at most so fast."""

    field: str
    by: Literal["time", "effort"]
    per_month: float | int | None = Field(None, gt=0)

    @field_validator("field")
    @classmethod
    def field_is_known(cls, name: str) -> str:
        return name if name in FIELDS else fault("field", name=name, near=near(name, list(FIELDS)))

    @model_validator(mode="after")
    def effort_has_a_pace(self) -> "Heal":
        fits = (self.by == "effort") == (self.per_month is not None)
        if not fits or (self.by == "effort" and FIELDS[self.field].kind != "number"):
            fault("heal", field=FIELDS[self.field].called())
        return self


class Readiness(Strict):
    """The office's readiness.toml."""

    within: Span
    later: Span
    heal: list[Heal] = []

    @model_validator(mode="after")
    def later_is_later(self) -> "Readiness":
        return self if self.within.months < self.later.months else fault("readiness")

    @property
    def timed(self) -> list[str]:
        """The fields in which time alone helps."""
        return [heal.field for heal in self.heal if heal.by == "time"]

    @property
    def pace(self) -> dict[str, float]:
        """The fields in which effort helps, and how much of it a month allows."""
        return {heal.field: heal.per_month for heal in self.heal if heal.per_month is not None}

    @property
    def months(self) -> list[int]:
        """The months ahead that are looked at: each of the first span, then the ends of years."""
        near_by, far = self.within.months, self.later.months
        years = {12 * year for year in range(1, ceil(far / 12) + 1) if near_by < 12 * year <= far}
        return [*range(1, near_by + 1), *sorted(years | {far})]


def post_policies() -> dict[str, Post]:
    """Who may fill a vacant post, by its level. Raises BadValue."""
    return dict(_folder("posts", Post, "level"))


def review_policies() -> dict[str, Review]:
    """When a stay is due for review or exit, by pool. Raises BadValue."""
    return dict(_folder("reviews", Review, "pool"))


def readiness_policy() -> Readiness:
    """The office's readiness.toml, else the shipped one. Raises BadValue."""
    return office_file("readiness", Readiness)


def _folder(name: str, model: type[Kind], key: str) -> Iterator[tuple[str, Kind]]:
    """Every file of a folder under its own name, which it must say in `key`; the office's own file wins."""
    found: dict[str, Path] = {}
    for folder in reversed(policy_folders()):
        found |= {path.stem: path for path in sorted((folder / name).glob("*.toml"))}
    for code, path in sorted(found.items()):
        policy = read_toml(path, model)
        if (said := getattr(policy, key)) != code:
            raise BadValue(f"{path}: {key}", said, word("policy.pool_name", pool=code))
        yield code, policy
