"""Branch life as the office decided it: which meetings are owed by whom, how often, and the project that counts for it."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from ..records.activity import KINDS
from ..records.unit import KINDS as UNIT_KINDS
from .criterion import Sourced, Strict
from .reading import fault, near, office_file

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Duty(Sourced):
    """A kind of meeting: so many `times` in each period for units of these kinds; 0: only what the records name is due."""

    kind: str = Field(min_length=1)
    times: int = Field(ge=0)
    per: Literal["month", "quarter", "half", "year"] = "year"
    units: list[str] = ["branch"]
    members: int = Field(0, ge=0)

    @field_validator("kind")
    @classmethod
    def kind_is_a_code(cls, kind: str) -> str:
        """The code of a kind, however people write it; an office's own word as it stands."""
        return next((code for code, words in KINDS.items() if kind == code or kind in words), kind)

    @field_validator("units")
    @classmethod
    def units_are_known(cls, units: list[str]) -> list[str]:
        for name in units:
            if name not in UNIT_KINDS:
                fault("unit_kind", name=name, near=near(name, list(UNIT_KINDS)))
        return units

    @property
    def months(self) -> int:
        """How many months a period has."""
        return MONTHS[self.per]


class Standard(Sourced):
    """What the project that counts branches up to the mark is called, or a part of its name."""

    project: str = Field(min_length=1)


class BranchLife(Strict):
    """The office's branch_life.toml."""

    duty: list[Duty] = Field(min_length=1)
    standard: Standard

    @model_validator(mode="after")
    def each_once(self) -> "BranchLife":
        kinds = [duty.kind for duty in self.duty]
        twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        return fault("twice", keys="、".join(twice)) if twice else self

    def asked(self) -> list[dict[str, object]]:
        """The duties as a question takes them."""
        names = ("kind", "times", "units", "members")
        return [{name: getattr(duty, name) for name in names} | {"months": duty.months} for duty in self.duty]  # fmt: skip


def branch_life_policy() -> BranchLife:
    """The office's branch_life.toml, else the shipped one. Raises BadValue."""
    return office_file("branch_life", BranchLife)
