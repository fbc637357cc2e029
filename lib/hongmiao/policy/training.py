"""Training as the office decided it: who owes how many hours, what counts, and whom each level is for."""

import json
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ..records.course import AUDIENCES
from ..records.enrolment import STATUSES
from ..records.person import POLITICAL_STATUS, POST_LEVELS
from ..records.pool_membership import OUTCOMES, POOLS
from .criterion import Sourced, Strict, Text, fitting
from .fields import Fact
from .reading import fault, office_file


def _codes(labels: dict, zh: str, en: str, open: bool = False) -> Any:
    """Words of a coded column, kept as codes."""
    fact = Fact("label", (zh, en), labels=labels, open=open)
    return Annotated[list[str], AfterValidator(lambda words: fitting(fact, "is_in", words))]


def _fraction(value: Any) -> Any:
    """A share written as 0.5 or as "1/7"."""
    try:
        found = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        fault("fraction")
    return float(found) if 0 <= found <= 1 else fault("fraction")


Share = Annotated[float, BeforeValidator(_fraction)]
Hours = Annotated[float | int, Field(gt=0)]


class Day(Sourced):
    hours: Hours


class Limit(Sourced):
    at_most: Share

    @property
    def said(self) -> str:
        """The share as people write it: 15%, or 1/7 where per cent would not come out even."""
        percent = round(100 * self.at_most, 9)
        return f"{percent:.0f}%" if percent.is_integer() else str(Fraction(self.at_most).limit_denominator(100))  # fmt: skip


class MakeUp(Sourced):
    months: int = Field(ge=1)


class Counted(Sourced):
    status: _codes(STATUSES, "参训状态", "Status")
    retake: Literal["once", "each"]


class Who(Strict):
    """A kind of people: whoever fits everything that is given."""

    post_level: _codes(POST_LEVELS, "职级", "Post level", open=True) | None = None
    political_status: _codes(POLITICAL_STATUS, "政治面貌", "Political status") | None = None
    pool: _codes(POOLS, "储备库", "Pool", open=True) | None = None  # in it now
    outcome: _codes(OUTCOMES, "去向", "Outcome", open=True) | None = None  # left a pool so
    post: list[str] | None = Field(None, min_length=1)  # the post holds one of these words

    @model_validator(mode="after")
    def not_everyone(self) -> "Who":
        return self if self.model_fields_set else fault("who")

    def fits(self, post_level: str, political_status: str, pools: str) -> bool:
        """Whether people of this kind fit, their post aside. pools: a JSON list of pool or pool:outcome."""
        stays = [stay.partition(":")[::2] for stay in json.loads(pools)]
        return (
            (self.post_level is None or post_level in self.post_level)
            and (self.political_status is None or political_status in self.political_status)
            and (self.pool is None or any(p in self.pool and not end for p, end in stays))
            and (self.outcome is None or any(end in self.outcome for _, end in stays))
        )


class Duty(Sourced):
    """Hours owed: either the hours or the days suffice, within so many calendar years."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    words: Text
    who: Who
    hours: Hours | None = None
    days: Hours | None = None
    years: int = Field(1, ge=1)

    @model_validator(mode="after")
    def owes_something(self) -> "Duty":
        return self if self.hours or self.days else fault("duty", key=self.key)


class Level(Sourced):
    """Whom the courses of a level are for."""

    audience: str = Field(min_length=1)
    who: Who

    @model_validator(mode="after")
    def known_without_the_post(self) -> "Level":
        return self if self.who.post is None else fault("level_post", audience=self.audience)

    @cached_property
    def code(self) -> str:
        """The level as the records have it."""
        return fitting(Fact("label", ("", ""), labels=AUDIENCES, open=True), "is", self.audience)


Kinds = Iterable[tuple[int, str, str, str]]
"""The kinds of people there are, as queries/people_kinds.sql gives them: kind, post level, political status, pools."""


class Training(Strict):
    """The office's training.toml."""

    day: Day
    leave: Limit
    make_up: MakeUp
    online: Limit
    counted: Counted
    duty: list[Duty] = Field(min_length=1)
    level: list[Level] = Field(min_length=1)

    @model_validator(mode="after")
    def each_once(self) -> "Training":
        for names in ([d.key for d in self.duty], [level.code for level in self.level]):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                fault("twice", keys="、".join(sorted(twice)))
        return self

    def due(self, duty: Duty) -> float:
        """The hours of a duty: the fewer of what its hours and its days ask for."""
        asked = [duty.hours, duty.days and duty.days * self.day.hours]
        return float(min(hours for hours in asked if hours))

    def targets(self, kinds: Kinds) -> dict[str, list[int]]:
        """The kinds of people that each level is for."""
        known = list(kinds)
        return {
            level.code: [kind for kind, *facts in known if level.who.fits(*facts)]
            for level in self.level
        }

    def rules(self, kinds: Kinds) -> list[tuple[int, int, str]]:
        """(kind, place of the duty, word that the post must hold); the lowest place that fits a person counts."""
        return [
            (kind, place, word)
            for kind, *facts in kinds
            for place, duty in enumerate(self.duty)
            if duty.who.fits(*facts)
            for word in duty.who.post or [""]
        ]


def training_policy() -> Training:
    """The office's training.toml, else the shipped one. Raises BadValue."""
    return office_file("training", Training)
