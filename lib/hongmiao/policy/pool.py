"""A pool's policy: who is looked at, on what conditions, in which steps, how many are chosen and why people leave."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from ..errors import BadValue, UnknownName
from .criterion import Criterion, Sourced, Strict, Text
from .fields import FIELDS
from .reading import fault, near


class Step(Sourced):
    """One step of the selection: `key` is its name as the records write it."""

    key: str = Field(min_length=1)
    words: Text
    decided_by: Text
    days: int | None = Field(None, ge=1)  # that it may take from the step before


class Named(Strict):
    """A channel or an exit reason: `key` as the records write it."""

    key: str = Field(min_length=1)
    words: Text


class Exit(Named):
    outcome: str


class Condition(Criterion):
    """Hard: whoever fails it is out. Otherwise its weight is the points that passing it scores."""

    hard: bool = False
    weight: float | int | None = Field(None, gt=0, validate_default=True)

    @field_validator("weight")
    @classmethod
    def hard_or_weighed(cls, weight: float | None, info: ValidationInfo) -> float | None:
        if info.data.get("hard", False) is (weight is not None):
            fault("hard_or_weight")
        return weight


class Checklist(Sourced):
    """Points that the office spells out. Until all are filled nobody can be said to pass or fail.

    Once they are, the result of `step` decides.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    words: Text
    note: Text
    step: str
    items: list[str] = Field(min_length=1)

    hard: ClassVar[bool] = True

    @property
    def filled(self) -> bool:
        """Whether the office has spelt out every point."""
        return all(item.strip() for item in self.items)


class Quota(Criterion):
    """At least or at most a ratio of the places for those whom the criterion fits."""

    at_least: float | int | None = Field(None, ge=0, le=1)
    at_most: float | int | None = Field(None, ge=0, le=1)

    @model_validator(mode="after")
    def one_bound(self) -> "Quota":
        if (self.at_least is None) == (self.at_most is None):
            fault("quota_bound", key=self.key)
        return self


class TieBreak(Strict):
    """A field by which those of one score are put in order."""

    field: str
    first: Literal["high", "low"]

    @field_validator("field")
    @classmethod
    def field_has_an_order(cls, name: str) -> str:
        ordered = [key for key, fact in FIELDS.items() if fact.kind in ("number", "scale")]
        if name not in ordered:
            fault("field", name=name, near=near(name, ordered))
        return name


class Choice(Sourced):
    """How many are chosen (all who are eligible, where `places` is left out) and in which order."""

    places: int | None = Field(None, ge=1)
    tie_break: list[TieBreak] = []


class Policy(Strict):
    """What an office decided for one pool."""

    pool: str = Field(min_length=1)
    words: Text
    example: bool = False  # shipped to be replaced: every page says so
    about: Text | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    star_periods: int = Field(4, ge=1)  # how many rating periods back the stars are counted
    unknown_score: Literal["nothing", "left_out"] = (
        "nothing"  # how an unknown scored condition counts
    )
    choice: Choice | None = None
    population: list[Criterion] = []
    step: list[Step] = []
    channel: list[Named] = []
    condition: list[Condition] = []
    checklist: list[Checklist] = []
    quota: list[Quota] = []
    exit: list[Exit] = []

    @field_validator("valid_until")
    @classmethod
    def ends_after_it_begins(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("valid_from")
        if since and until and until < since:
            fault("dates", since=since, until=until)
        return until

    @field_validator("population", "step", "channel", "condition", "checklist", "quota", "exit")
    @classmethod
    def keys_differ(cls, parts: list) -> list:
        _unique([part.key for part in parts])
        return parts

    @model_validator(mode="after")
    def parts_fit(self) -> "Policy":
        _unique([part.key for part in self.conditions])
        steps = [step.key for step in self.step]
        for part in self.checklist:
            if part.step not in steps:
                fault("step", name=part.step, near=near(part.step, steps))
        return self

    @property
    def conditions(self) -> list[Condition | Checklist]:
        """All that is asked of a person: first what is hard, then what is scored, as the file has them."""
        hard = [condition for condition in self.condition if condition.hard]
        return [*hard, *self.checklist, *(c for c in self.condition if not c.hard)]

    def asked(self, key: str) -> Condition | Checklist:
        """The condition `key`. Raises UnknownName."""
        found = {condition.key: condition for condition in self.conditions}
        if key not in found:
            raise UnknownName("condition", key, list(found))
        return found[key]

    def compared(self, key: str) -> Condition:
        """The condition `key`, which compares a field with a value, as a checklist does not. Raises UnknownName."""
        found = {condition.key: condition for condition in self.condition}
        if key not in found:
            raise UnknownName("condition", key, list(found))
        return found[key]

    def fields(self) -> list[str]:
        """The fields that its parts are about."""
        criteria = [*self.population, *self.condition, *self.quota]
        ties = self.choice.tie_break if self.choice else []
        return list(dict.fromkeys(part.field for part in [*criteria, *ties]))

    def changed(self, values: Mapping[str, Any]) -> "Policy":
        """The policy with other `values` for some of its conditions, by key. Raises UnknownName, BadValue."""
        for key in values:
            self.compared(key)
        return self.model_copy(
            update={
                "condition": [
                    _changed(part, values[part.key]) if part.key in values else part
                    for part in self.condition
                ]
            }
        )


def _changed(condition: Condition, value: Any) -> Condition:
    try:
        return Condition.model_validate({**dict(condition), "value": value})
    except ValidationError as reason:
        raise BadValue(condition.key, value, reason.errors()[0]["msg"]) from reason


def _unique(keys: list[str]) -> None:
    twice = [key for key, times in Counter(keys).items() if times > 1]
    if twice:
        fault("twice", keys="、".join(twice))
